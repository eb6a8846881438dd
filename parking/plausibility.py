"""Plausibility: may this claim be taken, and must its readers be warned. It knows one report, the
lot it is about and the city's time; what the lot claimed before is `parking.live`'s business.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from parking.lot import Lot
from parking.problems import Problem
from parking.report import (
    Closure,
    Correction,
    Entry,
    Exit,
    Report,
    Snapshot,
    Space,
    Totals,
)
from parking.vocabulary import SpaceClass

SUSPECT: Final = 1
"""Bits of `report_log.flags` and of a register's flags: the raw value cannot be quite right."""
DECLARED: Final = 2
"""A person said so, not a device."""
BACKFILL: Final = 4
"""Sent later than it happened, by the source's own word."""
UNRESOLVED: Final = 8
"""Told of a correction or void that means a record nobody has sent yet; never logged, because it
is over when that record comes."""

MAX_COUNT: Final = 100_000
MAX_AHEAD_US: Final = 60_000_000
DAY_US: Final = 86_400_000_000
WEEK_US: Final = 7 * DAY_US


def check_report(
    report: Report,
    observed_us: int,
    lot: Lot,
    now_us: int,
    index: int,
    max_age_us: int = WEEK_US,
) -> int | Problem:
    """Return the report's flag bits, or why it is refused; pointers are `/reports/<index>/…`.

    The rules below point into the report alone: nearly all are taken, and need no pointer made.

    A space that says `occupied` alone is completed with the lot's capacity, so that the log row
    can be understood when the registry has long changed.
    """
    if observed_us > now_us + MAX_AHEAD_US:
        ahead_s = (observed_us - now_us) // 1_000_000
        told = f"observed_at is {ahead_s} s ahead of the platform's clock; set the device's clock"
        return Problem("future-timestamp", told, f"/reports/{index}/observed_at")
    if observed_us < now_us - max_age_us:
        return Problem("too-old", _too_old(max_age_us), f"/reports/{index}/observed_at")
    flags = _content_flags(report, lot)
    if isinstance(flags, Problem):
        return _within(f"/reports/{index}", flags)
    return flags | BACKFILL if report.is_backfill else flags


def _too_old(max_age_us: int) -> str:
    days = max_age_us // DAY_US
    if max_age_us <= WEEK_US:
        return f"older than {days} days; send it to POST /v1/history"
    return f"older than the {days:,} days this city keeps; whoever runs it can keep more"


def _within(place: str, problem: Problem) -> Problem:
    return replace(problem, pointer=f"{place}{problem.pointer or ''}")


def _content_flags(report: Report, lot: Lot) -> int | Problem:
    match report:
        case Snapshot():
            return _spaces_flags(report.spaces, lot)
        case Entry() | Exit():
            return _free_after_flags(report.free_after, report.space_class, lot)
        case Totals():
            return _totals_flags(report)
        case Correction():
            return _correction_flags(report, lot)
        case Closure():
            return _closure_flags(report)
        case _:
            return 0


def _spaces_flags(spaces: Sequence[Space], lot: Lot) -> int | Problem:
    if not spaces:
        return Problem("missing-field", "`spaces` is empty; name a class", "/spaces")
    flags = 0
    for place, space in enumerate(spaces):
        found = _space_flags(space, lot)
        if isinstance(found, Problem):
            return _within(f"/spaces/{place}", found)
        flags |= found
    if len(spaces) > 1 and len({space.space_class for space in spaces}) < len(spaces):
        return Problem("bad-field", "a space class is named twice", "/spaces")
    return flags


def _space_flags(space: Space, lot: Lot) -> int | Problem:
    capacity = space.capacity
    if capacity is None:
        capacity = lot.capacity.get(space.space_class)
    elif not 0 <= capacity <= MAX_COUNT:
        return _out_of_range("/capacity", capacity)
    free = space.free
    if free is None:
        return _occupied_flags(space, capacity)
    if not 0 <= free <= MAX_COUNT:
        return _out_of_range("/free", free)
    if capacity is not None and free > capacity:
        return SUSPECT
    is_contradiction = (
        space.capacity is not None
        and space.occupied is not None
        and free + space.occupied != space.capacity
    )
    return SUSPECT if is_contradiction else 0


def _occupied_flags(space: Space, capacity: int | None) -> int | Problem:
    occupied = space.occupied
    if occupied is None:
        told = "say `free`, or `occupied`; leave the class out where nothing is known"
        return Problem("missing-field", told, "/free")
    if not 0 <= occupied <= MAX_COUNT:
        return _out_of_range("/occupied", occupied)
    if capacity is None:
        told = "`occupied` needs `capacity`, here or in the lot's registration"
        return Problem("missing-field", told, "/capacity")
    space.capacity = capacity
    return SUSPECT if occupied > capacity else 0


def _free_after_flags(free_after: int | None, space_class: SpaceClass, lot: Lot) -> int | Problem:
    if free_after is None:
        return 0
    found = _space_flags(Space(space_class=space_class, free=free_after), lot)
    return replace(found, pointer="/free_after") if isinstance(found, Problem) else found


def _totals_flags(report: Totals) -> int | Problem:
    if report.lanes is None:
        if report.in_total is None or report.out_total is None:
            told = "give `in_total` and `out_total`, or `lanes`"
            return Problem("missing-field", told, "/in_total")
        return 0
    if not report.lanes or len({lane.lane_id for lane in report.lanes}) < len(report.lanes):
        told = "name each lane once, and at least one"
        return Problem("bad-field", told, "/lanes")
    return 0


def _correction_flags(report: Correction, lot: Lot) -> int | Problem:
    counted = (report.free_after, report.space_class)
    totalled = (report.lanes, report.in_total, report.out_total)
    stated = (report.status, report.begins_at, report.ends_at)
    if report.spaces is None and all(part is None for part in (*counted, *totalled, *stated)):
        told = "nothing is corrected; to take a record back send kind `void`"
        return Problem("missing-field", told)
    if report.spaces is not None:
        return _spaces_flags(report.spaces, lot)
    if report.begins_at and report.ends_at and report.ends_at <= report.begins_at:
        return _ends_too_early()
    return _free_after_flags(report.free_after, report.space_class or "general", lot)


def _closure_flags(report: Closure) -> int | Problem:
    begins, ends = report.begins_at or report.observed_at, report.ends_at or report.until
    if ends is not None and ends <= begins:
        return _ends_too_early()
    return 0


def _ends_too_early() -> Problem:
    return Problem("bad-field", "`to` must be after `from`", "/to")


def _out_of_range(pointer: str, count: int) -> Problem:
    mend = "leave the class out where nothing is known" if count < 0 else f"at most {MAX_COUNT:,}"
    return Problem("count-out-of-range", f"{pointer[1:]} {count}: {mend}", pointer)
