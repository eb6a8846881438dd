"""What an operator has said of a lot by hand stays, whatever its feed says of it next. Pure.

Every version of a description has an author: a field is whose newest version changed it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from parking.draft import LotDraft
from parking.lot import Lot

FEED: Final = "feed:"
"""How the ids of those begin who register what a feed said."""
_PLACE: Final = ("lat", "lon", "raw_lat", "raw_lon", "coordsys", "cell")
"""A position is one thing, however many numbers it has."""
_KEPT: Final = (
    "name", "name_en", "capacity", "lot_class", "structure", "land_use", "address",
    "opening_hours", "tariff", "max_height_m", "area_code", "entrances", "outline", "has_gate",
    "timezone",
)  # fmt: skip


class Version(NamedTuple):
    """A description, without what is null, and the key that gave it."""

    key_id: str | None
    description: Mapping[str, Any]


def edited_by_hand(versions: Sequence[Version]) -> frozenset[str]:
    """Return the fields whose newest change is no feed's; `versions` are the oldest first.

    What was never said is nobody's, so that a feed may complete what was registered by hand.
    """
    authors: dict[str, bool] = {}
    before: Mapping[str, Any] = {}
    for version in versions:
        is_feed = (version.key_id or "").startswith(FEED)
        for name in before.keys() | version.description.keys():
            value = version.description.get(name)
            is_default = not before and value in ({}, False)
            if before.get(name) != value and not is_default:
                authors[name] = not is_feed
        before = version.description
    return frozenset(name for name, is_hand in authors.items() if is_hand)


def kept(draft: LotDraft, lot: Lot, by_hand: frozenset[str]) -> LotDraft:
    """Return what a feed says of a lot, with the fields that are somebody's own as they are."""
    names: list[str] = [name for name in _KEPT if name in by_hand]
    if by_hand & {"lat", "lon"}:
        names += _PLACE
    return replace(draft, **{name: getattr(lot, name) for name in names})
