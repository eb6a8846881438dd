"""Coordinate reference systems by name, and the way from any of them to WGS-84."""

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geo.position import Position

if TYPE_CHECKING:
    from pyproj import Transformer

_CODE: Final = re.compile(r"(?:EPSG|ESRI)(?::+|.*[:/#])(\d{3,6})$", re.IGNORECASE)
_URN_LAT_LON: Final = re.compile(r"CRS:?84$", re.IGNORECASE)
_WGS84_CODES: Final = frozenset({4326, 4258, 4490, 4979, 4937})
"""Geographic and within a metre of WGS-84: passed as they are."""


def to_wgs84_from(x: float, y: float, crs: str) -> Position:
    """Convert an easting (or longitude) and a northing (or latitude), whatever order the CRS has.

    ValueError for a CRS that is not known and for numbers that are no place of it.
    """
    if is_geographic_wgs84(crs):
        return Position(y, x)
    lon, lat = _transformer(crs).transform(x, y)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError(f"{x}, {y} is no place in {crs:.60}")
    return Position(lat, lon)


def is_known_crs(crs: str) -> bool:
    """Tell whether coordinates of it can be read."""
    try:
        return is_geographic_wgs84(crs) or _transformer(crs) is not None
    except ValueError:
        return False


def is_geographic_wgs84(crs: str) -> bool:
    """Tell whether it is longitude and latitude in WGS-84, under whichever of its names."""
    code = epsg_of(crs)
    return code in _WGS84_CODES or _URN_LAT_LON.search(crs.strip()) is not None


def epsg_of(crs: str) -> int | None:
    """Return the code in `EPSG:25832`, `urn:ogc:def:crs:EPSG::25832` or `…/EPSG/0/25832`."""
    found = _CODE.search(crs.strip())
    return int(found[1]) if found else None


@lru_cache(maxsize=64)
def _transformer(crs: str) -> "Transformer":
    # Loaded by who has foreign coordinates to read; the others start without it.
    import pyproj  # noqa: PLC0415

    code = epsg_of(crs)
    if code is None:
        raise ValueError(f"unknown coordinate reference system {crs!r:.60}; name its EPSG code")
    authority = "ESRI" if crs.strip().upper().startswith("ESRI") else "EPSG"
    try:
        return pyproj.Transformer.from_crs(f"{authority}:{code}", "EPSG:4326", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise ValueError(f"unknown coordinate reference system {crs!r:.60}") from error
