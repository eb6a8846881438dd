"""Supply and demand of a place: how many spaces there are, and how many vehicles were counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ingest.formats.apds.payload import EXPECTED, FULL
from ingest.formats.facts import Facts
from ingest.formats.lot_facts import snapshot, space

_NEVER: Final = datetime.fromisoformat("1900-01-01T00:00:00+00:00")
_TIME_FIELD: Final = "demandTable/demandType/recordDateTime"


@dataclass(frozen=True, slots=True)
class Counted:
    """What is told of a place or area: spaces, occupied ones, since when."""

    capacity: int | None = None
    occupied: int | None = None
    observed_at: str | None = None
    is_full: bool = False


def counted_of(facts: Facts) -> Counted:
    """Read the newest count that is no forecast; a percentage is one of the capacity."""
    elements = [
        facts,
        *facts.each("hierarchyElementReference"),
        *facts.each("hierarchyElementGeneral"),
    ]
    supplies = [
        one.count("supplyQuantity") for element in elements for one in element.each("supply")
    ]
    capacity = next((count for count in supplies if count is not None), None)
    if capacity is None:
        capacity = facts.inner("characteristics").count("spacesTotal")
    demands = [found for element in elements for found in _demands(element, capacity)]
    is_full = any(
        element.inner("occupancyLevel").inner("occupancyIndicator").word("entryDefinedValue")
        == FULL
        for element in elements
    )
    newest = max(demands, key=lambda one: _age(one[1]), default=None)
    if newest is None:
        return Counted(capacity, is_full=is_full)
    return Counted(capacity, newest[0], newest[1], is_full=is_full)


def _age(moment: str | None) -> datetime:
    return _NEVER if moment is None else datetime.fromisoformat(moment)


def _demands(element: Facts, capacity: int | None) -> Iterator[tuple[int, str | None]]:
    for table in element.each("demandTable"):
        for demand in table.each("demandType"):
            if demand.word("occupancyCalculation") == EXPECTED:
                demand.find("ignored-part", value="a forecast of demand")
                continue
            occupied = demand.count("count")
            percent = demand.number("percentage")
            if occupied is None and percent is not None and capacity is not None:
                occupied = round(capacity * percent / 100)
            moment = demand.moment("recordDateTime") or table.moment("timestamp")
            if occupied is not None:
                yield occupied, moment


def add_counts(facts: Facts, whole: Counted, parts: list[tuple[str, Counted]]) -> None:
    """Add the classes that the areas count, else the count of the place as a whole."""
    by_class: dict[str, list[Counted]] = {}
    for space_class, counted in parts:
        if counted.occupied is not None:
            by_class.setdefault(space_class, []).append(counted)
    for space_class, of_class in by_class.items():
        _add_sum(facts, space_class, of_class)
    if by_class:
        return
    spaces = space("general", None, whole.capacity, whole.occupied)
    if not spaces and whole.is_full:
        spaces = space("general", 0, whole.capacity)
    snapshot(facts, spaces, whole.observed_at, _TIME_FIELD)


def _add_sum(facts: Facts, space_class: str, counted: list[Counted]) -> None:
    """Add the areas of one class together, as old as the oldest of them."""
    capacities = [one.capacity for one in counted if one.capacity is not None]
    capacity = sum(capacities) if len(capacities) == len(counted) else None
    times = [one.observed_at for one in counted if one.observed_at is not None]
    occupied = sum(one.occupied or 0 for one in counted)
    oldest = min(times, key=datetime.fromisoformat, default=None)
    snapshot(facts, space(space_class, None, capacity, occupied), oldest, _TIME_FIELD)
