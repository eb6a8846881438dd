"""Beside the row: the registers of a counted lot that its row does not hold, bays and closures.

An amendment rewrites them under a higher generation; `CountState.raised` remembers which.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from parking.live.amend import Amended, target_of
from parking.live.count_state import CountState
from parking.live.record import Record
from parking.live.register import closure_name, registers_of
from parking.ports import Register
from parking.report import Closure, Correction, SpaceReport, Void

Serial: TypeAlias = tuple[int, str]
"""A record's source key and its serial there."""


def counted_registers(state: CountState, record: Record, lot_key: int) -> list[Register]:
    """Return the registers beside the row that a record sets in a counted lot.

    Its snapshots set none: the row holds them.
    """
    registers = registers_of(
        record.report,
        record.observed_us,
        lot_key,
        record.source_key,
        record.ident,
        flags=record.flags,
        generation=state.raised.get(register_name(record) or "", 0),
    )
    return [register for register in registers if not register.name.startswith("s:")]


def register_name(record: Record) -> str | None:
    """Return the one register beside the row that a record may set."""
    match record.report:
        case SpaceReport(space_code=space_code):
            return f"b:{space_code}"
        case Closure(record_serial=serial):
            return closure_name(record.source_key, serial)
        case _:
            return None


def fresh_serials(records: Sequence[Record], new: Sequence[Record]) -> set[Serial]:
    """Return of which records the new ones may change what stands, for better or for worse.

    A new amendment may change what it means, a new record may be what an old amendment waited
    for, or take its aim off another of the same serial.
    """
    amendments = [record for record in records if isinstance(record.report, Correction | Void)]
    fresh = {_aim_of(record) for record in new}
    fresh |= {_serial_of(record) for record in new} & {_aim_of(record) for record in amendments}
    fresh |= {_aim_of(record) for record in amendments if _serial_of(record) in fresh}
    return {serial for serial in fresh if serial is not None}


def touched_names(records: Sequence[Record], fresh: Collection[Serial]) -> set[str]:
    """Return the registers beside the row that records of these serials set."""
    names = (register_name(record) for record in records if _serial_of(record) in fresh)
    return {name for name in names if name is not None}


def _serial_of(record: Record) -> Serial:
    return record.source_key, record.report.record_serial


def _aim_of(record: Record) -> Serial | None:
    """Return source and serial of what an amendment means; None for any other record."""
    if isinstance(record.report, Correction | Void):
        return record.source_key, target_of(record.report).record_serial
    return None


def standing_registers(
    amended: Amended, raised: Mapping[str, int], lot_key: int
) -> dict[str, Register]:
    """Return the newest that stands of each register to raise to its generation.

    Standing records come in order.
    """
    return {
        register.name: register
        for record in amended.standing
        if (name := register_name(record)) is not None and name in raised
        for register in registers_of(
            record.report,
            record.observed_us,
            lot_key,
            record.source_key,
            record.ident,
            generation=raised[name],
        )
    }


def erased_register(name: str, lot_key: int, generation: int) -> Register:
    """Return what is left where nothing stands, older than every claim."""
    value = "u0" if name.startswith("b:") else '{"from_us":0,"void":true}'
    return Register(lot_key, name, f"{generation:04d}{0:031d}", value)
