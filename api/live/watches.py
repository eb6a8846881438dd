"""Watches: what one connection has asked to see, and the tiles this comes to."""

from collections.abc import Iterable, Mapping

from api.live.shapes import NamedLots, Shape
from api.live.source import LiveSource
from api.live.tile_sets import NOTHING, joined, without
from api.live.tiles import Places, TileMap, TileSet, tile_of_name, touched
from parking.ids import LotKey


class Watch:
    """One watch: its shape, the tiles it touches today, and the lots it names in vain."""

    __slots__ = ("id", "shape", "tiles", "unknown")

    def __init__(
        self, watch_id: str, shape: Shape, tiles: TileSet, unknown: tuple[str, ...] = ()
    ) -> None:
        self.id = watch_id
        self.shape = shape
        self.tiles = tiles
        self.unknown = unknown

    def extend(self, places: Places, lots: Mapping[str, LotKey]) -> TileSet:
        """Take in tiles and lots that have come to exist; returns those that are new here."""
        if isinstance(self.shape, NamedLots):
            # The name of a lot that has gone meanwhile may be another lot's by now.
            named = (name for name in self.shape.lot_ids if name in lots)
            found = _tiles_of_lots(lots[name] for name in named)
            self.unknown = tuple(name for name in self.unknown if name not in lots)
        elif places.names:
            found = touched(places, self.shape)
        else:
            return NOTHING
        new = without(found, self.tiles)
        self.tiles = joined(self.tiles, new)
        return new


def survey(watch_id: str, shape: Shape, tile_map: TileMap, source: LiveSource) -> Watch:
    """Find what a shape comes to."""
    if not isinstance(shape, NamedLots):
        return Watch(watch_id, shape, tile_map.touching(shape))
    found = {lot_id: source.find_lot(lot_id) for lot_id in shape.lot_ids}
    tiles = _tiles_of_lots(lot.lot_key for lot in found.values() if lot is not None)
    unknown = tuple(name for name, lot in found.items() if lot is None)
    return Watch(watch_id, shape, tiles, unknown)


def united(watches: Iterable[Watch]) -> TileSet:
    """Unite the tiles of some watches."""
    tiles = NOTHING
    for watch in watches:
        tiles = joined(tiles, watch.tiles)
    return tiles


def _tiles_of_lots(lots: Iterable[LotKey]) -> TileSet:
    return tuple(sorted({tile_of_name(lot_key) for lot_key in lots}))
