"""The payloads in a message: one publication or several, bare, in a container or in SOAP."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.reader import Reader
from ingest.formats.xml_reading import attribute, below, child, text

_PAYLOADS: Final = ("payloadPublication", "payload")
_REAL: Final = frozenset({"real", ""})


@dataclass(frozen=True, slots=True)
class Payload:
    """One publication; `country` in two small letters, empty where it is not said."""

    element: Element
    country: str
    published_at: str | None


def payloads(reader: Reader) -> list[Payload]:
    """Return the payloads that are meant to be used; tests and exercises are told and left out.

    Sets the moment of the whole publication: the newest of the payloads'.
    """
    found = []
    for element in _elements(reader.tree.root):
        published_at = reader.moment(_with_time(element), None, "publicationTime")
        if published_at and published_at > (reader.publication.published_at or ""):
            reader.publication.published_at = published_at
        status = next((e.text or "" for e in below(element, "informationStatus")), "").strip()
        if status in _REAL:
            found.append(Payload(element, _country(element), published_at))
        else:
            reader.find("test-object", element, None, value=status)
    return found


def _elements(root: Element) -> list[Element]:
    """Return the outermost payloads, or the whole document where nothing is named so."""
    found = list(_outermost(root))
    return found or [root]


def _outermost(element: Element) -> Iterator[Element]:
    for inner in [element] if _is_payload(element) else element:
        if _is_payload(inner):
            yield inner
        else:
            yield from _outermost(inner)


def _is_payload(element: Element) -> bool:
    return element.tag.rpartition("}")[2] in _PAYLOADS


def _with_time(element: Element) -> Element:
    """Return the payload, or in its absence whatever inner element says when it was published."""
    if child(element, "publicationTime") is not None:
        return element
    return next((e for e in element.iter() if child(e, "publicationTime") is not None), element)


def _country(element: Element) -> str:
    creators = below(element, "publicationCreator", "supplierIdentification")
    written = next((country for one in creators if (country := text(one, "country"))), "")
    return (written or (attribute(element, "lang") or "")[:2]).lower()
