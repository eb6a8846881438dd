"""Catchup: what one watch missed while its client was away, or why that cannot be told any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.live import messages
from api.live.frame import text_frame
from api.live.hub import NEWS_LOTS_MAX, Hub
from api.live.snapshot import still_unknown
from api.live.tile_sets import joined
from api.live.tiles import TileKey, TileSet, tile_of_name
from parking.ids import LotKey
from parking.live import marks
from parking.lot import Lot

RESUME_PATIENCE: Final = 25
"""Visits, one a tick, that a resume waits for a replica which is behind the client."""


@dataclass(slots=True)
class Catchup:
    """What a client missed while it was away, or `failed` with the reason for a reload."""

    watch_id: str
    tiles: TileSet
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
        partitions = self._partitions(hub)
        standing = hub.standing()
        if any(standing.get(part, 0) < self.pos.get(part, 0) for part in partitions):
            self._patience -= 1
            self.failed = None if self._patience else "ahead"
            return b""
        changed = self._changed(hub, partitions)
        edited = hub.source.edited_since(self.pos.get(marks.REGISTRY, 0))
        if changed is None or edited is None:
            self.failed = "gap"
            return b""
        in_view = frozenset(self.tiles)
        missed = _render(hub, changed.union(lot.lot_key for lot in edited), in_view, now_us)
        if missed is None or len(edited) > NEWS_LOTS_MAX:
            self.failed = "much"
            return b""
        self.done = True
        gone = [*still_unknown(hub, self.unknown), *_gone(hub, edited, frozenset(held))]
        return text_frame(messages.resumed(self.watch_id, pos, missed.values(), gone))

    def _partitions(self, hub: Hub) -> set[int]:
        facts = (hub.fact(key) for tile in self.tiles for key in hub.map.lots_in(tile))
        return {marks.REGISTRY, *(lot.partition for lot in facts if lot is not None)}

    def _changed(self, hub: Hub, partitions: set[int]) -> set[LotKey] | None:
        """Find what has changed by reports or by the clock; None where that is not known."""
        seen_us = self.pos.get(marks.CLOCK, 0)
        lots = (lot_key for tile in self.tiles for lot_key in hub.map.lots_in(tile))
        changed = {lot_key for lot_key in lots if hub.source.turned_since(lot_key, seen_us)}
        for partition in partitions - {marks.REGISTRY}:
            position = self.pos.get(partition)
            if position is None:
                return None
            since = hub.source.changed_since(partition, position)
            if since is None:
                return None
            changed.update(since)
        return changed


def _render(
    hub: Hub, changed: set[LotKey], tiles: frozenset[TileKey], now_us: int
) -> dict[LotKey, bytes] | None:
    """Render whole lots, not only counts: nobody knows how old the client's facts are."""
    rendered = {}
    for lot_key in sorted(changed):
        if hub.source.lot(lot_key) is not None and _lies_in(hub, lot_key, tiles):
            rendered[lot_key] = hub.source.lot_json(lot_key, now_us)
        if len(rendered) > NEWS_LOTS_MAX:
            return None
    return rendered


def _gone(hub: Hub, edited: Sequence[Lot], held: frozenset[TileKey]) -> Iterator[str]:
    """Name what was deleted, or edited and is in no view, unless a lot of that id is in one."""
    for lot_id in dict.fromkeys(lot.lot_id for lot in edited):
        today = hub.source.find_lot(lot_id)
        if today is None or not _lies_in(hub, today.lot_key, held):
            yield lot_id


def _lies_in(hub: Hub, lot_key: LotKey, tiles: frozenset[TileKey]) -> bool:
    return hub.map.tile(lot_key) in tiles or tile_of_name(lot_key) in tiles
