"""Level: how many spaces of a class are open, known, taken, full and closed at a moment.

It knows what was last said, what the registry has and what is lent; it knows no time.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from parking.live.bay_estimate import BAYS_COVER_SHARE, BAYS_WIN_AFTER_US
from parking.live.class_picture import bounded
from parking.live.supply_register import BY_LOT, Away
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.lot_past import BayCounts, CountPast
from parking.vocabulary import SPACE_CLASSES, SpaceClass

FULL_AT_FREE: Final = 0
"""A class with so many free spaces, or fewer, is full."""
_NO_COUNT: Final = CountPast()
_NO_BAYS: Final = BayCounts()
_NONE_AWAY: Final = Away(0, 0)


class Level(NamedTuple):
    """In spaces; `known` and `full` are of those that are open, as in `SpaceTime`."""

    open: int = 0
    known: int = 0
    taken: int = 0
    full: int = 0
    closed: int = 0


class Said(NamedTuple):
    """What stands of a lot's reports, by class."""

    counts: Mapping[SpaceClass, CountPast]
    bays: Mapping[SpaceClass, BayCounts]


def levels_of(
    said: Said, registered: Mapping[SpaceClass, int], lending: LendingStep | None, *, is_open: bool
) -> dict[SpaceClass, Level]:
    """Return the level of every class that has spaces."""
    away = dict(_away(said, registered, lending))
    levels = {}
    for space_class in _classes(said, registered, lending):
        if lending is not None and space_class == "shared":
            level = _level(lending.capacity, lending.capacity, lending.capacity - lending.taken)
        else:
            count = said.counts.get(space_class, _NO_COUNT)
            bays = said.bays.get(space_class, _NO_BAYS)
            capacity = capacity_in_force(count, bays, registered.get(space_class))
            level = _reported(count, bays, capacity or 0, away.get(space_class, _NONE_AWAY))
        if level.open:
            levels[space_class] = level if is_open else Level(closed=level.open)
    return levels


def capacity_in_force(count: CountPast, bays: BayCounts, registered: int | None) -> int | None:
    """Return the snapshot's in force, else the registry's, else what was said last of them all.

    A lot that nobody registered with a capacity does not shrink when it falls silent.
    """
    for capacity in (count.capacity, registered, count.last_capacity):
        if capacity is not None:
            return capacity
    return bays.bays or None


def _reported(count: CountPast, bays: BayCounts, capacity: int, away: Away) -> Level:
    if _prefers_bays(count, bays, capacity):
        known, free = min(bays.known, capacity), min(bays.free, capacity)
    elif count.free is not None:
        known, free = capacity, bounded(count.free, capacity)
    else:
        known = free = 0
    if not away.spaces:
        return _level(capacity, known, free)
    cars = away.spaces - away.empty
    own_free, own_taken = max(0, free - away.empty), max(0, known - free - cars)
    return _level(max(0, capacity - away.spaces), own_free + own_taken, own_free)


def _level(capacity: int, known: int, free: int) -> Level:
    known = min(known, capacity)
    free = max(0, min(free, known))
    return Level(capacity, known, known - free, known if free <= FULL_AT_FREE else 0)


def _prefers_bays(count: CountPast, bays: BayCounts, capacity: int) -> bool:
    """Tell whether bays know it better, by the rule that readers are shown counts by."""
    if not bays.bays or count.free is None:
        return bool(bays.bays)
    newer_us = bays.observed_us - count.counted_us
    return newer_us > 0 and (
        bays.known >= BAYS_COVER_SHARE * capacity or newer_us > BAYS_WIN_AFTER_US
    )


def _classes(
    said: Said, registered: Mapping[SpaceClass, int], lending: LendingStep | None
) -> set[SpaceClass]:
    lent: set[SpaceClass] = set() if lending is None else {"shared"}
    return {*registered, *said.counts, *said.bays, *lent}


def _away(
    said: Said, registered: Mapping[SpaceClass, int], lending: LendingStep | None
) -> Iterator[tuple[SpaceClass, Away]]:
    """Yield what own classes are without; spaces registered as shared are missed by none."""
    if lending is None or not lending.away:
        return
    by_lot = _class_of_lot(said, registered)
    for space_class in SPACE_CLASSES:
        named = lending.away.get(space_class, _NONE_AWAY)
        others = lending.away.get(BY_LOT, _NONE_AWAY) if space_class == by_lot else _NONE_AWAY
        if space_class != "shared":
            yield space_class, Away(named.spaces + others.spaces, named.empty + others.empty)


def _class_of_lot(said: Said, registered: Mapping[SpaceClass, int]) -> SpaceClass | None:
    """Return the class of a space that is not registered: general, else the only one there is.

    General is there where it is registered or counted; vehicles that pass alone do not make it so.
    """
    count = said.counts.get("general", _NO_COUNT)
    is_counted = count.free is not None or count.last_capacity is not None
    if registered.get("general") or is_counted or "general" in said.bays:
        return "general"
    classes = [space_class for space_class, spaces in registered.items() if spaces]
    return classes[0] if len(classes) == 1 else None
