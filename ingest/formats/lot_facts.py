"""Lot facts: what feeds say of a lot, made what its description may say; the rest is dropped.

A wrong height or hours that nobody can read must not cost a city the lot.
"""

from collections.abc import Mapping
from typing import Final

from ingest.formats.facts import Facts, number_of
from ingest.formats.publication import Opening
from parking.draft_fields import MAX_CAPACITY, MAX_HEIGHT_LIMIT_M
from parking.draft_findings import Findings
from parking.draft_outline import read_lot_outline
from parking.draft_place import doubt_of
from parking.opening import check_opening_hours

AREAL: Final = ("Polygon", "MultiPolygon")
LONGEST_ADDRESS: Final = 400
_CENTIMETRES_FROM: Final = 20.0
_LONGEST_CODE: Final = 64
_LONGEST_HOURS: Final = 1_000
_COORDINATES: Final = 2


def position_of(facts: Facts, lat: object, lon: object, name: str = "") -> dict[str, object]:
    """Return `lat` and `lon`, or nothing, with a finding where they are no plausible position."""
    if lat in (None, "") and lon in (None, ""):
        return {}
    north, east = number_of(lat), number_of(lon)
    if north is None or east is None or doubt_of(north, east, city=None, is_city_bound=False):
        facts.find("bad-position", name, value=f"{lat}, {lon}")
        return {}
    return {"lat": north, "lon": east}


def geometry_of(facts: Facts, geometry: object, name: str = "") -> dict[str, object]:
    """Return a GeoJSON geometry as a position, or as an outline; of a line its middle."""
    if not isinstance(geometry, Mapping):
        return {}
    coordinates = geometry.get("coordinates")
    if str(geometry.get("type")) in AREAL:
        return _outline_of(facts, geometry, name)
    while isinstance(coordinates, list) and coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[len(coordinates) // 2]
    if isinstance(coordinates, list) and len(coordinates) >= _COORDINATES:
        return position_of(facts, coordinates[1], coordinates[0], name)
    return {}


def _outline_of(facts: Facts, geometry: Mapping[str, object], name: str) -> dict[str, object]:
    outline = {"type": geometry.get("type"), "coordinates": geometry.get("coordinates")}
    problems = Findings("")
    try:
        read, _ = read_lot_outline({"outline": outline}, "wgs84", problems)
    except (TypeError, ValueError):  # what is nested like nothing that has an outline
        read = None
    if read is None or problems.problems:
        facts.find("ignored-part", name, value="outline")
        return {}
    return {"outline": outline}


def opening_hours_of(facts: Facts, name: str, hours: str | None) -> str | None:
    """Return OSM opening hours, or None, with a finding where they are none."""
    if hours is None:
        return None
    if len(hours) > _LONGEST_HOURS or check_opening_hours(hours) is not None:
        facts.find("ignored-part", name, value=f"{name}={hours}")
        return None
    return hours


def height_m_of(facts: Facts, name: str, *, in_centimetres: bool = False) -> float | None:
    """Return a height limit in metres; None, with a finding, for what no barrier has.

    Feeds that write centimetres write metres at times: no barrier is lower than 20 cm.
    """
    height = facts.number(name)
    if height is None or height == 0:
        return None
    if in_centimetres and height > _CENTIMETRES_FROM:
        height = height / 100
    if not 0 < height <= MAX_HEIGHT_LIMIT_M:
        facts.find("ignored-part", name, value=f"{name}={facts.get(name)}")
        return None
    return height


def capacity_of(facts: Facts, counts: Mapping[str, int | None]) -> dict[str, int]:
    """Return what is known of the capacity by space class; 0 says as little as nothing."""
    known = {space_class: count for space_class, count in counts.items() if count}
    for space_class in [c for c, count in known.items() if count > MAX_CAPACITY]:
        facts.find("bad-number", field="capacity", value=known.pop(space_class))
    return known


def split(total: int | None, parts: Mapping[str, int | None]) -> dict[str, int]:
    """Take the parts off a total that includes them: what remains is general.

    Parts that are more than the total cannot be in it, and stand beside it.
    """
    known = {space_class: count for space_class, count in parts.items() if count is not None}
    if total is None:
        return known
    rest = total - sum(known.values())
    return {"general": rest if rest >= 0 else total, **known}


def space(
    space_class: str, free: int | None, capacity: int | None = None, occupied: int | None = None
) -> list[dict[str, object]]:
    """Return one class of a snapshot; nothing where neither free nor occupied is known.

    None free of none is no data: no lot is built to have no spaces.
    """
    counts = {"free": free, "capacity": capacity or None}
    if free is None:
        counts["occupied"] = occupied
    if (free is None and occupied is None) or (capacity == 0 and not free):
        return []
    said = {name: count for name, count in counts.items() if count is not None}
    return [{"space_class": space_class, **said}]


def snapshot(
    facts: Facts, spaces: list[dict[str, object]], observed_at: str | None, time_field: str
) -> None:
    """Add a snapshot of the facts' lot, where it has any count."""
    if not spaces:
        return
    if observed_at is None and facts.publication.published_at is None:
        facts.find("no-time", field=time_field)
    report = {"kind": "snapshot", "lot_id": facts.lot_id, "observed_at": observed_at}
    facts.publication.report(facts.pointer, report | {"spaces": spaces})


def opening(facts: Facts, is_open: bool | None, observed_at: str | None) -> None:  # noqa: FBT001
    """Add that the facts' lot is open or closed, where the feed says so."""
    if is_open is not None and facts.lot_id is not None:
        said = Opening(facts.pointer, facts.lot_id, is_open, observed_at)
        facts.publication.openings.append(said)


def count_while(
    facts: Facts, name: str, *, is_open: bool | None, has_data: bool = True
) -> int | None:
    """Read a count of free spaces; a 0 that comes with "closed" or "no data" is no count."""
    if not has_data:
        if facts.get(name) not in (None, ""):
            facts.find("no-data", name, field=name, value=facts.get(name))
        return None
    free = facts.count(name)
    return None if free == 0 and is_open is False else free


def space_code_of(written: object) -> str | None:
    """Return a bay's code, its end where it is too long; None for what is none."""
    code = str(written).strip() if isinstance(written, int | str) else ""
    return code[-_LONGEST_CODE:] or None
