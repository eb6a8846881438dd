"""Sets of tiles as sorted tuples: what a view comes to, in a third of the memory of a set."""

from collections.abc import Iterable
from typing import Final

from api.live.tiles import TileKey, TileSet

NOTHING: Final[TileSet] = ()


def joined(tiles: TileSet, more: TileSet) -> TileSet:
    """Unite two sets, into one of them where that is possible: sets are most of a session."""
    if not more or tiles == more:
        return tiles
    union = set(tiles).union(more)
    if len(union) == len(tiles):
        return tiles
    return more if len(union) == len(more) else tuple(sorted(union))


def without(tiles: TileSet, others: Iterable[TileKey]) -> TileSet:
    return tuple(sorted(set(tiles).difference(others)))


def common(tiles: TileSet, others: TileSet) -> TileSet:
    """Keep what is also in the others; the very set itself where that is all of it."""
    kept = set(tiles).intersection(others)
    return tiles if len(kept) == len(tiles) else tuple(sorted(kept))
