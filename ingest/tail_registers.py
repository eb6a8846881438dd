"""From rows of the tail to registers: the same ones the write path sets. Knows no projection."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from ingest.counting_of_lot import COUNTED_WINDOW_US
from ingest.log_records import record_of_row
from ingest.register_fold import RegisterFold
from parking.live.amend import target_of
from parking.live.beside import names_to_rewrite, plain_registers, registers_beside
from parking.live.count_state import register_of_state
from parking.live.record import Record
from parking.live.register import registers_of_record
from parking.live.windows import windows_beside_us
from parking.ports import Register
from parking.report import Correction, Void
from parking.storage.postgres.lot_count import LotCount, LotCounts
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import HISTORY_ONLY, ReportLog, TailRow
from parking.vocabulary import KIND_CODE

AMENDING: Final = (KIND_CODE["correction"], KIND_CODE["void"])
BESIDE: Final = (KIND_CODE["space"], KIND_CODE["closure"])
MOST_ROWS: Final = 100_000
"""What a lot has sent before its newest so many rows is no longer amended in the live picture."""


class TailRegisters:
    """Asks `lot_count` which lots count by movements, and the log where amendments came in."""

    def __init__(self, log: ReportLog, counts: LotCounts) -> None:
        self._log = log
        self._counts = counts

    async def of_rows(
        self, connection: Connection, rows: Sequence[TailRow], fold: RegisterFold
    ) -> list[Register]:
        """Return the registers of these rows that the fold may lack.

        What came by the history door sets none.
        """
        by_lot: defaultdict[int, list[Record]] = defaultdict(list)
        for row in rows:
            if not row.flags & HISTORY_ONLY:
                by_lot[row.lot_key].append(record_of_row(row))
        registers: list[Register] = []
        for count in await self._counts.read_in_turn(connection, by_lot.keys()):
            if count.version:  # else the row has counted nothing yet
                records = by_lot.pop(count.lot_key)
                registers += await self._counted(connection, count, records, fold)
        for lot_key, records in by_lot.items():
            registers += _absolute(lot_key, records)
        return registers

    async def _counted(
        self,
        connection: Connection,
        count: LotCount,
        records: Sequence[Record],
        fold: RegisterFold,
    ) -> list[Register]:
        state, lot_key = count.state, count.lot_key
        row = register_of_state(lot_key, state, count.version)
        names = names_to_rewrite(state, records, partial(fold.generation, lot_key))
        if names:
            return [row, *await self._rewritten(connection, count, records, names)]
        return [row, *plain_registers(state, records, (), lot_key)]

    async def _rewritten(
        self,
        connection: Connection,
        count: LotCount,
        records: Sequence[Record],
        names: Collection[str],
    ) -> list[Register]:
        """Read as short a piece of the lot's log as tells what stands under these names."""
        oldest_us = max(1, min(record.observed_us for record in records) - COUNTED_WINDOW_US)
        windows = windows_beside_us(count.state, records)
        registers: list[Register] | None = None
        while registers is None:
            from_us = max(next(windows), oldest_us)
            beside = await self._beside(connection, count.lot_key, from_us)
            is_whole = from_us == oldest_us
            registers = registers_beside(
                count.state, beside, records, names, count.lot_key, is_whole=is_whole
            )
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


def _absolute(lot_key: int, records: Sequence[Record]) -> list[Register]:
    return [register for record in records for register in registers_of_record(record, lot_key)]
