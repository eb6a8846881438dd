"""What must stand in Redis and in the rows of counted lots: the log folded once, in order, from
nothing. Not how it came there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec

from ingest.log_records import record_of_row
from parking.live.amend import amend
from parking.live.beside import register_name
from parking.live.count_state import (
    CountState,
    ShownCounts,
    decode_shown,
    decode_state,
)
from parking.live.counting import fold
from parking.live.record import Record, in_order
from parking.live.register import registers_of
from parking.storage.postgres.report_log import EPOCH_2000_US, HISTORY_ONLY, TailRow
from parking.vocabulary import KIND_CODE
from tests.simulation.postgres_model import CountRow, StoredRow

MOVING = {KIND_CODE[kind] for kind in ("entry", "exit", "totals", "correction", "void")}
POSITION, GENERATION, VERSION = 16, 4, 35
ROW = "its row"

Content = dict[tuple[int, str], object]


def expected(rows: Iterable[StoredRow], counted: Collection[int]) -> Content:
    """Return the content of every register that readers look at, and of the rows of counted lots.

    `counted` are the lots that have a row of their own, as all must have that sent movements.
    """
    by_lot: defaultdict[int, list[TailRow]] = defaultdict(list)
    for stored in rows:
        row = _tail_row(stored)
        if not row.flags & HISTORY_ONLY:
            by_lot[row.lot_key].append(row)
    found: Content = {}
    for lot_key, logged in by_lot.items():
        records = sorted((record_of_row(row) for row in logged), key=in_order)
        is_counted = lot_key in counted or any(row.kind in MOVING for row in logged)
        content = _counted(records) if is_counted else _absolute(records)
        found |= {(lot_key, name): value for name, value in content.items()}
    return found


def shown(stored: Iterable[tuple[tuple[int, str], str]]) -> Content:
    """Return stored registers without what tells only how they came: positions, generations."""
    found = {key: value[POSITION:] for key, value in stored}
    counted = {lot_key for lot_key, name in found if name == "c"}
    content: Content = {}
    for (lot_key, name), value in found.items():
        if name == "c":
            content[lot_key, name] = decode_shown(value[VERSION:])
        elif name.startswith("s:"):
            # What was counted before the lot counted by movements is in its row.
            if lot_key not in counted:
                content[lot_key, name] = value
        elif value[GENERATION:VERSION].strip("0"):
            content[lot_key, name] = value[GENERATION:]
    return content


def rows_of(counts: Mapping[int, CountRow]) -> Content:
    """Return the rows of counted lots without what tells only how they came."""
    return {
        (lot_key, ROW): _plain(decode_state(state))
        for lot_key, (version, state) in counts.items()
        if version
    }


def _absolute(records: list[Record]) -> dict[str, object]:
    """Return the newest of each register, of absolute counts the newest two."""
    entries: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for record in records:
        for register in _registers(record):
            entries[register.name][register.version] = register.value
    content: dict[str, object] = {}
    for name, claims in entries.items():
        newest = sorted(claims, reverse=True)
        if name.startswith("s:"):
            content[name] = "".join(version + claims[version] for version in newest[:2])
        else:
            content[name] = (newest[0] + claims[newest[0]])[GENERATION:]
    return content


def _counted(records: list[Record]) -> dict[str, object]:
    state = fold(records)
    shown_counts = ShownCounts(classes=state.classes, has_movements=state.has_movements)
    content: dict[str, object] = {"c": shown_counts, ROW: _plain(state)}
    beside = [record for record in amend(records).standing if register_name(record) is not None]
    beats = [record for record in records if record.report.kind == "heartbeat"]
    for record in [*beside, *beats]:
        for register in _registers(record):
            content[register.name] = (register.version + register.value)[GENERATION:]
    return content


def _registers(record: Record):
    return registers_of(
        record.report, record.observed_us, 0, record.source_key, record.ident, flags=record.flags
    )


def _plain(state: CountState) -> object:
    return msgspec.to_builtins(msgspec.structs.replace(state, raised={}, aims={}))


def _tail_row(stored: StoredRow) -> TailRow:
    ident, source, lot, kind, serial, observed, epoch, _seq, flags, payload, _print = stored.row
    observed_us = observed[0] + EPOCH_2000_US
    return TailRow(
        stored.xid, stored.id, source, lot, kind, serial, observed_us, epoch, flags, payload, ident
    )
