"""The lane of lots that only ever sent absolute states: one statement a batch. Knows no queue."""

from collections.abc import Sequence
from functools import partial

from ingest.live_apply import LiveApply
from ingest.settle import settle
from ingest.submission import (
    FOREIGN,
    Batch,
    Item,
    as_logged,
    claim_of,
    claims_of,
    first_of_each,
    judge,
    registry_of,
)
from parking.live.register import registers_of
from parking.ports import Register
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import (
    EPOCH_2000_US,
    CountedLotError,
    ForeignLotError,
    Known,
    LogRow,
    ReportLog,
    days_of,
)


class AbsoluteLane:
    """Snapshots, bays, heartbeats and closures of lots without movements.

    `counted_lots`, all that are known to count by them, is shared with the writer.
    """

    def __init__(
        self, log: ReportLog, counts: LotCounts, live: LiveApply, counted_lots: set[int]
    ) -> None:
        self._log = log
        self._counts = counts
        self._live = live
        self._counted_lots = counted_lots
        self._opened = 0

    async def commit(self, connection: LogConnection, items: Sequence[Item]) -> Batch:
        """Commit a batch; lots that count by movements are left to the other lane."""
        refused: list[Item] = []
        moved: list[Item] = []
        rest = list(items)
        logged = Batch([], [])
        while rest:
            try:
                logged = await connection.run(partial(self._append, items=rest))
                break
            except ForeignLotError as error:
                refused += [item for item in rest if claim_of(item) in error.claims]
                rest = [item for item in rest if claim_of(item) not in error.claims]
            except CountedLotError as error:
                moved += [item for item in rest if item[0][2] in error.lot_keys]
                rest = [item for item in rest if item[0][2] not in error.lot_keys]
        outcomes = [*logged.outcomes, *[FOREIGN] * len(refused)]
        return Batch([*logged.items, *refused], outcomes, moved=moved)

    async def finish(self, batch: Batch) -> None:
        """Apply what was committed, then settle every item."""
        await settle(batch, self._live, registers_of_item)

    async def _append(self, connection: Connection, items: Sequence[Item]) -> Batch:
        rows = first_of_each(items)
        await self._log.ensure_days(connection, days_of(rows))
        inserted = await self._insert(connection, items, rows)
        missing = (
            [row for row in rows if row[0] not in inserted] if len(inserted) < len(rows) else []
        )
        known = await self._log.standing(connection, missing)
        return Batch(as_logged(items, known), judge(items, inserted, known))

    async def _insert(
        self, connection: Connection, items: Sequence[Item], rows: Sequence[LogRow]
    ) -> set[bytes]:
        """Insert rows as their lots were found, or, if lots have changed since, look them up."""
        counted = self._counted_lots.intersection(row[2] for row in rows)
        if counted:
            raise CountedLotError(counted)
        known = Known(registry_of(items), self._opened)
        inserted = await self._log.append_known(connection, known, rows)
        if inserted is None:
            await self._learn_counted(connection)
            inserted = await self._log.append_absolute(connection, claims_of(items), rows)
        return inserted

    async def _learn_counted(self, connection: Connection) -> None:
        opened = await self._counts.opened_since(connection, self._opened)
        self._counted_lots.update(opened)
        self._opened = max([self._opened, *opened.values()])


def registers_of_item(item: Item, _outcome: str) -> Sequence[Register]:
    """Return the registers that one item of this lane sets, new or repeated."""
    row, report = item[0], item[1]
    return registers_of(report, row[5][0] + EPOCH_2000_US, row[2], row[1], row[0], flags=row[8])
