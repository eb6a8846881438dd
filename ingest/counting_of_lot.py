"""One lot's new row after new reports: the short way, or by reading its log. Knows no batch."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from ingest.log_records import record_of_row
from parking.live.amend import target_of
from parking.live.count_state import CountState, encode_state, register_of_state
from parking.live.counting import advance, advance_beside
from parking.live.record import Record
from parking.live.recount import Recounted, recount
from parking.live.windows import windows_us
from parking.ports import Register
from parking.report import Correction, Void
from parking.storage.postgres.lot_count import LotCount
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ReportLog, TailRow

COUNTED_WINDOW_US: Final = 32 * 86_400_000_000
"""How far back a lot's live state reads its log: claims and amendments older than seven days are
refused at the live door, and a lot that sent nothing for weeks shows nothing anyway. Without it
one void of an unknown serial would read years, with the lot's row locked."""


class LongLogError(Exception):
    """More of a lot's log must be read than others should wait for."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many rows of a lot's log may be read, and whether that is all there will ever be."""

    rows: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A lot's row after a batch, and the registers beside it that amendments rewrote.

    `unresolved` are the batch's amendments that mean nothing known, by identity.
    """

    row: LotCount
    is_changed: bool
    registers: Sequence[Register] = ()
    unresolved: frozenset[bytes] = frozenset()

    def all_registers(self) -> list[Register]:
        """Return the row as a register, and what was rewritten."""
        row = self.row
        if row.version == 0:
            return []
        return [register_of_state(row.lot_key, row.state, row.version), *self.registers]


async def count_lot(
    log: ReportLog, connection: Connection, row: LotCount, records: Sequence[Record], reach: Reach
) -> Counted:
    """Take new records, which are in the log already, into a lot's locked row.

    A row at version 0 is new: the log has absolute counts that it does not know yet. Raises
    LongLogError where that takes more of the log than is in reach.
    """
    state = advance(row.state, records) if row.version else None
    if state is None:
        return await _RecountOfLot(log, connection, row, records, reach).counted()
    if encode_state(state) == encode_state(row.state):
        return Counted(row, is_changed=False)
    return Counted(LotCount(row.lot_key, row.version + 1, state), is_changed=True)


class _RecountOfLot:
    """One recount, by ever longer pieces of the lot's log."""

    def __init__(
        self,
        log: ReportLog,
        connection: Connection,
        row: LotCount,
        records: Sequence[Record],
        reach: Reach,
    ) -> None:
        self._log, self._connection, self._reach = log, connection, reach
        self._row, self._records = row, records
        self._prior: CountState | None = row.state if row.version else None
        newest_us = max(row.state.newest_us, *(record.observed_us for record in records))
        self._oldest_us = max(1, newest_us - COUNTED_WINDOW_US)
        self._amendments = [
            record for record in records if isinstance(record.report, Correction | Void)
        ]

    async def counted(self) -> Counted:
        if self._reach.is_last and await self._means_nothing():
            return self._kept()
        classes: set[str] = set()
        if self._prior is None:
            classes = await self._log.classes_of_lot(self._connection, self._row.lot_key)
        for from_us in windows_us(self._prior, self._records):
            rows, is_cut = await self._read(max(from_us, self._oldest_us))
            # Of a lot that was never counted the newest piece is better than nothing.
            is_whole = self._prior is None if is_cut else from_us <= self._oldest_us
            work = partial(self._recount, rows, classes, is_whole=is_whole)
            found = await asyncio.to_thread(work) if self._reach.is_last else work()
            if found is not None:
                return self._fresh(found.state, found.registers, found.unresolved)
            if is_cut:
                break
        return self._kept()

    async def _means_nothing(self) -> bool:
        """Tell whether there are amendments and the log has nothing that they could mean."""
        if self._prior is None or not self._amendments:
            return False
        named = {
            (record.source_key, target_of(record.report).record_serial)
            for record in self._amendments
            if isinstance(record.report, Correction | Void)
        }
        claims = [
            record for record in self._records if not isinstance(record.report, Correction | Void)
        ]
        if advance(self._prior, claims) is None:
            return False
        found = await self._log.serials_of_lot(
            self._connection, self._row.lot_key, self._oldest_us, named
        )
        return not found

    async def _read(self, from_us: int) -> tuple[list[TailRow], bool]:
        most = self._reach.rows
        rows = await self._log.log_of_lot(self._connection, self._row.lot_key, from_us, most + 1)
        if len(rows) > most and not self._reach.is_last:
            raise LongLogError
        return rows, len(rows) > most

    def _recount(
        self, rows: Sequence[TailRow], classes: set[str], *, is_whole: bool
    ) -> Recounted | None:
        return recount(
            self._prior,
            [record_of_row(logged) for logged in rows],
            self._records,
            self._row.lot_key,
            is_whole=is_whole,
            classes=classes,
        )

    def _kept(self) -> Counted:
        """Leave the count where it stands; the log has what came, for planners."""
        state = advance_beside(self._row.state, self._records)
        return self._fresh(state, (), frozenset(record.ident for record in self._amendments))

    def _fresh(
        self, state: CountState, registers: Sequence[Register], unresolved: frozenset[bytes]
    ) -> Counted:
        row = LotCount(self._row.lot_key, self._row.version + 1, state)
        return Counted(row, is_changed=True, registers=registers, unresolved=unresolved)
