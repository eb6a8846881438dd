"""The lane of lots that count by movements: their rows are locked and written with the log."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final

from ingest.counting_of_lot import Counted, LongLogError, Reach, count_lot
from ingest.lateness import Lateness
from ingest.live_apply import LiveApply
from ingest.settle import settle
from ingest.submission import (
    ACCEPTED,
    DUPLICATE,
    FOREIGN,
    LATE,
    Batch,
    Item,
    as_logged,
    claim_of,
    claims_of,
    first_of_each,
    judge,
    record_of_item,
)
from parking.live.amend import amended_name
from parking.live.beside import counted_registers
from parking.live.intake import has_room_for
from parking.live.record import Record
from parking.plausibility import SUSPECT, UNRESOLVED
from parking.ports import Register
from parking.report import Correction, Void
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.lot_count import LotCounts, RowsHeldError
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import (
    Claims,
    ForeignLotError,
    LogRow,
    ReportLog,
    days_of,
)

QUICK: Final = Reach(rows=2_000, is_last=False)
"""Some tens of milliseconds: what all who wait for a connection of the writer may share."""
LONG: Final = Reach(rows=200_000, is_last=True)
"""A month of a lot with six thousand movements a day; a few seconds, which nobody waits for."""


class LongLotsError(Exception):
    """Lots whose log is too long to be read here; nothing was inserted."""

    def __init__(self, lot_keys: Collection[int]) -> None:
        super().__init__(f"{len(lot_keys)} lots take a long piece of their log")
        self.lot_keys = frozenset(lot_keys)


class CountedLane:
    """Movements, totals, corrections, voids, and everything else of lots that have sent such."""

    def __init__(
        self, log: ReportLog, counts: LotCounts, live: LiveApply, reach: Reach = QUICK
    ) -> None:
        self._log = log
        self._counts = counts
        self._live = live
        self._reach = reach
        self._open_lots: set[int] = set()

    async def commit(self, connection: LogConnection, items: Sequence[Item]) -> Batch:
        """Commit a batch, without what is not the caller's and what takes too long here."""
        refused: list[Item] = []
        moved: list[Item] = []
        rest = list(items)
        batch = Batch([], [])
        while rest:
            try:
                batch = await connection.run(partial(self._append, items=rest))
                break
            except ForeignLotError as error:
                refused += [item for item in rest if claim_of(item) in error.claims]
                rest = [item for item in rest if claim_of(item) not in error.claims]
            except (LongLotsError, RowsHeldError) as error:
                slow = await connection.run(partial(self._slow_lots, items=rest, error=error))
                moved += [item for item in rest if item[0][2] in slow]
                rest = [item for item in rest if item[0][2] not in slow]
        batch.items = [*batch.items, *refused]
        batch.outcomes += [FOREIGN] * len(refused)
        batch.moved = moved
        return batch

    async def finish(self, batch: Batch) -> None:
        """Apply what was committed, then settle every item."""
        await settle(batch, self._live, partial(_registers_beside_the_row, batch.counted))

    async def _append(self, connection: Connection, items: Sequence[Item]) -> Batch:
        rows = first_of_each(items)
        await self._log.ensure_days(connection, days_of(rows))
        claims = claims_of(items)
        await self._open(connection, claims)
        async with connection.transaction():
            await self._log.check_claims(connection, claims)
            inserted, counted, judges = await self._count(connection, items, rows)
        self._open_lots.update(counted)
        missing = [row for row in rows if row[0] not in inserted]
        known = await self._log.standing(connection, missing)
        batch = Batch(as_logged(items, known), judge(items, inserted, known), counted=counted)
        _mark_late(batch, judges)
        batch.flags = _flags(batch)
        return batch

    async def _open(self, connection: Connection, claims: Claims) -> None:
        """Bring lots that never were in this lane into it.

        By themselves, because no absolute batch is committed meanwhile. A lot that is open and has
        counted nothing yet is as good as one that was never opened.
        """
        fresh_lots = await self._unopened(connection, {lot_key for lot_key, _ in claims})
        if fresh_lots:
            async with connection.transaction():
                await self._log.hold_lanes(connection, alone=True)
                await self._log.check_claims(connection, claims)
                await self._counts.open(connection, fresh_lots)

    async def _count(
        self, connection: Connection, items: Sequence[Item], rows: Sequence[LogRow]
    ) -> tuple[set[bytes], dict[int, Counted], dict[int, Lateness]]:
        """Lock, insert and fold within the transaction that is open."""
        locked = await self._counts.lock(connection, {row[2] for row in rows})
        inserted = await self._log.append_counted(connection, rows)
        records = _new_records_by_lot(items, inserted)
        counted: dict[int, Counted] = {}
        judges: dict[int, Lateness] = {}
        too_long: set[int] = set()
        for row in locked:  # each in turn: a row that remembers many amendments is large
            lot_key = row.lot_key
            counted[lot_key], judges[lot_key] = Counted(row, is_changed=False), Lateness(row.state)
            if lot_key in records:
                try:
                    counted[lot_key] = await count_lot(
                        self._log, connection, row, records[lot_key], self._reach
                    )
                except LongLogError:
                    too_long.add(lot_key)
        if too_long:
            raise LongLotsError(too_long)
        await self._counts.save(connection, [one.row for one in counted.values() if one.is_changed])
        return inserted, counted, judges

    async def _slow_lots(
        self, connection: Connection, items: Sequence[Item], error: Exception
    ) -> Collection[int]:
        """Tell which lots are not for this lane: theirs is a long log, or somebody reads it now."""
        if isinstance(error, LongLotsError):
            return error.lot_keys
        lot_keys = {item[0][2] for item in items}
        return await self._counts.held(connection, lot_keys) or lot_keys

    async def _unopened(self, connection: Connection, lot_keys: set[int]) -> set[int]:
        """Find the lots that never were in this lane; rows of `lot_count` are never removed."""
        asked = lot_keys - self._open_lots
        if not asked:
            return set()
        return asked - (await self._counts.read(connection, asked)).keys()


