"""Registers then: what a lot's log came to in registers, of what was received by a moment.

The rules are those of the live projection, and so are the registers, save that none has a
position. How far back the log is read is its reader's business: who reads too little is told so.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from parking.live.amend import amend, target_of
from parking.live.beside import erased_register, register_name, touched_names
from parking.live.count_state import register_of_state
from parking.live.record import Record, in_order
from parking.live.recount import recount
from parking.live.register import merge, registers_of_record
from parking.live.stored import COUNT_WIDTH, POS_WIDTH
from parking.planning.as_shown.known_lot import KnownLot
from parking.ports import Register
from parking.report import Correction, Heartbeat, Void

TWO_COUNTS: Final = POS_WIDTH + 2 * COUNT_WIDTH
"""Characters of a register that holds two absolute counts."""
_COUNT: Final = "s:"


def registers_then(
    lot_key: int, records: Sequence[Record], known: KnownLot, *, is_whole: bool
) -> dict[str, str] | None:
    """Return the stored registers by name; None where what was said before may change them.

    `records` are the lot's newest, without gaps, with its closures, corrections and voids also from
    before; each once. They are `is_whole` where there are no others, or nobody will read further.
    """
    if known.is_counted:
        registers = _counted(lot_key, records, known, is_whole=is_whole)
    else:
        registers = [one for record in records for one in registers_of_record(record, lot_key)]
    if registers is None:
        return None
    stored = _merged(registers)
    return stored if is_whole or _has_all(stored, known) else None


def _counted(
    lot_key: int, records: Sequence[Record], known: KnownLot, *, is_whole: bool
) -> list[Register] | None:
    """Return the row as a register, and what stands beside it."""
    found = recount(None, records, (), lot_key, is_whole=is_whole, classes=known.classes)
    if found is None or (known.has_totals and not found.state.has_totals and not is_whole):
        return None
    found.state.has_movements = known.has_moved
    row = register_of_state(lot_key, found.state, 1)
    return [row, *_beside(lot_key, records)]


def _beside(lot_key: int, records: Sequence[Record]) -> Iterator[Register]:
    """Yield bays, closures and heartbeats. A heartbeat that was taken back was heard all the same;
    of what else was amended there is what stands, or that nothing does.
    """
    standing = {
        name: record
        for record in amend(records).standing
        if (name := register_name(record)) is not None
    }  # in order, so that of each name the newest is left
    for record in standing.values():
        yield from registers_of_record(record, lot_key)
    for record in records:
        if isinstance(record.report, Heartbeat):
            yield from registers_of_record(record, lot_key)
    aims = {
        (record.source_key, target_of(record.report).record_serial)
        for record in records
        if isinstance(record.report, Correction | Void)
    }
    for name in sorted(touched_names(records, aims) - standing.keys()):
        yield erased_register(name, lot_key, 0)


def _merged(registers: Iterable[Register]) -> dict[str, str]:
    stored: dict[str, str] = {}
    for register in registers:
        stored[register.name], _ = merge(stored.get(register.name), register, 0)
    return stored


def _has_all(stored: dict[str, str], known: KnownLot) -> bool:
    """Tell whether every register is there, of absolute counts the newest two.

    Of a lot of which nothing is known nobody can tell. A counted one's row was looked at already.
    """
    if known.is_counted:
        return all(name in stored for name in known.names if not name.startswith(_COUNT))
    return bool(known.names) and all(_is_there(name, stored, known) for name in known.names)


def _is_there(name: str, stored: dict[str, str], known: KnownLot) -> bool:
    if name not in stored:
        return False
    has_two = len(stored[name]) >= TWO_COUNTS
    return has_two or not name.startswith(_COUNT) or name in known.counted_once


def without_oldest(records: Sequence[Record]) -> list[Record]:
    """Leave out what was observed at the first moment of a piece: it may have more of it."""
    first_us = min((record.observed_us for record in records), default=0)
    return sorted((one for one in records if one.observed_us > first_us), key=in_order)
