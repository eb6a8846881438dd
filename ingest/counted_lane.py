"""The lane of lots that count by movements: their rows are locked and written with the log."""

from collections.abc import Mapping, Sequence
from functools import partial

from ingest.counting_of_lot import Counted, count_lot
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
from parking.live.record import Record
from parking.plausibility import UNRESOLVED
from parking.ports import Register
from parking.report import Correction, Void
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.lot_count import LotCount, LotCounts
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ForeignLotError, LogRow, ReportLog, days_of


class CountedLane:
    """Movements, totals, corrections, voids, and everything else of lots that have sent such."""

    def __init__(self, log: ReportLog, counts: LotCounts, live: LiveApply) -> None:
        self._log = log
        self._counts = counts
        self._live = live
        self._open_lots: set[int] = set()

    async def commit(self, connection: LogConnection, items: Sequence[Item]) -> Batch:
        """Commit a batch, without those that are not the caller's."""
        try:
            return await connection.run(partial(self._append, items=items))
        except ForeignLotError as error:
            wrong = error.claims
        refused = [item for item in items if claim_of(item) in wrong]
        rest = [item for item in items if claim_of(item) not in wrong]
        batch = await connection.run(partial(self._append, items=rest)) if rest else Batch([], [])
        batch.items = [*batch.items, *refused]
        batch.outcomes += [FOREIGN] * len(refused)
        return batch

    async def finish(self, batch: Batch) -> None:
        """Apply what was committed, then settle every item."""
        await settle(batch, self._live, partial(_registers_beside_the_row, batch.counted))

    async def _append(self, connection: Connection, items: Sequence[Item]) -> Batch:
        rows = first_of_each(items)
        await self._log.ensure_days(connection, days_of(rows))
        async with connection.transaction():
            inserted, counted, priors = await self._count(connection, items, rows)
        self._open_lots.update(counted)
        missing = [row for row in rows if row[0] not in inserted]
        known = await self._log.standing(connection, missing)
        batch = Batch(as_logged(items, known), judge(items, inserted, known), counted=counted)
        _mark_late(batch, priors)
        batch.flags = _unresolved_flags(batch)
        return batch

    async def _count(
        self, connection: Connection, items: Sequence[Item], rows: Sequence[LogRow]
    ) -> tuple[set[bytes], dict[int, Counted], dict[int, LotCount]]:
        """Lock, insert and fold within the transaction that is open."""
        lot_keys = {row[2] for row in rows}
        fresh_lots = await self._unopened(connection, lot_keys)
        await self._log.hold_lanes(connection, alone=bool(fresh_lots))
        await self._log.check_claims(connection, claims_of(items))
        if fresh_lots:
            await self._counts.open(connection, fresh_lots)
        priors = await self._counts.lock(connection, lot_keys)
        inserted = await self._log.append_counted(connection, rows)
        records = _new_records_by_lot(items, inserted)
        counted = {
            lot_key: await count_lot(self._log, connection, row, records[lot_key])
            if lot_key in records
            else Counted(row, is_changed=False)
            for lot_key, row in priors.items()
        }
        await self._counts.save(connection, [one.row for one in counted.values() if one.is_changed])
        return inserted, counted, priors

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


def _mark_late(batch: Batch, priors: dict[int, LotCount]) -> None:
    judges = {lot_key: Lateness(row.state) for lot_key, row in priors.items()}
    for index, item in enumerate(batch.items):
        if batch.outcomes[index] == ACCEPTED and judges[item[0][2]].is_late(record_of_item(item)):
            batch.outcomes[index] = LATE


def _unresolved_flags(batch: Batch) -> dict[int, int]:
    return {
        index: UNRESOLVED
        for index, item in enumerate(batch.items)
        if _is_unresolved(batch.counted[item[0][2]], item, batch.outcomes[index])
    }


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