def _new_records_by_lot(items: Sequence[Item], inserted: set[bytes]) -> dict[int, list[Record]]:
    first = {item[0][0]: item for item in reversed(items)}
    records: dict[int, list[Record]] = {}
    for ident, item in first.items():
        if ident in inserted:
            records.setdefault(item[0][2], []).append(record_of_item(item))
    return records


def _mark_late(batch: Batch, judges: Mapping[int, Lateness]) -> None:
    for index, item in enumerate(batch.items):
        if batch.outcomes[index] == ACCEPTED and judges[item[0][2]].is_late(record_of_item(item)):
            batch.outcomes[index] = LATE


def _flags(batch: Batch) -> dict[int, int]:
    """Return what the lots' rows say of single items, by place."""
    flags: dict[int, int] = {}
    for index, item in enumerate(batch.items):
        one = batch.counted[item[0][2]]
        if _is_unresolved(one, item, batch.outcomes[index]):
            flags[index] = UNRESOLVED
        elif not has_room_for(one.row.state, record_of_item(item)):
            flags[index] = SUSPECT
    return flags


def _is_unresolved(one: Counted, item: Item, outcome: str) -> bool:
    """Tell of an amendment that it means nothing known, also when its first answer was lost."""
    if outcome == DUPLICATE and isinstance(item[1], Correction | Void):
        return one.row.state.awaits(amended_name(record_of_item(item)))
    return item[0][0] in one.unresolved


def _registers_beside_the_row(
    counted: Mapping[int, Counted], item: Item, outcome: str
) -> Sequence[Register]:
    """Return the bays, closures and heartbeats an item sets.

    What an amendment took back must not return: neither with the batch that rewrote a register
    nor with a repetition.
    """
    one = counted[item[0][2]]
    rewritten = {register.name for register in one.registers}
    if outcome == DUPLICATE:
        rewritten |= one.row.state.raised.keys()
    registers = counted_registers(one.row.state, record_of_item(item), item[0][2])
    return [register for register in registers if register.name not in rewritten]
