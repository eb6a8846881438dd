"""One lot's new row after new reports: the short way, or by reading its log. Knows no batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.log_records import record_of_row
from parking.live.count_state import CountState, encode_state, register_of_state
from parking.live.counting import advance
from parking.live.record import Record
from parking.live.recount import recount, windows_us
from parking.live.stored import MAX_GENERATION
from parking.ports import Register
from parking.report import Correction, Void
from parking.storage.postgres.lot_count import LotCount
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ReportLog

COUNTED_WINDOW_US: Final = 32 * 86_400_000_000
"""How far back a lot's live state reads its log: claims and amendments older than seven days are
refused at the live door, and a lot that sent nothing for weeks shows nothing anyway. Without it
one void of an unknown serial would read years, with the lot's row locked."""


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
    log: ReportLog,
    connection: Connection,
    row: LotCount,
    records: Sequence[Record],
) -> Counted:
    """Take new records, which are in the log already, into a lot's locked row.

    A row at version 0 is new: the log has absolute counts that it does not know yet.
    """
    is_new = row.version == 0
    state = None if is_new else advance(row.state, records)
    if state is not None:
        if encode_state(state) == encode_state(row.state):
            return Counted(row, is_changed=False)
        return Counted(
            LotCount(row.lot_key, row.generation, row.version + 1, state), is_changed=True
        )
    amendments = sum(isinstance(record.report, Correction | Void) for record in records)
    prior: CountState | None = None if is_new else row.state
    generation = min(row.generation + amendments, MAX_GENERATION)
    newest_us = max(row.state.newest_us, *(record.observed_us for record in records))
    oldest_us = max(1, newest_us - COUNTED_WINDOW_US)
    classes = await log.classes_of_lot(connection, row.lot_key) if is_new else set()
    for from_us in windows_us(prior, records):
        rows = await log.log_of_lot(connection, row.lot_key, max(from_us, oldest_us))
        found = recount(
            prior,
            [record_of_row(logged) for logged in rows],
            records,
            row.lot_key,
            generation,
            is_whole=from_us <= oldest_us,
            classes=classes,
        )
        if found is not None:
            fresh = LotCount(row.lot_key, generation, row.version + 1, found.state)
            return Counted(
                fresh, is_changed=True, registers=found.registers, unresolved=found.unresolved
            )
    raise AssertionError("the whole window always says enough")
