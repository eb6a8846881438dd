"""Intake: one record into a count state, in place; what it means for anchors, movements and lanes.

It knows nothing of corrections and voids, and nothing of a log.
"""

from typing import Final

from parking.live.count_state import (
    Anchor,
    ClassCount,
    CountState,
    LaneTotal,
    observed_us_of_key,
)
from parking.live.record import Record
from parking.live.register import raw_free
from parking.report import Entry, Exit, Lane, Snapshot, Totals
from parking.vocabulary import SpaceClass

VEHICLE_US: Final = 3_000_000
VEHICLES_SPARE: Final = 2
"""No lane lets more pass one way than a vehicle in each such time, and so many to spare."""

MOST_LANES: Final = 256
"""Of one lot, of all its sources together: the row holds a reading of each and travels whole."""


def take(state: CountState, record: Record) -> bool:
    """Take in one record; False where it came too late to be taken in without its neighbours.

    In the order of keys every record can be taken in.
    """
    report = record.report
    match report:
        case Snapshot():
            return all(
                _anchor(state, record, space.space_class, raw_free(space), space.capacity)
                for space in report.spaces
            )
        case Entry() | Exit():
            count = _class_of(state, report.space_class)
            if not state.has_totals:
                _move(count, record, 1 if type(report) is Exit else -1, vehicles=1)
            if report.free_after is None:
                return True
            return _anchor(state, record, report.space_class, report.free_after, None)
        case Totals():
            return all(
                _read_lane(state, record, report.space_class, report.epoch, lane)
                for lane in lanes_of(report)
            )
        case _:
            return True


def _class_of(state: CountState, space_class: SpaceClass) -> ClassCount:
    return state.classes.setdefault(space_class, ClassCount())


def _anchor(
    state: CountState, record: Record, space_class: SpaceClass, free: int, capacity: int | None
) -> bool:
    count, key = _class_of(state, space_class), record.key
    if count.anchor is not None and key <= count.anchor.key:
        known = "" if count.previous is None else count.previous.key
        return key == count.anchor.key or key <= known
    if count.moved_key > key:
        return False
    count.previous = count.anchor
    count.net_between = 0 if count.anchor is None else count.net_after
    count.anchor = Anchor(key, free, record.source_key, capacity, record.flags)
    count.net_after = count.moved_after = count.breaks_after = count.moved_source_key = 0
    count.moved_key = ""
    return True


def _move(
    count: ClassCount, record: Record, freed: int, *, vehicles: int, is_break: bool = False
) -> None:
    """Count vehicles that passed; before the first absolute count only their time is kept."""
    key = record.key
    anchored = "" if count.anchor is None else count.anchor.key
    if key > anchored:
        if count.anchor is not None:
            count.net_after += freed
            count.moved_after += vehicles
            count.breaks_after += is_break
        if key > count.moved_key:
            count.moved_key, count.moved_source_key = key, record.source_key
    elif count.previous is not None and key > count.previous.key:
        count.net_between += freed


def _read_lane(
    state: CountState, record: Record, space_class: SpaceClass, epoch: int | None, lane: Lane
) -> bool:
    """Count what a lane's counters gained since its last reading.

    A new epoch, a fall and a gain that no lane can pass are a new start, which counts nothing.
    """
    name, key = f"{record.source_key}/{lane.lane_id}", record.key
    before = state.lanes.get(name)
    if before is None and len(state.lanes) >= MOST_LANES:
        return True
    if before is not None and key <= before.key:
        return key == before.key
    state.lanes[name] = LaneTotal(key, space_class, lane.in_total, lane.out_total, epoch)
    came = went = 0
    is_break = False
    if before is not None:
        came, went = lane.in_total - before.in_total, lane.out_total - before.out_total
        most = _most_passing(record.observed_us - observed_us_of_key(before.key))
        is_break = epoch != before.epoch or not (0 <= came <= most and 0 <= went <= most)
        if is_break:
            came = went = 0
    count = _class_of(state, space_class)
    _move(count, record, went - came, vehicles=came + went, is_break=is_break)
    return True


def _most_passing(elapsed_us: int) -> int:
    return elapsed_us // VEHICLE_US + VEHICLES_SPARE


def has_room_for(state: CountState, record: Record) -> bool:
    """Tell whether every lane that a record reads is among those that are counted."""
    report = record.report
    return not isinstance(report, Totals) or all(
        f"{record.source_key}/{lane.lane_id}" in state.lanes for lane in lanes_of(report)
    )


def lanes_of(report: Totals) -> list[Lane]:
    """Return the lanes of a totals report, the flat form as a list of one."""
    if report.lanes is not None:
        return report.lanes
    if report.in_total is None or report.out_total is None:
        return []
    return [Lane(report.in_total, report.out_total, report.lane_id or "1")]
