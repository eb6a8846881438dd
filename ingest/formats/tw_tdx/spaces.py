"""Spaces by class of the data exchange: a total for all, and types within or beside it."""

from ingest.formats.facts import Facts
from ingest.formats.lot_facts import space, split
from ingest.formats.tw_tdx.payload import ALL_SPACES, CLASSES, FULL, WITHIN_TOTAL

_LISTS = ("Availabilities", "Spaces", "ParkingAreas")


def capacities(facts: Facts) -> dict[str, int]:
    """Return the number of spaces by class."""
    return _by_class(facts, "TotalSpaces", "NumberOfSpaces")


def spaces_of(facts: Facts, *, is_open: bool | None) -> list[dict[str, object]]:
    """Return the classes of a snapshot; a full car park has no free space, told or not.

    Zeros of a car park that is closed say nothing.
    """
    free = _by_class(facts, "AvailableSpaces", "AvailableSpaces")
    if not free and facts.number("FullStatus") in FULL and is_open is not False:
        free = {"general": 0}
    if is_open is False:
        free = {space_class: count for space_class, count in free.items() if count}
    total = capacities(facts)
    return [one for name, count in free.items() for one in space(name, count, total.get(name))]


def _by_class(facts: Facts, whole: str, part: str) -> dict[str, int]:
    total, by_class = facts.count(whole), dict[str, int]()
    for name in _LISTS:
        for element in facts.each(name):
            kind, count = element.number("SpaceType"), element.count(part)
            if kind is None or count is None:
                continue
            if int(kind) == ALL_SPACES:
                total = count if total is None else total
            elif (space_class := CLASSES.get(int(kind))) is not None:
                by_class[space_class] = by_class.get(space_class, 0) + count
    if "general" in by_class:
        return by_class
    within = {name: count for name, count in by_class.items() if name in WITHIN_TOTAL}
    return by_class | split(total, within)
