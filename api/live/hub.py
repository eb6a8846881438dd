"""Hub: what changed in each watched tile, and which connections share the same frames. Pure.

Changes are numbered by the tick that collected them (`seq`), which never leaves this process;
clients know the positions of the change streams. Nobody has a queue: whoever falls behind
remembers one `seq`, and every tile can tell what changed after it.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from api.live import messages
from api.live.frame import text_frame
from api.live.groups import Delivery, Due, Group, Newcomers, News, Tile
from api.live.source import LiveSource
from api.live.tiles import TileKey, TileMap, TileSet, tile_of, tile_of_name
from parking.ids import LotKey
from parking.lot import Lot

PICTURE_KEPT_US: Final = 1_000_000
NEWS_LOTS_MAX: Final = 1_000
"""Whoever missed more gets a snapshot, which goes out in parts."""
GONE_TICKS: Final = 600
"""So long a lot that has gone is remembered: a minute and more. Who is further behind is shown all
anew."""


class Hub:
    """Tiles, groups and what is owed to them."""

    def __init__(self, source: LiveSource) -> None:
        self.source = source
        self.epoch = source.epoch
        self.seq = 0
        self.settled = 0
        self.positions = self.standing()
        self.map = TileMap()
        self._newcomers = Newcomers()
        self._facts: dict[LotKey, Lot] = {}
        self._restated: dict[LotKey, int] = {}
        self._gone: deque[tuple[int, LotKey, TileKey | None]] = deque()
        self._ticks = 0
        self._forgotten = 0
        self._tiles: dict[TileKey, Tile] = {}
        self._groups: dict[TileSet, Group] = {}
        self._serial = 0
        self._dirty: dict[TileKey, set[LotKey]] = {}
        self._moved: set[LotKey] = set()
        self._rendered: dict[LotKey, bytes] = {}
        for lot in source.lots():
            self._facts[lot.lot_key] = lot
            self.map.place(lot.lot_key, tile_of(lot))
        source.on_change(self.hear)
        source.on_refresh(self.outdate)
        source.on_edit(self.restate)

    def hear(self, lots: Collection[LotKey], _partition: int, _position: int) -> None:
        """Take note of changed lots; called by the replica, once it holds their new state."""
        if not self._tiles:
            self._rendered.clear()
            return
        for lot_key in lots:
            self._rendered.pop(lot_key, None)
            self._mark(self.map.tile(lot_key), lot_key)
            self._mark(tile_of_name(lot_key), lot_key)

    def restate(self, lots: Collection[LotKey]) -> None:
        """Take in the facts of lots that were edited; whoever watches them is told all anew."""
        for lot_key in lots:
            self._restate(lot_key, self.source.lot(lot_key))

    def outdate(self, lots: Collection[LotKey]) -> None:
        """Drop what was rendered of lots that look newer: shown again they would go back."""
        if not self._tiles:
            return
        for lot_key in lots:
            self._rendered.pop(lot_key, None)
            for key in (self.map.tile(lot_key), tile_of_name(lot_key)):
                tile = None if key is None else self._tiles.get(key)
                if tile is not None:
                    tile.picture = None

    def fact(self, lot_key: LotKey) -> Lot | None:
        """Find a lot's facts as last known, for a while even if it is deleted by now."""
        return self._facts.get(lot_key)

    def standing(self) -> dict[int, int]:
        """Say where whoever has been told everything up to now stands."""
        return {**self.source.positions(), **self.source.marks()}

    def hold(self, tiles: TileSet) -> Group:
        """Share the group of this set of tiles; its tiles keep their changes from now on."""
        group = self._groups.get(tiles)
        if group is None:
            self._serial += 1
            group = self._groups[tiles] = Group(self._serial, tiles)
            for key in tiles:
                self._watched(key).add(group)
        group.holders += 1
        return group

    def release(self, group: Group) -> None:
        """Undo `hold`; a tile that nobody watches keeps nothing."""
        group.holders -= 1
        if group.holders:
            return
        del self._groups[group.tiles]
        for key in group.tiles:
            tile = self._tiles[key]
            tile.remove(group)
            if not tile.groups:
                del self._tiles[key]
                self._dirty.pop(key, None)

    def collect(self) -> list[Due]:
        """Number what changed since the last tick; returns which groups are due what."""
        self.positions = self.standing()
        self._rendered.clear()
        self._moved.clear()
        self._ticks += 1
        self._forget_who_has_gone()
        dirty, self._dirty = self._dirty, {}
        if not dirty:
            return []
        self.seq += 1
        pending: dict[Group, list[TileKey]] = {}
        for key, lots in dirty.items():
            tile = self._tiles[key]
            for lot_key in lots:
                tile.changed[lot_key] = self.seq
                tile.changed.move_to_end(lot_key)
            for group in tile.groups:
                if group.members:
                    pending.setdefault(group, []).append(key)
        return [Due(group, tuple(tiles)) for group, tiles in pending.items()]

    def deliver(self, round_: Iterable[Due], now_us: Callable[[], int]) -> Iterator[Delivery]:
        """Make the frames one by one, each when it is asked for, and each set of tiles once."""
        frames: dict[tuple[TileKey, ...], bytes] = {}
        for due in round_:
            if self.epoch != self.source.epoch:
                return
            if due.group.members:
                if due.tiles not in frames:
                    frames[due.tiles] = self._frame(due.tiles, now_us())
                yield Delivery(frames[due.tiles], due.group, list(due.group.members))

    def news(self, tiles: Iterable[TileKey], since: int, now_us: int) -> News:
        """Render what changed in these tiles after `since`, up to now, from the newest state."""
        news = News()
        for key in tiles:
            for lot_key in self._changed(key, since):
                if lot_key in news.lots:
                    continue
                if self.source.lot(lot_key) is None or not self.map.holds(key, lot_key):
                    facts = self._facts.get(lot_key)
                    if facts is not None:  # else all who watch have been told long ago
                        news.gone[lot_key] = facts.lot_id
                elif self._restated.get(lot_key, 0) > since:
                    news.lots[lot_key] = self.source.lot_json(lot_key, now_us)
                else:
                    news.lots[lot_key] = self._change(lot_key, now_us)
        # An id that came free may have been taken by another lot since, which is to be kept.
        kept = {self._facts[lot_key].lot_id for lot_key in news.lots} if news.gone else ()
        news.gone = {key: lot_id for key, lot_id in news.gone.items() if lot_id not in kept}
        return news

    def is_much(self, tiles: Iterable[TileKey], since: int) -> bool:
        """Say whether more changed after `since` than one frame should carry, or is remembered."""
        if since < self._forgotten:
            return True
        return sum(1 for key in tiles for _ in self._changed(key, since)) > NEWS_LOTS_MAX

    def is_dirty(self, tiles: TileSet) -> bool:
        """Say whether anything changed in these tiles that no tick has collected yet."""
        return not self._dirty.keys().isdisjoint(tiles)

    def picture(self, key: TileKey, now_us: int) -> list[bytes]:
        """Render every lot of a watched tile; shared for a second or until one of them changes."""
        tile = self._tiles[key]
        if tile.picture is None or abs(now_us - tile.picture_us) > PICTURE_KEPT_US:
            source = self.source
            tile.picture = [
                source.lot_json(lot_key, now_us)
                for lot_key in self.map.lots_in(key)
                if source.lot(lot_key) is not None
            ]
            tile.picture_us = now_us
        return tile.picture

    def take_newcomers(self) -> Newcomers:
        """Hand over the tiles and lots that have come to exist since the last time."""
        taken, self._newcomers = self._newcomers, Newcomers()
        return taken

    def stir(self, tiles: Iterable[TileKey]) -> None:
        """Owe every lot of these tiles to those who have just taken them in."""
        for key in tiles:
            for lot_key in self.map.lots_in(key):
                self._mark(key, lot_key)

    def turn_epoch(self) -> bool:
        """Follow the source to a new epoch; True when there is one, and all must reload."""
        if self.epoch == self.source.epoch:
            return False
        self.epoch = self.source.epoch
        return True

    def heartbeat(self) -> bytes:
        """Make the frame that says "alive, and you are at these positions"."""
        return text_frame(messages.changes(messages.pos_json(self.positions), ()))

    def _change(self, lot_key: LotKey, now_us: int) -> bytes:
        """Render a change once a tick, for however many views it lies in."""
        rendered = self._rendered.get(lot_key)
        if rendered is None:
            rendered = self._rendered[lot_key] = self.source.change_json(lot_key, now_us)
        return rendered

    def _watched(self, key: TileKey) -> Tile:
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = Tile(key)
            # News of where they left would call them gone from a view that shows them here.
            for lot_key in self._moved.intersection(self.map.lots_in(key)):
                self._mark(key, lot_key)
        return tile

    def _frame(self, tiles: tuple[TileKey, ...], now_us: int) -> bytes:
        news = self.news(tiles, self.seq - 1, now_us)
        partitions = {self._facts[lot_key].partition for lot_key in news.lots | news.gone}
        # Positions as collected: what has changed since then comes with the next tick.
        told = partitions | self.source.marks().keys()
        pos = {part: self.positions[part] for part in told if part in self.positions}
        changes = messages.changes(messages.pos_json(pos), news.lots.values(), news.gone_ids())
        return text_frame(changes)

    def _changed(self, key: TileKey, since: int) -> Iterator[LotKey]:
        yield from self._dirty.get(key, ())
        changed = self._tiles[key].changed
        for lot_key in reversed(changed):
            if changed[lot_key] <= since:
                return
            yield lot_key

    def _restate(self, lot_key: LotKey, lot: Lot | None) -> None:
        if lot is not None:
            self._facts[lot_key] = lot
            self._newcomers.lots[lot.lot_id] = lot_key
        tile = None if lot is None else tile_of(lot)
        is_new = tile is not None and not self.map.count((tile,))
        left = self.map.place(lot_key, tile)
        self._restated[lot_key] = self.seq + 1
        if lot is None:
            self._gone.append((self._ticks, lot_key, left))
        if left is not None:
            self._moved.add(lot_key)
            self._mark(left, lot_key)
        if is_new and tile is not None:
            self._newcomers.tiles.append(tile)

    def _forget_who_has_gone(self) -> None:
        while self._gone and self._gone[0][0] + GONE_TICKS < self._ticks:
            _, lot_key, left = self._gone.popleft()
            for key in (left, tile_of_name(lot_key)):
                tile = None if key is None else self._tiles.get(key)
                if tile is not None:
                    tile.changed.pop(lot_key, None)
            self._facts.pop(lot_key, None)
            # Nobody had to be told of one that no tick has numbered.
            told = min(self._restated.pop(lot_key, 0), self.seq)
            self._forgotten = max(self._forgotten, told)

    def _mark(self, key: TileKey | None, lot_key: LotKey) -> None:
        if key is None:
            return
        tile = self._tiles.get(key)
        if tile is not None:
            tile.picture = None
            self._dirty.setdefault(key, set()).add(lot_key)
