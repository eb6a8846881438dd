"""What our own export says beside a lot's description: how many spaces were free, and when."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.facts import Facts
from ingest.formats.lot_facts import count_while, opening, snapshot, space
from ingest.formats.publication import Publication
from ingest.registry.rows import Row
from parking.vocabulary import SPACE_CLASSES

FIELD: Final = "availability"
_OPEN: Final = {"open": True, "full": True, "closed": False}
_COUNTED: Final = ("measured", "derived")
"""Kinds of figures that somebody saw; what was expected or declared is no observation."""
_UTC: Final = ZoneInfo("UTC")


def add_availability(publication: Publication, row: Row) -> None:
    """Add the figures of a lot that have one, and whether it is open."""
    told, lot_id = row.fields.get(FIELD), row.fields.get("lot_id")
    if not isinstance(told, Mapping) or not isinstance(lot_id, str | int):
        return
    facts = Facts(publication, f"{row.pointer}/properties/{FIELD}", told, _UTC).of(str(lot_id))
    is_open = _OPEN.get(facts.word("state"))
    observed_at = facts.moment("observed_at")
    opening(facts, is_open, observed_at)
    if facts.word("kind") in _COUNTED:
        classes = facts.inner("by_class")
        spaces = [
            one
            for name in SPACE_CLASSES
            if name in classes.members
            for one in _class(classes.inner(name), name, is_open=is_open)
        ]
        snapshot(facts, spaces, observed_at, "observed_at")


def _class(facts: Facts, name: str, *, is_open: bool | None) -> list[dict[str, object]]:
    return space(name, count_while(facts, "free", is_open=is_open), facts.count("capacity"))
