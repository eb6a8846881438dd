"""Catchup: what one watch missed while its client was away, or why that cannot be told any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from api.live import messages
from api.live.frame import text_frame
from api.live.groups import News
from api.live.hub import NEWS_LOTS_MAX, Hub
from api.live.shapes import Shape
from api.live.snapshot import still_unknown
from api.live.tile_sets import joined
from api.live.tiles import TileKey, TileSet, tile_of_name
from parking.ids import LotKey

RESUME_PATIENCE: Final = 25
"""Visits, one a tick, that a resume waits for a replica which is behind the client."""


@dataclass(slots=True)
class Catchup:
    """What a client missed while it was away, or `failed` with the reason for a reload."""

    watch_id: str
    tiles: TileSet
    shape: Shape
    epoch: str
    pos: Mapping[int, int]
    unknown: tuple[str, ...] = ()
    failed: str | None = None
    done: bool = False
    _patience: int = RESUME_PATIENCE

    @property
    def begun(self) -> bool:
        return self.done

    def include(self, tiles: TileSet) -> None:
        """Take in tiles that have come to exist meanwhile; their lots have changed since."""
        self.tiles = joined(self.tiles, tiles)

    def next_frame(self, hub: Hub, held: TileSet, pos: bytes, now_us: int) -> bytes:
        """Make the one frame; empty while this process is still behind what the client knows.

        `held` are the tiles of all watches: what moved into another one has not gone.
        """
        if self.epoch != hub.epoch:
            self.failed = "epoch"
            return b""
        departed = hub.departures.from_shape(self.shape)
        partitions = _partitions(hub, self.tiles, departed)
        positions = hub.source.positions()
        if any(positions.get(part, 0) < self.pos.get(part, 0) for part in partitions):
            self._patience -= 1
            self.failed = None if self._patience else "ahead"
            return b""
        changed = self._changed(hub, partitions)
        if changed is None:
            self.failed = "gap"
            return b""
        missed = _render(hub, changed, frozenset(self.tiles), now_us)
        if missed is None:
            self.failed = "much"
            return b""
        missed.gone = _gone(hub, changed.intersection(departed), frozenset(held))
        self.done = True
        gone = [*still_unknown(hub, self.unknown), *missed.gone_ids()]
        return text_frame(messages.resumed(self.watch_id, pos, missed.lots.values(), gone))

    def _changed(self, hub: Hub, partitions: set[int]) -> set[LotKey] | None:
        changed: set[LotKey] = set()
        for partition in partitions:
            position = self.pos.get(partition)
            if position is None or not hub.departures.known_since(partition, position):
                return None
            since = hub.source.changed_since(partition, position)
            if since is None:
                return None
            changed.update(since)
        return changed


def _partitions(hub: Hub, tiles: TileSet, departed: Iterable[LotKey]) -> set[int]:
    lots = (lot_key for tile in tiles for lot_key in hub.map.lots_in(tile))
    facts = (hub.fact(lot_key) for lot_key in chain(lots, departed))
    return {lot.partition for lot in facts if lot is not None}


def _render(hub: Hub, changed: set[LotKey], tiles: frozenset[TileKey], now_us: int) -> News | None:
    """Render whole lots, not only counts: nobody knows how old the client's facts are."""
    news = News()
    for lot_key in changed:
        if hub.source.lot(lot_key) is not None and _lies_in(hub, lot_key, tiles):
            news.lots[lot_key] = hub.source.lot_json(lot_key, now_us)
        if len(news.lots) > NEWS_LOTS_MAX:
            return None
    return news


def _gone(hub: Hub, departed: Iterable[LotKey], held: frozenset[TileKey]) -> dict[LotKey, str]:
    """Find those that left and are in no other view; their ids are known for ever."""
    facts = {lot_key: hub.fact(lot_key) for lot_key in departed}
    return {
        lot_key: lot.lot_id
        for lot_key, lot in facts.items()
        if lot is not None and (hub.source.lot(lot_key) is None or not _lies_in(hub, lot_key, held))
    }


def _lies_in(hub: Hub, lot_key: LotKey, tiles: frozenset[TileKey]) -> bool:
    return hub.map.tile(lot_key) in tiles or tile_of_name(lot_key) in tiles
