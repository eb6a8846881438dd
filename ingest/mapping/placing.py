"""Where a record lies: from columns, or from a position in any of the forms people use."""

import re
from collections.abc import Mapping as Members
from typing import Final

from geo.position import MAX_LAT, MAX_LON
from ingest.mapping.geometries import (
    place_of_geometry,
    place_of_gml,
    place_of_wkt,
    point_of,
)
from ingest.mapping.place import NoPlaceError, Place, place_at
from ingest.mapping.values import number_of, text_of

__all__ = ["NoPlaceError", "Place", "place_of", "place_of_numbers"]

_PAIR: Final = re.compile(r"[\[(]?\s*(-?\d+(?:\.\d+)?)\s*[,;，；、 ]\s*(-?\d+(?:\.\d+)?)\s*[\])]?")
_NAMES: Final = (("lon", "lat"), ("lng", "lat"), ("longitude", "latitude"), ("x", "y"),
                 ("long", "lat"))  # fmt: skip


def place_of_numbers(lat: object, lon: object, crs: str) -> Place | None:
    """Read two cells; None where both are empty, NoPlaceError for what is no position."""
    try:
        y, x = number_of(lat), number_of(lon)
    except ValueError as error:
        raise NoPlaceError("bad-position", value=f"{lat}, {lon}") from error
    if y is None and x is None:
        return None
    if y is None or x is None:
        raise NoPlaceError("bad-position", value=f"{lat}, {lon}")
    return place_at(x, y, crs)


def place_of(value: object, crs: str) -> Place | None:
    """Read a position of any usual form: GeoJSON, `{lat, lon}`, `[lon, lat]`, WKT, `"lat, lon"`."""
    if isinstance(value, str):
        return _of_text(value, crs)
    if isinstance(value, Members):
        return _of_members(value, crs)
    point = point_of(value)
    return None if point is None else place_at(*point, crs)


def _of_members(value: Members[str, object], crs: str) -> Place | None:
    if isinstance(value.get("coordinates"), list) or "geometries" in value:
        return place_of_geometry(value, crs)
    for lon, lat in _NAMES:
        if lon in value and lat in value:
            return place_of_numbers(value[lat], value[lon], crs)
    return place_of_gml(value, crs)


def _of_text(text: str, crs: str) -> Place | None:
    stripped = text_of(text)
    if stripped is None:
        return None
    place = place_of_wkt(stripped, crs)
    if place is not None:
        return place
    pair = _PAIR.fullmatch(stripped)
    if pair is None:
        raise NoPlaceError("bad-position", value=stripped)
    # As text people write latitude first; what can be none (`117.02,36.65`) is a longitude.
    first, second = float(pair[1]), float(pair[2])
    if MAX_LAT < abs(first) <= MAX_LON and abs(second) <= MAX_LAT:
        first, second = second, first
    return place_at(second, first, crs)
