"""Room: how many registers of its own naming a source may open in one lot. Knows no store.

A bay and a closure are kept under names that sources make up; a feed that makes a new one each
time would fill the memory of every process.
"""

from typing import Final

from parking.live.bays import BAY_PREFIX
from parking.live.lot_registers import LotRegisters
from parking.live.register import closure_name
from parking.lot import Lot
from parking.problems import Problem
from parking.report import Closure, Report, SpaceReport

BAYS_A_SPACE: Final = 2
BAYS_AT_LEAST: Final = 1_000
CLOSURES: Final = 1_000
RECENT_US: Final = 32 * 86_400_000_000
"""Closures are counted for so long, whether they are over or not."""


def no_room(
    report: Report, lot: Lot, source_key: int, registers: LotRegisters, now_us: int
) -> Problem | None:
    """Say why a report may open no further register in its lot; None where it may."""
    match report:
        case SpaceReport(space_code=code) if not registers.has(f"{BAY_PREFIX}{code}"):
            return _no_bay(lot, registers)
        case Closure(record_serial=serial) if not registers.has(closure_name(source_key, serial)):
            return _no_closure(registers, now_us)
        case _:
            return None


def _no_bay(lot: Lot, registers: LotRegisters) -> Problem | None:
    spaces = sum(lot.capacity.values())
    if registers.bays < max(BAYS_AT_LEAST, BAYS_A_SPACE * spaces):
        return None
    told = (
        f"the lot has {registers.bays:,} bays under other codes and {spaces:,} registered spaces; "
        "keep each bay's code the same, or register the lot's capacity"
    )
    return Problem("limit-exceeded", told, "/space_code", status=422)


def _no_closure(registers: LotRegisters, now_us: int) -> Problem | None:
    if registers.closures_since(now_us - RECENT_US) < CLOSURES:
        return None
    told = f"over {CLOSURES:,} closures of this lot in a month; change one under its own serial"
    return Problem("limit-exceeded", told, "/record_serial", status=422)
