"""Backlog: what a connection is still owed for a watch, its snapshot in parts or its resume."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from api.live import messages
from api.live.frame import text_frame
from api.live.groups import News
from api.live.hub import NEWS_LOTS_MAX, Hub
from api.live.shapes import Shape
from api.live.tiles import TileKey, tile_of_name
from parking.ids import LotKey

PART_BYTES: Final = 256 * 1024
RESUME_PATIENCE: Final = 25
"""Visits, one a tick, that a resume waits for a replica which is behind the client."""


@dataclass(slots=True)
class Snapshot:
    """All lots in view, in parts; `reason` where it replaces what the client holds."""

    watch_id: str
    tiles: frozenset[TileKey]
    unknown: tuple[str, ...] = ()
    reason: str | None = None
    done: bool = False
    _pos: bytes = b""
    _left: list[TileKey] | None = None

    @property
    def begun(self) -> bool:
        return self._left is not None

    def include(self, tiles: frozenset[TileKey]) -> None:
        """Take in tiles that have come to exist meanwhile."""
        self.tiles |= tiles
        if self._left is not None:
            self._left += tiles

    def next_frame(self, hub: Hub, now_us: int) -> bytes:
        """Make the next part; the positions of all parts are those before the first was read."""
        head = b""
        if self._left is None:
            self._left = sorted(self.tiles, reverse=True)
            self._pos = messages.pos_json(hub.source.positions())
            if self.reason is not None:
                head = text_frame(messages.reload(self.watch_id, hub.epoch, self.reason))
        lots: list[bytes] = []
        size = 0
        while self._left and size < PART_BYTES:
            picture = hub.picture(self._left.pop(), now_us)
            lots += picture
            size += sum(map(len, picture))
        self.done = not self._left
        gone = self.unknown if self.done else ()
        part = messages.snapshot(self.watch_id, hub.epoch, self._pos, lots, gone, last=self.done)
        return head + text_frame(part)


@dataclass(slots=True)
class Catchup:
    """What a client missed while it was away, or `failed` with the reason for a reload."""

    watch_id: str
    tiles: frozenset[TileKey]
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

    def include(self, tiles: frozenset[TileKey]) -> None:
        """Take in tiles that have come to exist meanwhile; their lots have changed since."""
        self.tiles |= tiles

    def next_frame(self, hub: Hub, now_us: int) -> bytes:
        """Make the one frame; empty while this process is still behind what the client knows."""
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
        missed = _render(hub, changed, set(departed), self.tiles, now_us)
        if missed is None:
            self.failed = "much"
            return b""
        self.done = True
        pos = messages.pos_json(positions)
        gone = [*self.unknown, *missed.gone_ids()]
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


Job = Snapshot | Catchup


def _partitions(hub: Hub, tiles: frozenset[TileKey], departed: Iterable[LotKey]) -> set[int]:
    lots = (lot_key for tile in tiles for lot_key in hub.map.lots_in(tile))
    facts = (hub.fact(lot_key) for lot_key in chain(lots, departed))
    return {lot.partition for lot in facts if lot is not None}


def _render(
    hub: Hub, changed: set[LotKey], departed: set[LotKey], tiles: frozenset[TileKey], now_us: int
) -> News | None:
    """Render whole lots, not only counts: nobody knows how old the client's facts are."""
    news = News()
    for lot_key in changed:
        lot = hub.fact(lot_key)
        if lot is None:
            continue
        watched = hub.map.tile(lot_key) in tiles or tile_of_name(lot_key) in tiles
        if watched and hub.source.lot(lot_key) is not None:
            news.lots[lot_key] = hub.source.lot_json(lot_key, now_us)
        elif watched or lot_key in departed:
            news.gone[lot_key] = lot.lot_id
        if len(news.lots) > NEWS_LOTS_MAX:
            return None
    return news
