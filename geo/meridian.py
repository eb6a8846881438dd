"""How far positions are from one another and from a box, many at once. Knows no cells."""

import numpy as np
from numpy.typing import NDArray

from geo.box import BoundingBox
from geo.position import EARTH_RADIUS_M, MAX_LON

Degrees = NDArray[np.float64]


def haversine_many_m(
    lats: Degrees, lons: Degrees, to_lats: Degrees | float, to_lons: Degrees | float
) -> Degrees:
    """Do what `geo.position.haversine_m` does, element by element."""
    half_dlat = np.sin(np.radians(to_lats - lats) / 2.0)
    half_dlon = np.sin(np.radians(to_lons - lons) / 2.0)
    narrowing = np.cos(np.radians(lats)) * np.cos(np.radians(to_lats))
    chord = half_dlat * half_dlat + narrowing * half_dlon * half_dlon
    metres: Degrees = 2.0 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return metres


def distance_to_box_m(lats: Degrees, lons: Degrees, box: BoundingBox) -> Degrees:
    """Measure to the nearest point of the box; 0 inside."""
    beside = np.minimum(
        _distance_to_meridian_m(lats, lons, box.west, box),
        _distance_to_meridian_m(lats, lons, box.east, box),
    )
    above_or_below = haversine_many_m(lats, lons, np.clip(lats, box.south, box.north), lons)
    between = (lons - box.west) % (2.0 * MAX_LON) <= box.width_deg
    return np.where(between, above_or_below, beside)


def _distance_to_meridian_m(lats: Degrees, lons: Degrees, lon: float, box: BoundingBox) -> Degrees:
    """Measure to the nearest point of a side: the foot on it if there is one, else an end."""
    lat_rad = np.radians(lats)
    turn = np.cos(np.radians(lons - lon))
    foot = np.degrees(np.arctan2(np.sin(lat_rad), np.cos(lat_rad) * turn))
    to_ends = np.minimum(
        haversine_many_m(lats, lons, box.south, lon), haversine_many_m(lats, lons, box.north, lon)
    )
    to_foot = haversine_many_m(lats, lons, np.clip(foot, box.south, box.north), lon)
    return np.minimum(to_ends, to_foot)
