"""Info: what Hong Kong says of a car park itself."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.facts import Facts
from ingest.formats.hk_carpark.payload import DAYS, OPEN, STRUCTURES
from ingest.formats.lot_facts import (
    LONGEST_ADDRESS,
    capacity_of,
    height_m_of,
    opening,
    opening_hours_of,
    position_of,
)
from ingest.formats.weekly_hours import Rule, weekly_hours

_ZONE: Final = "Asia/Hong_Kong"
_ENGLISH: Final = "en_us"


def is_info(record: Mapping[str, object]) -> bool:
    """Tell a description from a vacancy, which has nothing but an id and counts."""
    return any(name in record for name in ("name", "name_en", "name_tc", "latitude"))


def describe(facts: Facts) -> None:
    """Add the car park, and whether it is open."""
    private = facts.inner("privateCar")
    total, charging = private.count("space"), private.count("spaceEV")
    apart = charging if total and charging and charging <= total else 0
    counts = {
        "general": None if total is None else total - (apart or 0),
        "charging": charging,
        "accessible": private.count("spaceDIS"),
        "loading": private.count("spaceUNL"),
        "motorcycle": facts.inner("motorCycle").count("space"),
    }
    structure = STRUCTURES.get(facts.word("carpark_Type"))
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            **_names(facts),
            **position_of(facts, *_lat_lon(facts)),
            "coordsys": "wgs84",
            "timezone": _ZONE,
            "capacity": capacity_of(facts, counts),
            "structure": structure,
            "lot_class": "onstreet" if structure == "onstreet" else None,
            "address": _address(facts),
            "opening_hours": _hours(facts),
            "max_height_m": _height_m(facts),
        },
    )
    opening(facts, OPEN.get(facts.word("opening_status")), None)


def _names(facts: Facts) -> dict[str, object]:
    chinese = facts.text("name_sc") or facts.text("name_tc")
    if chinese is not None:
        return {"name": chinese, "name_en": facts.text("name_en")}
    name = facts.text("name") or facts.text("name_en")
    return {"name": name, "name_en": name if facts.word("lang") == _ENGLISH else None}


def _lat_lon(facts: Facts) -> tuple[object, object]:
    lat, lon = facts.get("latitude"), facts.get("longitude")
    return facts.get("lat") if lat is None else lat, facts.get("lng") if lon is None else lon


def _address(facts: Facts) -> str | None:
    for name in ("displayAddress", "displayAddress_sc", "displayAddress_tc", "displayAddress_en"):
        told = facts.text(name, LONGEST_ADDRESS)
        if told is not None:
            return told
    return None


def _height_m(facts: Facts) -> float | None:
    """Return the lowest limit: several are of several kinds of vehicles, or of levels."""
    heights = [height_m_of(limit, "height") for limit in facts.each("heightLimits")]
    return min((height for height in heights if height), default=height_m_of(facts, "height"))


def _hours(facts: Facts) -> str | None:
    rules: list[Rule] = []
    for told in facts.each("openingHours"):
        days = told.get("weekdays")
        begin, end = told.text("periodStart"), told.text("periodEnd")
        if isinstance(days, list) and begin is not None and end is not None:
            rules.append(([DAYS[day] for day in map(str, days) if day in DAYS], begin, end))
    return opening_hours_of(facts, "openingHours", weekly_hours(rules))
