"""Departures: lots that left a tile or the registry, so that whoever resumes is told they went.

Bounded: when too many have left, resuming from before the last of them is refused instead.
"""

from collections.abc import Mapping
from typing import Final

from api.live.shapes import NamedLots, Shape
from api.live.tiles import TileKey, places_of, touched
from parking.ids import LotKey

DEPARTURES_KEPT: Final = 10_000


class Departures:
    """Which tiles each lot has left."""

    __slots__ = ("_floor", "_kept", "_left")

    def __init__(self, kept: int = DEPARTURES_KEPT) -> None:
        self._kept = kept
        self._left: dict[LotKey, set[TileKey]] = {}
        self._floor: dict[int, int] = {}

    def add(self, lot_key: LotKey, tile: TileKey, positions: Mapping[int, int]) -> None:
        """Record one; `positions` are those of now."""
        if len(self._left) >= self._kept:
            self._left.clear()
            self._floor = dict(positions)
        self._left.setdefault(lot_key, set()).add(tile)

    def known_since(self, partition: int, position: int) -> bool:
        """Say whether every departure after that position is still on record."""
        return position > self._floor.get(partition, -1)

    def from_shape(self, shape: Shape) -> list[LotKey]:
        """List the lots that have left a tile the shape touches, even if they came back.

        The tile itself may hold no lot any more; a lot watched by name leaves with the registry.
        """
        if isinstance(shape, NamedLots) or not self._left:
            return []
        tiles = touched(places_of(frozenset().union(*self._left.values())), shape)
        return [lot_key for lot_key, left in self._left.items() if not left.isdisjoint(tiles)]
