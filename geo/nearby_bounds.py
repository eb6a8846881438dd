"""Distance and its lower bounds, compiled, for the nearby search. Knows numbers only.

Distances are compared as *haversines*: sin² of half the angle, which grows with the distance and
spares the arc sine. Bounds carry a slack far above rounding and far below a millimetre.
"""

import math
from typing import Final

from numba import types

from geo.compiled import compiled
from geo.position import EARTH_RADIUS_M, MAX_LAT

WHOLE_ROW_DEG: Final = 180.0

_SLACK_DEG: Final = 1e-9
_ARC_SINE_EXCESS: Final = 0.19


@compiled(types.float64(types.float64))
def haversine_of(distance_m: float) -> float:
    """Turn metres into a haversine; everything is within half the earth's girth."""
    half = math.sin(min(distance_m / (2.0 * EARTH_RADIUS_M), math.pi / 2.0))
    return half * half


@compiled(types.float64(types.float64))
def metres_of(haversine: float) -> float:
    """Turn a haversine into metres, as `geo.position.haversine_m` does."""
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, haversine)))


@compiled(types.float64(types.float64))
def loosened(haversine: float) -> float:
    """Add the slack that rounding may need."""
    return haversine * (1.0 + 1e-6) + 1e-24


@compiled(types.float64(types.float64, types.float64, types.float64))
def gap_of_row(lat_deg: float, south_deg: float, row_deg: float) -> float:
    """Bound the haversine to any lot of a row from below, by latitude alone."""
    gap_deg = max(0.0, south_deg - lat_deg - _SLACK_DEG, lat_deg - south_deg - row_deg - _SLACK_DEG)
    half = math.sin(math.radians(gap_deg) / 2.0)
    return half * half


@compiled(types.float64(types.float64, types.float64, types.float64))
def narrowing_of_row(cos_lat: float, south_deg: float, row_deg: float) -> float:
    """Bound from below what a difference of longitude counts between the query and the row."""
    steepest = min(MAX_LAT, max(abs(south_deg), abs(south_deg + row_deg)) + _SLACK_DEG)
    return cos_lat * math.cos(math.radians(steepest))


@compiled(types.float64(types.float64, types.float64, types.float64))
def reach_deg(bound: float, gap: float, narrowing: float) -> float:
    """Tell how far east or west a lot of the row can lie and have a haversine within the bound.

    From haversine = gap + narrowing · sin²(Δlon/2). The arc sine of s up to ½ is at most
    s · (1 + 0.19 s²); beyond that, near a pole, the whole row is within reach.
    """
    room = max(0.0, loosened(bound) - gap)
    if room >= narrowing / 4.0:
        return WHOLE_ROW_DEG
    squared = room / narrowing
    half = math.sqrt(squared) * (1.0 + _ARC_SINE_EXCESS * squared)
    return math.degrees(2.0 * half) + _SLACK_DEG
