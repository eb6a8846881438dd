"""Groups and watched tiles: what the hub keeps for those who watch, and what it hands out."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.live.tiles import TileKey
from parking.ids import LotKey

Write = Callable[[bytes], Any]


@dataclass(slots=True, eq=False)
class Group:
    """Connections that watch the same tiles; `members` are those of the `holders` up to date."""

    tiles: frozenset[TileKey]
    holders: int = 0
    members: dict[object, Write] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Tile:
    """A watched tile: lots in the order of their last change, and its picture while it is fresh."""

    key: TileKey
    groups: dict[Group, None] = field(default_factory=dict)
    changed: OrderedDict[LotKey, int] = field(default_factory=OrderedDict)
    picture: list[bytes] | None = None
    picture_us: int = 0


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


@dataclass(frozen=True, slots=True)
class Due:
    """The tiles of a group that changed in this tick."""

    group: Group
    tiles: tuple[TileKey, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One frame for the members a group had when it was made."""

    frame: bytes
    group: Group
    members: list[tuple[object, Write]]
