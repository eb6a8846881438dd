"""Counting: folds a lot's records into its count state, all at once or as they arrive.

`advance` is the short way and says None where only the log can tell; then `parking.live.recount`
folds a piece of the log. Both ways end in the same state, whatever the order of arrival.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from parking.live.amend import Amended, amend, target_of
from parking.live.count_state import (
    Anchor,
    ClassCount,
    CountState,
    LaneTotal,
    decode_state,
    encode_state,
)
from parking.live.record import Record, in_order
from parking.live.register import raw_free
from parking.report import Correction, Entry, Exit, Lane, Snapshot, Totals, Void
from parking.vocabulary import SpaceClass

AMENDED_FOR_US: Final = 8 * 86_400_000_000
"""A claim older than seven days is refused, so older amendments cannot meet theirs any more."""
_COUNTING: Final = (Snapshot, Entry, Exit, Totals, Correction, Void)


def fold(records: Sequence[Record], amended: Amended | None = None) -> CountState:
    """Return the state of all these records; `amended` is what stands of them, if known already."""
    standing = (amended or amend(records)).standing
    state = CountState(
        newest_us=_newest_us(records),
        has_totals=any(type(record.report) is Totals for record in standing),
    )
    for record in records:
        if isinstance(record.report, Correction | Void):
            name = f"{record.source_key}/{target_of(record.report).record_serial}"
            state.amended[name] = max(record.observed_us, state.amended.get(name, 0))
    _forget(state)
    for record in standing:
        _take(state, record)
    return state


def advance(state: CountState, records: Sequence[Record]) -> CountState | None:
    """Return the state with these new records taken in, None where the log must be read."""
    if any(_needs_log(state, record) for record in records):
        return None
    fresh = decode_state(encode_state(state))
    fresh.newest_us = max(state.newest_us, _newest_us(records))
    _forget(fresh)
    for record in sorted(records, key=in_order):
        if not _take(fresh, record):
            return None
    return fresh


def lanes_of(report: Totals) -> list[Lane]:
    """Return the lanes of a totals report, the flat form as a list of one."""
    if report.lanes is not None:
        return report.lanes
    if report.in_total is None or report.out_total is None:
        return []
    return [Lane(report.in_total, report.out_total, report.lane_id or "1")]


def _needs_log(state: CountState, record: Record) -> bool:
    report = record.report
    if isinstance(report, Correction | Void):
        return True
    if type(report) is Totals and not state.has_totals:
        return True
    return f"{record.source_key}/{report.record_serial}" in state.amended


def _newest_us(records: Iterable[Record]) -> int:
    times = (record.observed_us for record in records if isinstance(record.report, _COUNTING))
    return max(times, default=0)


def _forget(state: CountState) -> None:
    oldest_us = state.newest_us - AMENDED_FOR_US
    state.amended = {name: at for name, at in state.amended.items() if at >= oldest_us}


def _take(state: CountState, record: Record) -> bool:
    """Take in one record; False where it is too late to be taken in without its neighbours."""
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
    """Count what a lane's counters gained since its last reading; a new start counts nothing."""
    name, key = f"{record.source_key}/{lane.lane_id}", record.key
    before = state.lanes.get(name)
    if before is not None and key <= before.key:
        return key == before.key
    state.lanes[name] = LaneTotal(key, space_class, lane.in_total, lane.out_total, epoch)
    came = went = 0
    is_break = False
    if before is not None:
        came, went = lane.in_total - before.in_total, lane.out_total - before.out_total
        is_break = epoch != before.epoch or came < 0 or went < 0
        if is_break:
            came = went = 0
    count = _class_of(state, space_class)
    _move(count, record, went - came, vehicles=came + went, is_break=is_break)
    return True
