"""Groups: spaces of a site that share who may use them, so a space class of that lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ingest.formats.facts import Facts, line_of
from ingest.formats.lot_facts import snapshot, space
from ingest.formats.ngsi.entities import Entity
from ingest.formats.ngsi.payload import CLASSES
from ingest.formats.ngsi.times import moment_of_count

_FREE: Final = "availableSpotNumber"
_TOLD_BY: Final = ("category", "requiredPermit", "allowedVehicleType", "allowedVehicles")


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of the spaces of one class."""

    space_class: str
    capacity: int | None
    free: int | None
    observed_at: str | None
    facts: Facts


def group_of(entity: Entity, facts: Facts) -> Group:
    """Read a group entity; `facts` know its site as their lot."""
    observed_at = moment_of_count(entity, facts, (_FREE, "occupiedSpotNumber"))
    capacity, free = facts.count("totalSpotNumber"), facts.count(_FREE)
    return Group(class_of(facts), capacity, free, observed_at, facts)


def class_of(facts: Facts) -> str:
    """Return the class that an entity's categories, permits and vehicles tell."""
    for name in _TOLD_BY:
        told = facts.get(name)
        for word in told if isinstance(told, list) else [told]:
            found = CLASSES.get((line_of(word) or "").casefold())
            if found is not None:
                return found
    return "general"


def by_class(groups: Sequence[Group]) -> dict[str, Group]:
    """Add up groups of one class; a number that one of them lacks is not known of their sum."""
    sums: dict[str, Group] = {}
    for group in groups:
        known = sums.get(group.space_class)
        sums[group.space_class] = group if known is None else _sum(known, group)
    return sums


def add_groups(site: str, groups: Sequence[Group]) -> None:
    """Add the counts of groups whose site is not in the payload."""
    for space_class, group in by_class(groups).items():
        spaces = space(space_class, group.free, group.capacity)
        snapshot(group.facts.of(site), spaces, group.observed_at, f"{_FREE}.observedAt")


def _sum(one: Group, other: Group) -> Group:
    times = [time for time in (one.observed_at, other.observed_at) if time is not None]
    return Group(
        one.space_class,
        _plus(one.capacity, other.capacity),
        _plus(one.free, other.free),
        min(times, key=datetime.fromisoformat, default=None),
        one.facts,
    )


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
