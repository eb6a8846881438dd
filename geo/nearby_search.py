"""The compiled search of the nearby index: exact k nearest of the lots that qualify.

Rows are visited by how far they lie north or south; within a row, lots by longitude, outward from
the query. The bound is the k-th best so far (the radius until there are k); a lot is passed over
only when a lower bound of its distance exceeds it. As most cities hold k lots within a few rows,
a small radius is tried first and widened until it holds k.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from geo.compiled import compiled, inlined
from geo.nearby_best import offer, sort_best_first
from geo.nearby_bounds import (
    gap_of_row,
    haversine_of,
    loosened,
    metres_of,
    narrowing_of_row,
    reach_deg,
)
from geo.nearby_columns import COLUMN_TYPES, WANTED_TYPES, NearbyColumns, Wanted, qualifies
from geo.nearby_rows import COS_LAT, LAT_RAD, M_PER_DEG, ROW_TYPES, Rows, X, Y, Z
from geo.position import MAX_LON

_WIDENING = 3.0


class _Query(NamedTuple):
    lat_deg: float
    lon_deg: float
    x: float
    y: float
    z: float
    lat_rad: float
    cos_lat: float


@inlined
def _scan(
    rows: Rows,
    columns: NearbyColumns,
    wanted: Wanted,
    query: _Query,
    first: int,
    stop: int,
    step: int,
    image_deg: float,
    gap: float,
    narrowing: float,
    lots: NDArray[np.int32],
    keys: NDArray[np.float64],
    ranks: NDArray[np.int32],
    size: int,
    bound: float,
) -> tuple[int, float]:
    """Look along a row, eastward or westward, until the bound; gives the new size and bound."""
    points, lons_deg, free = rows.points, rows.lons_deg, columns.free
    least = np.iinfo(np.int32).min if wanted.include_unknown else max(0, wanted.min_free)
    reach, furthest = reach_deg(bound, gap, narrowing), 4.0 * loosened(bound)
    for slot in range(first, stop, step):
        lot = rows.lots[slot]
        if free[lot] < least:
            continue
        if abs(lons_deg[slot] - image_deg) > reach:
            break
        dx, dy, dz = points[slot, X] - query.x, points[slot, Y] - query.y, points[slot, Z] - query.z
        if dx * dx + dy * dy + dz * dz > furthest or not qualifies(columns, wanted, lot):
            continue
        half_dlat = math.sin((points[slot, LAT_RAD] - query.lat_rad) / 2.0)
        half_dlon = math.sin(math.radians(lons_deg[slot] - query.lon_deg) / 2.0)
        key = half_dlat * half_dlat + query.cos_lat * points[slot, COS_LAT] * half_dlon * half_dlon
        if key <= bound:
            size = offer(lots, keys, ranks, size, lot, key)
            if size == lots.size and keys[0] < bound:
                bound = keys[0]
                reach, furthest = reach_deg(bound, gap, narrowing), 4.0 * loosened(bound)
    return size, bound


@inlined
def _first_from(lons_deg: NDArray[np.float64], low: int, high: int, lon_deg: float) -> int:
    """Find the first slot between low and high that is not west of the longitude."""
    while low < high:
        middle = (low + high) // 2
        if lons_deg[middle] < lon_deg:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def _search_row(
    rows: Rows,
    columns: NearbyColumns,
    wanted: Wanted,
    query: _Query,
    row: int,
    gap: float,
    lots: NDArray[np.int32],
    keys: NDArray[np.float64],
    ranks: NDArray[np.int32],
    size: int,
    bound: float,
) -> tuple[int, float]:
    """Search one row around the query and its images beyond ±180."""
    begin, end = rows.starts[row], rows.starts[row + 1]
    narrowing = narrowing_of_row(query.cos_lat, rows.south_deg + row * rows.row_deg, rows.row_deg)
    for turn_deg in (0.0, 2.0 * MAX_LON, -2.0 * MAX_LON):
        image_deg = query.lon_deg + turn_deg
        reach = reach_deg(bound, gap, narrowing)
        if image_deg - reach > MAX_LON or image_deg + reach < -MAX_LON:
            continue
        middle = _first_from(rows.lons_deg, begin, end, image_deg)
        east = _first_from(rows.lons_deg, middle, end, image_deg + reach)
        west = _first_from(rows.lons_deg, begin, middle, image_deg - reach)
        size, bound = _scan(rows, columns, wanted, query, middle, east, 1,
            image_deg, gap, narrowing, lots, keys, ranks, size, bound)  # fmt: skip
        size, bound = _scan(rows, columns, wanted, query, middle - 1, west - 1, -1,
            image_deg, gap, narrowing, lots, keys, ranks, size, bound)  # fmt: skip
    return size, bound


@inlined
def _search_within(
    rows: Rows,
    columns: NearbyColumns,
    wanted: Wanted,
    query: _Query,
    lots: NDArray[np.int32],
    keys: NDArray[np.float64],
    ranks: NDArray[np.int32],
    radius_m: float,
) -> int:
    """Search row by row, the nearest row first, until the next cannot better the bound."""
    size, bound = 0, haversine_of(radius_m)
    row_count = rows.starts.size - 1
    north = max(0, min(row_count - 1, int((query.lat_deg - rows.south_deg) / rows.row_deg)))
    south = north - 1
    while south >= 0 or north < row_count:
        gap_north = gap_south = math.inf
        if north < row_count:
            gap_north = gap_of_row(
                query.lat_deg, rows.south_deg + north * rows.row_deg, rows.row_deg
            )
        if south >= 0:
            gap_south = gap_of_row(
                query.lat_deg, rows.south_deg + south * rows.row_deg, rows.row_deg
            )
        gap, row = gap_south, south
        if gap_north <= gap_south:
            gap, row = gap_north, north
            north += 1
        else:
            south -= 1
        if gap > loosened(bound):
            break
        if rows.starts[row] < rows.starts[row + 1]:
            size, bound = _search_row(
                rows, columns, wanted, query, row, gap, lots, keys, ranks, size, bound
            )
    return size


@compiled(
    types.int64(
        *ROW_TYPES,
        types.int32[::1],
        *COLUMN_TYPES,
        *WANTED_TYPES,
        *(types.float64,) * 3,
        types.int32[::1],
        types.float64[::1],
    )
)
def search(
    points: NDArray[np.float64],
    lons_deg: NDArray[np.float64],
    lot_of_slot: NDArray[np.int32],
    starts: NDArray[np.int32],
    south_deg: float,
    row_deg: float,
    ranks: NDArray[np.int32],
    free: NDArray[np.int32],
    capacity: NDArray[np.int32],
    confirmed_us: NDArray[np.int64],
    stale_after_us: NDArray[np.int64],
    closed: NDArray[np.uint8],
    max_height_m: NDArray[np.float32],
    lot_class: NDArray[np.uint8],
    now_us: int,
    min_free: int,
    include_unknown: bool,  # noqa: FBT001 - one of a flat list that numba asks for
    height_m: float,
    lot_classes: int,
    lat_deg: float,
    lon_deg: float,
    radius_m: float,
    lots: NDArray[np.int32],
    metres: NDArray[np.float64],
) -> int:
    """Fill `lots` and `metres` with the nearest that qualify, nearest first; gives how many.

    Flat, as numba takes three times as long to unpack tuples of arrays that come from Python.
    """
    rows = Rows(points, lons_deg, lot_of_slot, starts, south_deg, row_deg)
    columns = NearbyColumns(
        free, capacity, confirmed_us, stale_after_us, closed, max_height_m, lot_class
    )
    wanted = Wanted(now_us, min_free, include_unknown, height_m, lot_classes)
    lat_rad, lon_rad = math.radians(lat_deg), math.radians(lon_deg)
    cos_lat = math.cos(lat_rad)
    query = _Query(
        lat_deg,
        lon_deg,
        cos_lat * math.cos(lon_rad),
        cos_lat * math.sin(lon_rad),
        math.sin(lat_rad),
        lat_rad,
        cos_lat,
    )
    tried_m = min(radius_m, row_deg * M_PER_DEG * math.sqrt(float(lots.size) / 4.0))
    size = _search_within(rows, columns, wanted, query, lots, metres, ranks, tried_m)
    while size < lots.size and tried_m < radius_m:
        tried_m = min(radius_m, tried_m * _WIDENING)
        size = _search_within(rows, columns, wanted, query, lots, metres, ranks, tried_m)
    sort_best_first(lots, metres, ranks, size)
    for place in range(size):
        metres[place] = metres_of(metres[place])
    return size
