"""SIRI-FM's countings as the classes of a snapshot."""

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.numbers import count_of
from ingest.formats.publication import Publication
from ingest.formats.siri_fm.payload import AWAY, FREE, IN_USE, PRESENT, SPACES, Counting
from ingest.formats.xml_reading import text
from parking.plausibility import MAX_COUNT
from parking.vocabulary import SpaceClass

_CLASSES: Final[tuple[tuple[str, SpaceClass], ...]] = (
    ("wheelchair", "accessible"), ("disabled", "accessible"), ("handicap", "accessible"),
    ("charging", "charging"), ("electric", "charging"), ("motorcycle", "motorcycle"),
    ("longterm", "monthly"), ("staff", "reserved"),
)  # fmt: skip
_OTHERS: Final = ("bicycle", "cycle", "shortterm", "family")
"""Counts that are within the others, or of no cars: they are left out."""


def spaces_of(
    publication: Publication,
    place: Callable[[Element], str],
    lot_id: str,
    counted: list[Counting],
) -> list[dict[str, object]]:
    """Return the snapshot's classes; of one class, all its countings are brought together."""
    sorted_out: dict[SpaceClass, dict[str, int]] = {}
    for counting in counted:
        space_class, kind = _class_of(counting), _kind_of(counting)
        pointer = place(counting.element)
        if space_class is None or kind is None:
            value = counting.code or counting.kind
            publication.find("ignored-part", pointer, lot_id, value=value)
            continue
        count = _count(publication, counting.element, pointer, lot_id)
        if count is not None:
            counts = sorted_out.setdefault(space_class, {})
            counts[kind] = counts.get(kind, 0) + count
    spaces = [_space(name, counts) for name, counts in sorted_out.items()]
    return [space for space in spaces if space is not None]


def _class_of(counting: Counting) -> SpaceClass | None:
    code = counting.code.casefold()
    found = next((name for part, name in _CLASSES if part in code), None)
    return found or (None if any(part in code for part in _OTHERS) else "general")


def _kind_of(counting: Counting) -> str | None:
    """Return which number it is. What is present is free spaces, or vehicles that take them."""
    if counting.kind in FREE or (counting.kind == PRESENT and counting.unit in SPACES):
        return "free"
    if counting.kind == IN_USE or (counting.kind == PRESENT and counting.unit == "vehicles"):
        return "occupied"
    return "away" if counting.kind in AWAY else None


def _count(publication: Publication, element: Element, pointer: str, lot_id: str) -> int | None:
    written = text(element, "Count")
    try:
        count = count_of(written)
    except ValueError:
        count = MAX_COUNT + 1
    if count is not None and count > MAX_COUNT:
        publication.find("bad-number", pointer, lot_id, field="Count", value=written)
        return None
    if count is not None and count < 0:
        publication.find("negative-count", pointer, lot_id, field="Count", value=count)
        return None
    return count


def _space(name: SpaceClass, counts: dict[str, int]) -> dict[str, object] | None:
    """Return a class; free and used spaces, with those out of use, are all there are."""
    free, occupied = counts.get("free"), counts.get("occupied")
    if free is None and occupied is None:
        return None
    if free is None:
        return {"space_class": name, "occupied": occupied}
    space: dict[str, object] = {"space_class": name, "free": free}
    if occupied is not None:
        space["capacity"] = free + occupied + counts.get("away", 0)
    return space
