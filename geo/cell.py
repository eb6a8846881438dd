"""H3 cells as integers: of a position, their parents, text and outline. Not which cover a shape."""

import re
from typing import Final

import h3.api.memview_int as h3
import numpy as np
from numpy.typing import NDArray

from geo.position import MAX_LON, Position, haversine_m

LOT_RESOLUTION: Final = 10
FINEST_RESOLUTION: Final = 15

_RESOLUTION_SHIFT: Final = 52
_RESOLUTION_BITS: Final = 0xF << _RESOLUTION_SHIFT
_DIGIT_BITS: Final = 3
_CELL_TEXT: Final = re.compile("8[0-9a-f]{14}", re.IGNORECASE | re.ASCII)


def cell_of(position: Position, resolution: int = LOT_RESOLUTION) -> int:
    """Find the cell that holds the position; h3 takes any number, Position only those in range."""
    return int(h3.latlng_to_cell(position.lat, position.lon, resolution))


def resolution_of(cell: int) -> int:
    """Read the resolution out of the cell's bits."""
    return (cell & _RESOLUTION_BITS) >> _RESOLUTION_SHIFT


def parent_of(cell: int, resolution: int) -> int:
    """Find the ancestor at a coarser (or the same) resolution; ValueError for a finer one."""
    if not 0 <= resolution <= resolution_of(cell):
        raise ValueError(f"a cell of resolution {resolution_of(cell)} has no parent {resolution}")
    unused = (1 << (_DIGIT_BITS * (FINEST_RESOLUTION - resolution))) - 1
    return (cell & ~_RESOLUTION_BITS) | (resolution << _RESOLUTION_SHIFT) | unused


def parents_of(cells: NDArray[np.uint64], resolution: int) -> NDArray[np.uint64]:
    """Find the ancestors of many cells, all of which are at `resolution` or finer (not checked)."""
    unused = (1 << (_DIGIT_BITS * (FINEST_RESOLUTION - resolution))) - 1
    kept = cells & np.uint64(0xFFFF_FFFF_FFFF_FFFF ^ _RESOLUTION_BITS)
    parents: NDArray[np.uint64] = kept | np.uint64((resolution << _RESOLUTION_SHIFT) | unused)
    return parents


def cell_text(cell: int) -> str:
    """Write the 15 hexadecimal digits by which other software knows the cell."""
    return f"{cell:x}"


def parse_cell(text: str) -> int:
    """Read a cell's hexadecimal text; ValueError in plain words for anything else."""
    if _CELL_TEXT.fullmatch(text):
        cell = int(text, 16)
        if h3.is_valid_cell(cell):
            return cell
    raise ValueError(f"{text[:40]!r} is not an H3 cell, such as 8a31aa5b2b17fff")


def centre_of(cell: int) -> Position:
    """Find the middle of the cell."""
    lat, lon = h3.cell_to_latlng(cell)
    return Position(lat, lon)


def radius_of(cell: int) -> float:
    """Measure from the middle to the furthest corner, in metres."""
    middle = centre_of(cell)
    return max(haversine_m(middle, Position(*corner)) for corner in h3.cell_to_boundary(cell))


def boundary_of(cell: int) -> list[tuple[float, float]]:
    """Draw the closed outline as (lon, lat); a cell on the antimeridian runs on past ±180."""
    ring = [(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]
    lons = [lon for lon, _ in ring]
    if max(lons) - min(lons) > MAX_LON:
        ring = [(lon + 2.0 * MAX_LON if lon < 0.0 else lon, lat) for lon, lat in ring]
    return [*ring, ring[0]]
