"""Watches: what one connection has asked to see, and the tiles this comes to."""

from collections.abc import Iterable, Mapping
from typing import Final

from api.live.shapes import NamedLots, Shape
from api.live.source import LiveSource
from api.live.tiles import Places, TileKey, TileMap, tile_of_name, touched
from parking.ids import LotKey

NOTHING: Final[frozenset[TileKey]] = frozenset()


class Watch:
    """One watch: its shape, the tiles it touches today, and the lots it names in vain."""

    __slots__ = ("shape", "tiles", "unknown")

    def __init__(
        self, shape: Shape, tiles: frozenset[TileKey], unknown: tuple[str, ...] = ()
    ) -> None:
        self.shape = shape
        self.tiles = tiles
        self.unknown = unknown

    def extend(self, places: Places, lots: Mapping[str, LotKey]) -> frozenset[TileKey]:
        """Take in tiles and lots that have come to exist; returns those that are new here."""
        if isinstance(self.shape, NamedLots):
            # The name of a lot that has gone meanwhile may be another lot's by now.
            named = (name for name in self.shape.lot_ids if name in lots)
            found = frozenset(tile_of_name(lots[name]) for name in named)
            self.unknown = tuple(name for name in self.unknown if name not in lots)
        elif places.names:
            found = touched(places, self.shape)
        else:
            return NOTHING
        new = found - self.tiles
        self.tiles |= new
        return new


def survey(shape: Shape, tile_map: TileMap, source: LiveSource) -> Watch:
    """Find what a shape comes to."""
    if not isinstance(shape, NamedLots):
        return Watch(shape, tile_map.touching(shape))
    found = {lot_id: source.find_lot(lot_id) for lot_id in shape.lot_ids}
    tiles = frozenset(tile_of_name(lot.lot_key) for lot in found.values() if lot is not None)
    return Watch(shape, tiles, tuple(name for name, lot in found.items() if lot is None))


def united(watches: Iterable[Watch]) -> frozenset[TileKey]:
    """Unite the tiles of some watches."""
    tiles = NOTHING
    for watch in watches:
        tiles = joined(tiles, watch.tiles)
    return tiles


def joined(tiles: frozenset[TileKey], more: frozenset[TileKey]) -> frozenset[TileKey]:
    """Unite two sets into one of them where that is possible: sets are most of a session."""
    if tiles <= more:
        return more
    return tiles if more <= tiles else tiles | more
