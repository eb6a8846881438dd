"""Sites: car parks and parking along streets, with their counts and their state."""

from collections.abc import Mapping, Sequence
from typing import Final

from ingest.formats.facts import Facts, line_of
from ingest.formats.lot_facts import (
    LONGEST_ADDRESS,
    capacity_of,
    geometry_of,
    height_m_of,
    opening,
    opening_hours_of,
    position_of,
    snapshot,
    space,
    split,
)
from ingest.formats.ngsi.entities import Entity
from ingest.formats.ngsi.groups import Group, by_class
from ingest.formats.ngsi.payload import (
    CARS,
    DEDICATED,
    FAULTS,
    FULL,
    GATED,
    KNOWN,
    ON_STREET,
    OPEN,
    PUBLIC,
    STRUCTURES,
)
from ingest.formats.ngsi.times import moment_of_count
from ingest.formats.several_languages import line_in_any, names_of
from ingest.formats.weekly_hours import WEEK, weekly_hours

_FREE: Final = "availableSpotNumber"
_OCCUPIED: Final = "occupiedSpotNumber"
_EXTRA: Final = "extraSpotNumber"
_HEIGHTS: Final = ("maximumAllowedHeight", "maximumVehicleHeight")


def add_site(
    entity: Entity,
    facts: Facts,
    groups: Sequence[Group],
    entrances: list[dict[str, object]],
) -> None:
    """Add a site; its groups tell of its special spaces, else `extraSpotNumber` of their sum."""
    words = words_of(facts, "category", "layout")
    vehicles = words_of(facts, "allowedVehicleType", "allowedVehicles")
    if vehicles and not any(vehicle in CARS for vehicle in vehicles):
        facts.find("not-parking", "allowedVehicleType", value=", ".join(vehicles))
        return
    special = by_class([group for group in groups if group.space_class != "general"])
    total = facts.count("totalSpotNumber")
    parts = {name: group.capacity for name, group in special.items()}
    _describe(entity, facts, words, capacity_of(facts, {**split(total, parts)}), entrances)
    states = words_of(facts, "status")
    _find_unknown(facts, states)
    is_open = next((OPEN[state] for state in states if OPEN.get(state) is not None), None)
    observed_at = moment_of_count(entity, facts, (_FREE, _OCCUPIED, "status"))
    opening(facts, is_open, observed_at)
    if FAULTS & set(states):
        facts.find("no-data", _FREE, field=_FREE, value=f"status {', '.join(states)}")
        return
    spaces = _spaces(facts, special, total)
    if not spaces and FULL & set(states):
        spaces = space("general", 0, total)
    if is_open is False:
        spaces = [one for one in spaces if one.get("free") != 0]
    snapshot(facts, spaces, observed_at, f"{_FREE}.observedAt")


def _spaces(
    facts: Facts, special: Mapping[str, Group], total: int | None
) -> list[dict[str, object]]:
    """Read the counts. What is available includes what is available to some only."""
    free, extra = facts.count(_FREE), facts.count(_EXTRA)
    occupied = None if _FREE in facts.members else facts.count(_OCCUPIED)
    if special:
        frees = split(free, {name: group.free for name, group in special.items()})
        capacities = split(total, {name: group.capacity for name, group in special.items()})
    elif extra is not None and free is not None and 0 < extra <= free:
        frees, capacities = {"general": free - extra, "reserved": extra}, {}
    else:
        frees, capacities = ({} if free is None else {"general": free}), {"general": total or 0}
    if not frees:
        return space("general", None, total, occupied)
    whole = {"general": total} if total == 0 else capacities
    return [one for name, count in frees.items() for one in space(name, count, whole.get(name))]


def _describe(
    entity: Entity,
    facts: Facts,
    words: Sequence[str],
    capacity: Mapping[str, int],
    entrances: list[dict[str, object]],
) -> None:
    is_onstreet = entity.kind == ON_STREET
    structure = next((ours for word, ours in STRUCTURES.items() if word in words), None)
    height = next((name for name in _HEIGHTS if facts.number(name)), _HEIGHTS[0])
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            **names_of(facts.get("name") or facts.get("staticName")),
            **place_of(facts),
            "coordsys": "wgs84",
            "capacity": capacity,
            "lot_class": "onstreet" if is_onstreet else _class_of(words),
            "structure": "onstreet" if is_onstreet else structure,
            "has_gate": True if GATED & set(words) else None,
            "entrances": entrances,
            "address": _address(facts),
            "opening_hours": _hours(facts),
            "max_height_m": height_m_of(facts, height),
        },
    )


def words_of(facts: Facts, *names: str) -> list[str]:
    """Return the words of attributes that have one word or a list of them, in small letters."""
    told: list[str] = []
    for name in names:
        value = facts.get(name)
        listed = value if isinstance(value, list) else [value]
        told += [line.casefold() for one in listed if (line := line_of(one))]
    return told


def place_of(facts: Facts) -> dict[str, object]:
    """Return the position or outline of any entity."""
    for name in ("location", "position"):
        if facts.get(name):
            return geometry_of(facts, facts.get(name), name)
    return position_of(facts, facts.get("lat"), facts.get("lon"), "lat")


def _class_of(words: Sequence[str]) -> str | None:
    if DEDICATED & set(words):
        return "dedicated"
    return "public_offstreet" if PUBLIC in words else None


def _find_unknown(facts: Facts, states: Sequence[str]) -> None:
    for state in states:
        if state not in KNOWN:
            facts.find("unknown-word", "status", field="status", value=state, known=_told(KNOWN))


def _told(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))


def _address(facts: Facts) -> str | None:
    told = facts.get("address")
    members = told if isinstance(told, Mapping) else facts.members
    if isinstance(told, str):
        return line_of(told, LONGEST_ADDRESS)
    street = line_in_any(members.get("streetAddress"))
    parts = (street, line_in_any(members.get("addressLocality")))
    return " ".join(part for part in parts if part) or None


def _hours(facts: Facts) -> str | None:
    """Read OSM hours, or a time of opening and one of closing for every day."""
    begin, end = facts.text("openingHours", 2_000), facts.text("closingHours")
    if begin is not None and end is not None:
        every_day = weekly_hours([(WEEK, begin, end)])
        if every_day is not None:
            return every_day
    return opening_hours_of(facts, "openingHours", begin)
