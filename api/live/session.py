"""Session: what one connection watches, and which frame it is owed next. Pure; no socket here.

A session is either a member of its group and gets what the group gets, or it is behind: then it
asks for `next_frame` until it has caught up, and joins at the next tick.
"""

from collections.abc import Mapping
from typing import Final

from api.live import messages
from api.live.backlog import Backlog, Job
from api.live.catchup import Catchup
from api.live.frame import text_frame
from api.live.groups import Group, Write
from api.live.hub import Hub
from api.live.limits import LiveLimits
from api.live.requests import WatchRequest
from api.live.shapes import shape_of
from api.live.snapshot import Snapshot
from api.live.tile_sets import NOTHING, common, joined
from api.live.tiles import Places, TileSet
from api.live.watches import Watch, survey, united
from parking.ids import LotKey
from parking.problems import Problem, ProblemError

_EMPTY: Final = Backlog()


class Session:
    """The watches of one connection and how far it has been told."""

    __slots__ = ("_backlog", "_hub", "_shown", "_since", "_watches", "group")

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._watches: tuple[Watch, ...] = ()
        self._backlog: Backlog | None = None
        self._shown = NOTHING
        self._since = 0
        self.group: Group | None = None

    @property
    def is_member(self) -> bool:
        return self.group is not None and self in self.group.members

    @property
    def is_behind(self) -> bool:
        """True while it needs visits: it watches something and does not get its group's frames."""
        return self.group is not None and self not in self.group.members

    def watch(self, request: WatchRequest, limits: LiveLimits) -> None:
        """Begin a watch or replace the one of that id; ProblemError leaves all as it was."""
        shape = shape_of(request, limits)
        watch = survey(request.id, shape, self._hub.map, self._hub.source)
        others = self._all_but(request.id)
        if len(others) >= limits.watches:
            raise _exceeded(f"At most {limits.watches} watches a connection.")
        tiles = united([*others, watch])
        lots = self._hub.map.count(tiles)
        if lots > limits.lots:
            raise _exceeded(f"In view are {lots} lots; at most {limits.lots} a connection.")
        self._watches = (*others, watch)
        self._regroup(tiles)
        self.leave()
        self._backlog = self._backlog or Backlog()
        self._backlog.drop(request.id)
        self._backlog.add(_job(request, watch))

    def unwatch(self, watch_id: str) -> None:
        others = self._all_but(watch_id)
        if len(others) < len(self._watches):
            self._watches = others
            if self._backlog is not None:
                self._backlog.drop(watch_id)
                self._backlog = self._backlog or None
            self._regroup(united(others))

    def extend(self, places: Places, lots: Mapping[str, LotKey]) -> TileSet:
        """Take in what has come to exist where a watch covers or names it; returns what it took."""
        backlog = self._backlog or _EMPTY
        taken = shown = NOTHING
        for watch in self._watches:
            new = watch.extend(places, lots)
            taken = joined(taken, new)
            # Before its snapshot a watch shows nothing, so these tiles must be part of it.
            if not backlog.include(watch.id, new):
                shown = joined(shown, new)
        if taken:
            self._regroup(united(self._watches))
            self._shown = joined(self._shown, shown)
        return taken

    def next_frame(self, now_us: int) -> bytes:
        """Make the next frame owed; empty when there is none (any more, or yet)."""
        hub, frame = self._hub, b""
        if hub.epoch != hub.source.epoch:
            return frame
        # Positions speak for the whole connection, so what it shows is brought up to now first.
        if self._is_late():
            frame = self._catch_up(now_us)
        if self._backlog is not None and self.group is not None:
            part, shown = self._backlog.next_frame(hub, self.group.tiles, now_us)
            frame += part
            self._shown = joined(self._shown, shown)
            self._backlog = self._backlog or None
        return frame

    def join(self, write: Write) -> bool:
        """Become a member of the group, where nothing is owed; only between two ticks."""
        if self.group is None or self._backlog or self._since != self._hub.seq:
            return False
        self.group.members[self] = write
        return True

    def leave(self) -> None:
        """Stop getting the group's frames; what changes from now on is owed."""
        if self.group is not None and self.group.members.pop(self, None) is not None:
            self._since = self._hub.settled

    def reload(self, reason: str) -> None:
        """Owe every watch anew: what the client holds is void, or too old to be mended."""
        self.leave()
        self._shown = NOTHING
        self._since = self._hub.seq
        jobs = (Snapshot(watch.id, watch.tiles, watch.unknown, reason) for watch in self._watches)
        self._backlog = Backlog(jobs) or None

    def close(self) -> None:
        """Leave nothing behind in the hub."""
        self._watches = ()
        self._backlog = None
        self._regroup(NOTHING)

    def _all_but(self, watch_id: str) -> tuple[Watch, ...]:
        return tuple(watch for watch in self._watches if watch.id != watch_id)

    def _regroup(self, tiles: TileSet) -> None:
        before = self.group
        if before is not None and before.tiles == tiles and self._watches:
            return
        self.leave()
        if before is None:
            self._since = self._hub.seq
        self.group = self._hub.hold(tiles) if self._watches else None
        if before is not None:
            self._hub.release(before)
        self._shown = common(self._shown, tiles)

    def _is_late(self) -> bool:
        """Say whether what is shown needs a frame now; amid the parts of a snapshot it waits."""
        if self._backlog is None:
            return self._since < self._hub.seq
        if self._backlog.is_amid_snapshot:
            return False
        return self._since < self._hub.seq or self._hub.is_dirty(self._shown)

    def _catch_up(self, now_us: int) -> bytes:
        if self._hub.is_much(self._shown, self._since):
            self.reload("much")
            return b""
        news = self._hub.news(self._shown, self._since, now_us)
        self._since = self._hub.seq
        if not news:
            return b""
        pos = (self._backlog or _EMPTY).positions(self._hub)
        return text_frame(messages.changes(pos, news.lots.values(), news.gone_ids()))


def _job(request: WatchRequest, watch: Watch) -> Job:
    resume = request.resume
    if resume is None:
        return Snapshot(request.id, watch.tiles, watch.unknown)
    # A partition number that is none can only be one we do not have: it asks for a reload.
    pos = {int(name): position for name, position in resume.pos.items() if name.isdecimal()}
    return Catchup(request.id, watch.tiles, resume.epoch, pos, watch.unknown)


def _exceeded(detail: str) -> ProblemError:
    return ProblemError(Problem("limit-exceeded", detail))
