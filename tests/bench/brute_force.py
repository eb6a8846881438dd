"""The nearest lots by looking at every one: what benches hold answers against before timing."""

import math

import numpy as np
from numpy.typing import NDArray

from geo.position import EARTH_RADIUS_M

Floats = NDArray[np.float64]


def nearest(
    lats: Floats,
    lons: Floats,
    qualifying: NDArray[np.bool_],
    place: tuple[float, float],
    radius_m: float,
    k: int,
) -> list[int]:
    """Find the k nearest qualifying lots within the radius, ties by index."""
    lat, lon = place
    half_dlat = np.sin(np.radians(lats - lat) / 2)
    half_dlon = np.sin(np.radians(lons - lon) / 2)
    key = half_dlat**2 + math.cos(math.radians(lat)) * np.cos(np.radians(lats)) * half_dlon**2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(key))
    inside = np.flatnonzero(qualifying & (metres <= radius_m))
    return inside[np.argsort(metres[inside], kind="stable")][:k].tolist()
