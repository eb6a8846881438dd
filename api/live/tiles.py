"""Tiles: which lots lie in which H3 cell of resolution 8, and which tiles a shape touches.

Only tiles that hold a lot exist here, so that a view of a whole city is as small as the city. It
knows no connections and nothing of counts.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from api.live.shapes import Cells, Circle
from geo.box import BoundingBox
from geo.cell import centre_of, parent_of, parents_of, radius_of, resolution_of
from geo.position import EARTH_RADIUS_M, MAX_LAT, MAX_LON, Position
from parking.ids import LotKey
from parking.lot import Lot

TILE_RESOLUTION: Final = 8
TILE_REACH_M: Final = 900.0
"""More than any corner of a tile is away from its middle: shapes round out, never in."""

_REACH_DEG: Final = math.degrees(TILE_REACH_M / EARTH_RADIUS_M)
_POLAR_LAT: Final = 89.0

TileKey = int
"""A cell, or below zero a tile of its own for one lot that is watched by name."""

TileSet = tuple[TileKey, ...]
"""Each once, in ascending order."""


def tile_of(lot: Lot) -> TileKey | None:
    """Find the tile of a lot; None without a position."""
    return None if lot.cell is None else parent_of(lot.cell, TILE_RESOLUTION)


def tile_of_name(lot_key: LotKey) -> TileKey:
    """Name the tile that holds this one lot wherever it is."""
    return -int(lot_key)


@dataclass(frozen=True, slots=True)
class Places:
    """Some tiles as arrays: key, middle as degrees and as a unit vector.

    `names` are the same keys as the integers that all sets of tiles share: memory of a session.
    """

    names: tuple[TileKey, ...]
    keys: NDArray[np.uint64]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    vectors: NDArray[np.float64]


class TileMap:
    """Where every lot is, as last told."""

    def __init__(self) -> None:
        self._lots_in: dict[TileKey, dict[LotKey, None]] = {}
        self._tile_of: dict[LotKey, TileKey] = {}
        self._places: Places | None = None

    def place(self, lot_key: LotKey, tile: TileKey | None) -> TileKey | None:
        """Put a lot where it is now (None: nowhere); returns the tile it has left, if any."""
        before = self._tile_of.get(lot_key)
        if before == tile:
            return None
        if before is not None:
            del self._tile_of[lot_key]
            del self._lots_in[before][lot_key]
            if not self._lots_in[before]:
                del self._lots_in[before]
                self._places = None
        if tile is not None:
            if tile not in self._lots_in:
                self._lots_in[tile] = {}
                self._places = None
            self._lots_in[tile][lot_key] = None
            self._tile_of[lot_key] = tile
        return before

    def tile(self, lot_key: LotKey) -> TileKey | None:
        return self._tile_of.get(lot_key)

    def holds(self, tile: TileKey, lot_key: LotKey) -> bool:
        if tile < 0:
            return tile == tile_of_name(lot_key)
        return self._tile_of.get(lot_key) == tile

    def lots_in(self, tile: TileKey) -> Iterable[LotKey]:
        return (LotKey(-tile),) if tile < 0 else self._lots_in.get(tile, ())

    def count(self, tiles: Iterable[TileKey]) -> int:
        """Count the lots of these tiles."""
        return sum(1 if tile < 0 else len(self._lots_in.get(tile, ())) for tile in tiles)

    def __iter__(self) -> Iterator[TileKey]:
        return iter(self._lots_in)

    def touching(self, shape: Circle | BoundingBox | Cells) -> TileSet:
        """Find the tiles a shape touches among all there are."""
        if self._places is None:
            self._places = places_of(self._lots_in)
        return touched(self._places, shape)


def touched(places: Places, shape: Circle | BoundingBox | Cells) -> TileSet:
    """Find which of these tiles a shape touches, and perhaps a few just beside it."""
    return tuple(sorted(places.names[index] for index in np.flatnonzero(_mask(places, shape))))


def places_of(tiles: Iterable[TileKey]) -> Places:
    """Lay out tiles as arrays."""
    names = tuple(tiles)
    keys = np.array(names, dtype=np.uint64)
    middles = [centre_of(name) for name in names]
    lats = np.array([middle.lat for middle in middles])
    lons = np.array([middle.lon for middle in middles])
    vectors = np.array([_unit_vector(middle) for middle in middles]).reshape(-1, 3)
    return Places(names, keys, lats, lons, vectors)


def _unit_vector(position: Position) -> tuple[float, float, float]:
    lat, lon = math.radians(position.lat), math.radians(position.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _mask(places: Places, shape: Circle | BoundingBox | Cells) -> NDArray[np.bool_]:
    if isinstance(shape, Circle):
        return _in_circle(places, shape)
    if isinstance(shape, BoundingBox):
        return _widened(shape).contains_many(places.lats, places.lons)
    return _in_cells(places, shape)


def _in_circle(places: Places, shape: Circle) -> NDArray[np.bool_]:
    # Angles through unit vectors need no special case at the poles or at ±180 degrees.
    reach = min(math.pi, (shape.radius_m + TILE_REACH_M) / EARTH_RADIUS_M)
    middle = _unit_vector(shape.centre)
    inside: NDArray[np.bool_] = places.vectors @ middle >= math.cos(reach)
    return inside


def _widened(box: BoundingBox) -> BoundingBox:
    south = max(-MAX_LAT, box.south - _REACH_DEG)
    north = min(MAX_LAT, box.north + _REACH_DEG)
    widest = max(abs(south), abs(north))
    if widest >= _POLAR_LAT:
        return BoundingBox(-MAX_LON, south, MAX_LON, north)
    reach = _REACH_DEG / math.cos(math.radians(widest))
    width = (
        (box.east - box.west) % (2 * MAX_LON) if box.crosses_antimeridian else (box.east - box.west)
    )
    if width + 2 * reach >= 2 * MAX_LON:
        return BoundingBox(-MAX_LON, south, MAX_LON, north)
    return BoundingBox(_wrapped(box.west - reach), south, _wrapped(box.east + reach), north)


def _wrapped(lon: float) -> float:
    return (lon + MAX_LON) % (2 * MAX_LON) - MAX_LON


def _in_cells(places: Places, shape: Cells) -> NDArray[np.bool_]:
    """Take a cell's descendants, and what its corners reach: a cell's children overhang its edge,
    so a lot in it may belong to a tile of its neighbour.
    """
    inside = np.zeros(len(places.keys), dtype=np.bool_)
    by_resolution: dict[int, list[int]] = {}
    for cell in shape.cells:
        resolution = min(resolution_of(cell), TILE_RESOLUTION)
        by_resolution.setdefault(resolution, []).append(parent_of(cell, resolution))
        inside |= _in_circle(places, Circle(centre_of(cell), radius_of(cell)))
    for resolution, cells in by_resolution.items():
        wanted = np.array(cells, dtype=np.uint64)
        inside |= np.isin(parents_of(places.keys, resolution), wanted)
    return inside
