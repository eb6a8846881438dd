"""Groups and watched tiles: what the hub keeps for those who watch, and what it hands out."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from api.live.tiles import TileKey, TileSet
from parking.ids import LotKey

Write = Callable[[bytes], Any]

_serial_of = attrgetter("serial")


@dataclass(slots=True, eq=False)
class Group:
    """Connections that watch the same tiles; `members` are those of the `holders` up to date.

    `serial` grows from group to group.
    """

    serial: int
    tiles: TileSet
    holders: int = 0
    members: dict[object, Write] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Tile:
    """A watched tile: lots in the order of their last change, and its picture while it is fresh.

    `groups` are in the order of their serials: a list takes a fifth of the memory of a set.
    """

    key: TileKey
    groups: list[Group] = field(default_factory=list)
    changed: OrderedDict[LotKey, int] = field(default_factory=OrderedDict)
    picture: list[bytes] | None = None
    picture_us: int = 0

    def add(self, group: Group) -> None:
        """Let a group watch that is newer than all before it."""
        self.groups.append(group)

    def remove(self, group: Group) -> None:
        del self.groups[bisect_left(self.groups, group.serial, key=_serial_of)]


@dataclass(slots=True)
class News:
    """Changed lots, rendered, and the ids of those that went."""

    lots: dict[LotKey, bytes] = field(default_factory=dict)
    gone: dict[LotKey, str] = field(default_factory=dict)

    def gone_ids(self) -> list[str]:
        """List what left for good: a lot that left one tile for another in view has not gone."""
        return [lot_id for lot_key, lot_id in self.gone.items() if lot_key not in self.lots]

    def __bool__(self) -> bool:
        return bool(self.lots or self.gone)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Tiles that have come to hold a lot, and lots that are new or were edited, by id."""

    tiles: list[TileKey] = field(default_factory=list)
    lots: dict[str, LotKey] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tiles or self.lots)


class Due(NamedTuple):
    """The tiles of a group that changed in this tick."""

    group: Group
    tiles: tuple[TileKey, ...]


class Delivery(NamedTuple):
    """One frame for the members a group had when it was made."""

    frame: bytes
    group: Group
    members: list[object]
