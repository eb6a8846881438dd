"""Reads where a lot is: point or entrance, in whatever datum, checked and brought to WGS-84."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.box import BoundingBox
from geo.cell import cell_of
from geo.datum import DATUMS, LARGEST_SHIFT_DEGREES, Datum, to_wgs84
from geo.position import MAX_LAT, Position
from parking.draft_fields import read_choice, read_number
from parking.draft_findings import Findings
from parking.draft_text import is_plain

ENTRANCES_MAX: Final = 100
_DIAGONAL_DEGREES: Final = 0.001


@dataclass(frozen=True, slots=True)
class Place:
    """A position in WGS-84 with its cell, beside what was handed in."""

    position: Position
    cell: int
    raw_lat: float
    raw_lon: float
    datum: Datum


def read_datum(raw: Mapping[str, object], default: Datum, findings: Findings) -> Datum:
    chosen = read_choice(raw, "coordsys", DATUMS, findings)
    return next((datum for datum in DATUMS if datum == chosen), default)


def read_place(
    raw: Mapping[str, object],
    datum: Datum,
    findings: Findings,
    *,
    otherwise: tuple[float, float] | None = None,
    city: BoundingBox | None = None,
    is_city_bound: bool = False,
) -> Place | None:
    """Read `lat` and `lon`, in their absence the first entrance, else `otherwise`.

    None where there is nothing, or nothing that can be right. `city` helps to tell swapped
    coordinates; `is_city_bound` refuses everything outside it.
    """
    seen = len(findings.problems)
    lat, lon = read_number(raw, "lat", findings), read_number(raw, "lon", findings)
    if len(findings.problems) > seen:
        return None
    if lat is None and lon is None:
        listed = _listed_entrances(raw)
        lat, lon = (_point_of(listed[0]) if listed else None) or otherwise or (None, None)
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        missing = "lat" if lat is None else "lon"
        findings.add("missing-field", missing, "give both lat and lon, or neither")
        return None
    doubt = doubt_of(lat, lon, city=city, is_city_bound=is_city_bound)
    if doubt is not None:
        findings.add("bad-coordinate", "lon" if doubt.startswith("longitude") else "lat", doubt)
        return None
    position = to_wgs84(lat, lon, datum)
    return Place(position, cell_of(position), lat, lon, datum)


def doubt_of(
    lat: float, lon: float, *, city: BoundingBox | None, is_city_bound: bool
) -> str | None:
    """Say why this can hardly be where a lot is; None where it can."""
    try:
        position = Position(lat, lon)
    except ValueError as error:
        swapped = abs(lat) > MAX_LAT >= abs(lon)
        return f"{error}; are lat and lon swapped?" if swapped else str(error)
    if city is not None and _near(city, position):
        return None
    if city is not None and abs(lon) <= MAX_LAT and _near(city, Position(lon, lat)):
        return f"{lat}, {lon} lies far from the city; are lat and lon swapped?"
    if abs(lat - lon) < _DIAGONAL_DEGREES:
        return f"{lat}, {lon}: two equal numbers are hardly a position; leave both out if unknown"
    if city is not None and is_city_bound:
        bounds = f"{city.west},{city.south},{city.east},{city.north}"
        return f"{lat}, {lon} lies outside the city ({bounds}); is it in another datum or swapped?"
    return None


def read_entrances(
    raw: Mapping[str, object], datum: Datum, findings: Findings
) -> list[dict[str, Any]] | None:
    """Read `entrances`, objects with lat, lon and a name, or the one `entrance`; in WGS-84."""
    field = "entrance" if raw.get("entrances") is None else "entrances"
    listed = _listed_entrances(raw)
    if len(listed) > ENTRANCES_MAX:
        told = f"a lot has at most {ENTRANCES_MAX} entrances, this one {len(listed)}"
        findings.add("bad-field", field, told)
        return None
    entrances = []
    for entrance in listed:
        point = _point_of(entrance)
        if point is None:
            findings.add(
                "bad-field",
                field,
                'an entrance is {"lat", "lon", "name"?} or [longitude, latitude]',
            )
            return None
        try:
            position = to_wgs84(point[0], point[1], datum)
        except ValueError as error:
            findings.add("bad-coordinate", field, str(error))
            return None
        name = entrance.get("name") if isinstance(entrance, Mapping) else None
        named = {"name": name} if isinstance(name, str) and is_plain(name) else {}
        entrances.append({"lat": position.lat, "lon": position.lon, **named})
    return entrances or None


def _listed_entrances(raw: Mapping[str, object]) -> list[object]:
    given = raw.get("entrances")
    listed = raw.get("entrance") if given is None else given
    if listed is None:
        return []
    if not isinstance(listed, list) or (listed and isinstance(listed[0], int | float)):
        return [listed]
    return listed


def _point_of(entrance: object) -> tuple[float, float] | None:
    if isinstance(entrance, Mapping):
        lat, lon = entrance.get("lat"), entrance.get("lon")
    elif isinstance(entrance, list) and len(entrance) >= 2:  # noqa: PLR2004 - lon, lat
        lon, lat = entrance[0], entrance[1]
    else:
        return None
    numbers = [value for value in (lat, lon) if isinstance(value, int | float)]
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else None  # noqa: PLR2004


def _near(city: BoundingBox, position: Position) -> bool:
    return city.grown(LARGEST_SHIFT_DEGREES).contains(position)
