"""Snapshot: all lots of one watch, sent in parts. What a lot looks like the hub knows."""

from dataclasses import dataclass
from typing import Final

from api.live import messages
from api.live.frame import text_frame
from api.live.hub import Hub
from api.live.tile_sets import joined
from api.live.tiles import TileKey, TileSet

PART_BYTES: Final = 256 * 1024


@dataclass(slots=True)
class Snapshot:
    """All lots in view, in parts; `reason` where it replaces what the client holds."""

    watch_id: str
    tiles: TileSet
    unknown: tuple[str, ...] = ()
    reason: str | None = None
    done: bool = False
    _pos: bytes = b""
    _left: list[TileKey] | None = None

    @property
    def begun(self) -> bool:
        return self._left is not None

    def include(self, tiles: TileSet) -> None:
        """Take in tiles that have come to exist meanwhile."""
        self.tiles = joined(self.tiles, tiles)
        if self._left is not None:
            self._left += tiles

    def next_frame(self, hub: Hub, _held: TileSet, pos: bytes, now_us: int) -> bytes:
        """Make the next part; the positions of all parts are those before the first was read."""
        head = b""
        if self._left is None:
            self._left = sorted(self.tiles, reverse=True)
            self._pos = pos
            if self.reason is not None:
                head = text_frame(messages.reload(self.watch_id, hub.epoch, self.reason))
        lots: list[bytes] = []
        size = 0
        while self._left and size < PART_BYTES:
            picture = hub.picture(self._left.pop(), now_us)
            lots += picture
            size += sum(map(len, picture))
        self.done = not self._left
        gone = still_unknown(hub, self.unknown) if self.done else []
        part = messages.snapshot(self.watch_id, hub.epoch, self._pos, lots, gone, last=self.done)
        return head + text_frame(part)


def still_unknown(hub: Hub, lot_ids: tuple[str, ...]) -> list[str]:
    """List those of some named lots that do not exist even now."""
    return [lot_id for lot_id in lot_ids if hub.source.find_lot(lot_id) is None]
