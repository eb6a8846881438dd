"""From rows of the tail to registers: the same ones the write path sets. Knows no projection."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from ingest.counting_of_lot import COUNTED_WINDOW_US
from ingest.log_records import record_of_row
from parking.live.amend import target_of
from parking.live.beside import counted_registers
from parking.live.count_state import register_of_state
from parking.live.counting import may_be_amended
from parking.live.record import Record
from parking.live.recount import recount
from parking.live.register import registers_of
from parking.ports import Register
from parking.report import Correction, Void
from parking.storage.postgres.lot_count import LotCount, LotCounts
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import HISTORY_ONLY, ReportLog, TailRow
from parking.vocabulary import KIND_CODE

AMENDING: Final = (KIND_CODE["correction"], KIND_CODE["void"])
BESIDE: Final = (KIND_CODE["space"], KIND_CODE["heartbeat"], KIND_CODE["closure"])
MOST_ROWS: Final = 100_000
"""What a lot has sent before its newest so many rows is no longer amended in the live picture."""


class TailRegisters:
    """Asks `lot_count` which lots count by movements, and the log where amendments came in."""

    def __init__(self, log: ReportLog, counts: LotCounts) -> None:
        self._log = log
        self._counts = counts

    async def of_rows(self, connection: Connection, rows: Sequence[TailRow]) -> list[Register]:
        """Return the registers of these rows; what came by the history door sets none."""
        by_lot: defaultdict[int, list[Record]] = defaultdict(list)
        for row in rows:
            if not row.flags & HISTORY_ONLY:
                by_lot[row.lot_key].append(record_of_row(row))
        counted = await self._counts.read(connection, by_lot.keys())
        registers: list[Register] = []
        for lot_key, records in by_lot.items():
            count = counted.get(lot_key)
            if count is None or count.version == 0:  # a row that has counted nothing yet
                registers += _absolute(lot_key, records)
            else:
                registers += await self._counted(connection, count, records)
        return registers

    async def _counted(
        self, connection: Connection, count: LotCount, records: Sequence[Record]
    ) -> list[Register]:
        state, lot_key = count.state, count.lot_key
        registers = [register_of_state(lot_key, state, count.version)] if count.version else []
        if any(may_be_amended(state, record) for record in records):
            first_us = min(record.observed_us for record in records) - COUNTED_WINDOW_US
            beside = await self._beside(connection, lot_key, max(first_us, 1))
            return registers + raised_registers(count, beside)
        for record in records:
            registers += counted_registers(state, record, lot_key)
        return registers

    async def _beside(self, connection: Connection, lot_key: int, from_us: int) -> list[Record]:
        """Read what may stand beside a lot's row, and whatever else an amendment may mean.

        Not its movements and counts, of which a busy lot has a hundred thousand.
        """
        read = partial(self._log.rows_of_lot, connection, lot_key, from_us, limit=MOST_ROWS)
        amendments = await read(AMENDING, ())
        serials = {
            target_of(report).record_serial
            for report in (record_of_row(row).report for row in amendments)
            if isinstance(report, Correction | Void)
        }
        return [record_of_row(row) for row in await read(AMENDING + BESIDE, serials)]


def raised_registers(count: LotCount, records: Sequence[Record]) -> list[Register]:
    """Return what stands beside a lot's row after its amendments, each in its own generation."""
    state = count.state
    amendments = [record for record in records if isinstance(record.report, Correction | Void)]
    found = recount(None, records, amendments, count.lot_key, 0, is_whole=True)
    rewritten = [] if found is None else found.registers
    names = {register.name for register in rewritten}
    raised = [
        replace(register, version=f"{state.raised.get(register.name, 0):04d}{register.version[4:]}")
        for register in rewritten
    ]
    untouched = [
        register
        for record in records
        for register in counted_registers(state, record, count.lot_key)
        if register.name not in names
    ]
    return raised + untouched


def _absolute(lot_key: int, records: Sequence[Record]) -> list[Register]:
    return [
        register
        for record in records
        for register in registers_of(
            record.report,
            record.observed_us,
            lot_key,
            record.source_key,
            record.ident,
            flags=record.flags,
        )
    ]
