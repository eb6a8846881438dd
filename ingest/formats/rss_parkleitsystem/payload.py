"""Items of a guidance system's feed: `open / 28` in the description, the lot in the title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from ingest.formats.xml_reading import attribute, below, text

ROOTS: Final = frozenset({"rss", "RDF", "feed"})
_STATE: Final = re.compile(r"\s*([^/\d]{2,30}?)\s*/\s*(\d{1,5}|\?+|-+|)\s*")
_IDS: Final = ("pid", "id", "parkhaus", "uid")
_TIMES: Final = ("date", "updated", "published", "pubDate")
"""ISO 8601 is preferred to the form of mail."""


@dataclass(frozen=True, slots=True)
class Item:
    """One lot. `count` as written; `word` in small letters."""

    element: Element
    lot_id: str | None
    name: str | None
    address: str | None
    word: str
    count: str
    moment: str | None


def items(root: Element) -> Iterator[Element]:
    return below(root, "item", "entry")


def read_item(element: Element) -> Item | None:
    """Read an item; None for one that has no state in it."""
    described = text(element, "description") or text(element, "summary") or text(element, "content")
    state = _STATE.fullmatch(described or "")
    if state is None:
        return None
    name, _, address = (text(element, "title") or "").partition(" / ")
    return Item(
        element,
        _id_of(element) or name.strip() or None,
        name.strip() or None,
        address.strip() or None,
        state[1].strip().casefold(),
        state[2],
        next((moment for name in _TIMES if (moment := text(element, name))), None),
    )


def _id_of(element: Element) -> str | None:
    """Return what the link asks for, or the whole of the item's own identity."""
    for name in ("guid", "id", "link"):
        written = text(element, name) or next(
            (href for link in below(element, "link") if (href := attribute(link, "href"))), None
        )
        asked = parse_qs(urlsplit(written or "").query) if written else {}
        found = next((asked[key][0] for key in _IDS if key in asked), None)
        if found:
            return found
    return text(element, "guid") or text(element, "id")
