"""Facility: what Liipi says of a car park itself."""

from ingest.formats.facts import Facts
from ingest.formats.liipi.payload import CLASSES, DAY_TYPES, PARK_AND_RIDE, STATUSES
from ingest.formats.lot_facts import capacity_of, geometry_of, opening
from ingest.formats.several_languages import line_in_any, names_of
from ingest.formats.weekly_hours import Rule, weekly_hours


def describe(facts: Facts) -> None:
    """Add a facility and whether it is open; one that only has room for bicycles is left out."""
    built = facts.inner("builtCapacity")
    types = {str(name).casefold(): name for name in built.members}
    if types and not CLASSES.keys() & types.keys():
        facts.find("not-parking", "builtCapacity", value=", ".join(sorted(types)))
        return
    counts = {
        ours: built.count(types[theirs]) for theirs, ours in CLASSES.items() if theirs in types
    }
    usages = facts.get("usages")
    told = [str(usage).casefold() for usage in usages] if isinstance(usages, list) else []
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            **names_of(facts.get("name")),
            **geometry_of(facts, facts.get("location"), "location"),
            "coordsys": "wgs84",
            "capacity": capacity_of(facts, counts),
            "land_use": PARK_AND_RIDE if PARK_AND_RIDE in told else None,
            "entrances": _entrances(facts),
            "address": _address(facts),
            "opening_hours": _hours(facts),
        },
    )
    opening(facts, STATUSES.get(facts.word("status")), None)


def _entrances(facts: Facts) -> list[dict[str, object]]:
    found = []
    for port in facts.each("ports"):
        place = geometry_of(port, port.get("location"), "location")
        if port.flag("entry") is not False and "lat" in place:
            found.append(place)
    return found


def _address(facts: Facts) -> str | None:
    for port in facts.each("ports"):
        address = port.inner("address")
        street, city = (line_in_any(address.get(name)) for name in ("streetAddress", "city"))
        if street is not None:
            return " ".join(part for part in (street, address.text("postalCode"), city) if part)
    return None


def _hours(facts: Facts) -> str | None:
    told = facts.inner("openingHours").inner("byDayType")
    rules: list[Rule] = []
    for name in told.members:
        days, span = DAY_TYPES.get(str(name).casefold()), told.inner(name)
        begin, end = span.text("from"), span.text("until")
        if days is not None and begin is not None and end is not None:
            rules.append((days, _clock(begin), _clock(end)))
    return weekly_hours(_joined(rules))


def _clock(written: str) -> str:
    return written if ":" in written else f"{written}:00"


def _joined(rules: list[Rule]) -> list[Rule]:
    """Join days of the same hours, so that open every day round the clock reads as that."""
    joined: dict[tuple[str, str], list[str]] = {}
    for days, begin, end in rules:
        joined.setdefault((begin, end), []).extend(days)
    return [(days, begin, end) for (begin, end), days in joined.items()]
