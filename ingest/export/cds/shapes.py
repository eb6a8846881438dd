"""Shapes as the Curb Data Specification wants them: one polygon, however a lot is drawn."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import cos, radians
from typing import Any, Final

HALF_SIDE_M: Final = 5.0
_METRES_PER_DEGREE: Final = 111_195.0


def polygon_of(
    outline: Mapping[str, Any] | None, lat: float | None, lon: float | None
) -> dict[str, Any] | None:
    """Return the outline, its largest part where it has several; else a small square around the
    point. None where there is neither.
    """
    if outline is not None:
        parts = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
        return {"type": "Polygon", "coordinates": max(parts, key=_size)}
    if lat is None or lon is None:
        return None
    north = HALF_SIDE_M / _METRES_PER_DEGREE
    east = north / max(0.01, cos(radians(lat)))
    west_south = [(-east, -north), (east, -north), (east, north), (-east, north), (-east, -north)]
    ring = [[round(lon + x, 7), round(lat + y, 7)] for x, y in west_south]
    return {"type": "Polygon", "coordinates": [ring]}


def _size(rings: Sequence[Any]) -> float:
    """Measure the outer ring, in square degrees."""
    ring = rings[0]
    area: float = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return abs(area) / 2
