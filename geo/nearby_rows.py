"""How the nearby index lays out positions: rows of latitude, each sorted by longitude.

Knows nothing of lots' live columns, nor how a search walks the rows (`geo.nearby_search`).
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from geo.position import EARTH_RADIUS_M, MAX_LAT

X, Y, Z, LAT_RAD, COS_LAT = range(5)
"""Columns of `Rows.points`: unit vector, latitude and its cosine."""

M_PER_DEG: Final = float(np.radians(1.0)) * EARTH_RADIUS_M

_FIRST_GUESS_DEG = 250.0 / M_PER_DEG
_FINEST_ROW_DEG = 15.0 / M_PER_DEG
_COARSEST_ROW_DEG = 1_000.0 / M_PER_DEG
_LOTS_PER_SQUARE = 4.0


class Rows(NamedTuple):
    """Row r holds the slots from `starts[r]` to `starts[r + 1]`, in order of longitude.

    `points` and `lons_deg` go by slot; `lots` gives the lot's index of a slot. Slots after the
    last row are of lots without a position, so that every lot has a slot.
    """

    points: NDArray[np.float64]
    lons_deg: NDArray[np.float64]
    lots: NDArray[np.int32]
    starts: NDArray[np.int32]
    south_deg: float
    row_deg: float


ROW_TYPES = (
    types.float64[:, ::1],
    types.float64[::1],
    types.int32[::1],
    types.int32[::1],
    types.float64,
    types.float64,
)


def lay_out(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> Rows:
    """Sort the positions into rows; a lot without one has NaN."""
    placed = np.isfinite(lats) & np.isfinite(lons)
    south_deg = float(lats[placed].min(initial=MAX_LAT))
    row_deg = _row_height_deg(lats[placed], lons[placed])
    row = np.full(lats.size, np.iinfo(np.int64).max)
    row[placed] = ((lats[placed] - south_deg) / row_deg).astype(np.int64)
    lots = np.lexsort((lons, row))
    row_count = int(row[placed].max(initial=0)) + 1
    starts = np.searchsorted(row[lots], np.arange(row_count + 1))
    lat_rad, lon_rad = np.radians(lats[lots]), np.radians(lons[lots])
    points = np.empty((lots.size, 5), dtype=np.float64)
    points[:, X] = np.cos(lat_rad) * np.cos(lon_rad)
    points[:, Y] = np.cos(lat_rad) * np.sin(lon_rad)
    points[:, Z] = np.sin(lat_rad)
    points[:, LAT_RAD] = lat_rad
    points[:, COS_LAT] = [math.cos(lat) for lat in lat_rad.tolist()]
    return Rows(
        points, lons[lots], lots.astype(np.int32), starts.astype(np.int32), south_deg, row_deg
    )


def _row_height_deg(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> float:
    """Choose rows so high that an inhabited square of that side holds about four lots.

    Higher rows make a search look at too many lots, lower ones at too many rows.
    """
    if not lats.size:
        return _COARSEST_ROW_DEG
    south = np.floor(lats / _FIRST_GUESS_DEG).astype(np.int64)
    west = np.floor(lons * np.cos(np.radians(lats)) / _FIRST_GUESS_DEG).astype(np.int64)
    inhabited = np.unique((south << 32) + west).size
    height_deg = _FIRST_GUESS_DEG * np.sqrt(_LOTS_PER_SQUARE * inhabited / lats.size)
    return float(np.clip(height_deg, _FINEST_ROW_DEG, _COARSEST_ROW_DEG))
