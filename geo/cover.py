"""Which H3 cells cover a box or a circle, without losing one at the border.

h3's own polygon covers treat edges as straight lines on a map and lose slivers, poles and ±180.
Here cells are followed from coarse to fine while a disk around them still touches the region, so
every point of it lies in a returned cell; a ring of cells beside it may come along.
"""

import math
from collections.abc import Callable
from itertools import compress
from typing import Final

import h3.api.memview_int as h3
import numpy as np
from numpy.typing import NDArray

from geo.box import BoundingBox
from geo.cell import cell_of
from geo.meridian import Degrees, distance_to_box_m, haversine_many_m
from geo.position import Position, haversine_m

DistanceTo = Callable[[Degrees, Degrees], NDArray[np.float64]]
"""Metres from each latitude and longitude to the nearest point of a region, 0 inside."""

_LONGEST_RADIUS_BY_EDGE: Final = 1.12
"""From a cell's centre to its furthest corner, in average edges, anywhere on the globe."""
_FAMILY_RADIUS_BY_EDGE: Final = 1.5
"""The same for all its descendants, which reach a little beyond the cell."""
_SURE_DISK_BY_EDGE: Final = 0.5
"""What a cell and its neighbours cover around any point of it, at least."""
_SPARE_CELLS: Final = 20
_NARROW_DEG: Final = 60.0
"""Of a box no wider, no point is further from the centre than a corner."""


class TooManyCellsError(ValueError):
    """The region needs more cells than allowed."""

    def __init__(self, limit: int, resolution: int) -> None:
        super().__init__(f"the area needs more than {limit} cells of resolution {resolution}")


def cells_covering_circle(
    centre: Position, radius_m: float, resolution: int, limit: int
) -> list[int]:
    """Find the cells that hold every point within the radius; raises TooManyCellsError."""

    def distance_m(lats: Degrees, lons: Degrees) -> NDArray[np.float64]:
        return haversine_many_m(lats, lons, centre.lat, centre.lon) - radius_m

    return _cover(distance_m, centre, radius_m, resolution, limit)


def cells_covering_box(box: BoundingBox, resolution: int, limit: int) -> list[int]:
    """Find the cells that hold every point of the box; raises TooManyCellsError."""

    def distance_m(lats: Degrees, lons: Degrees) -> NDArray[np.float64]:
        return distance_to_box_m(lats, lons, box)

    centre = box.centre
    corners = [Position(lat, lon) for lat in (box.south, box.north) for lon in (box.west, box.east)]
    span_m = max(haversine_m(centre, corner) for corner in corners)
    if box.width_deg > _NARROW_DEG:
        span_m = math.inf
    return _cover(distance_m, centre, span_m, resolution, limit)


def _cover(
    distance_m: DistanceTo, centre: Position, span_m: float, resolution: int, limit: int
) -> list[int]:
    level, cells = _start(centre, span_m, resolution)
    while True:
        edge_m = h3.average_hexagon_edge_length(level, "m")
        finest = level == resolution
        near_m = edge_m * (_LONGEST_RADIUS_BY_EDGE if finest else _FAMILY_RADIUS_BY_EDGE)
        centres = np.array([h3.cell_to_latlng(cell) for cell in cells])
        touches = distance_m(centres[:, 0], centres[:, 1]) <= near_m
        cells = list(compress(cells, touches.tolist()))
        if len(cells) > limit + (0 if finest else _SPARE_CELLS):
            raise TooManyCellsError(limit, resolution)
        if finest:
            return cells
        level += 1
        cells = [child for cell in cells for child in h3.cell_to_children(cell, level)]


def _start(centre: Position, span_m: float, resolution: int) -> tuple[int, list[int]]:
    """Choose the finest resolution at which a cell and its neighbours surely hold the region."""
    for level in range(resolution, -1, -1):
        if span_m <= _SURE_DISK_BY_EDGE * h3.average_hexagon_edge_length(level, "m"):
            return level, list(h3.grid_disk(cell_of(centre, level), 1))
    return 0, list(h3.get_res0_cells())
