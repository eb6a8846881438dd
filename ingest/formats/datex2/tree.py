"""The elements of a DATEX II document, from XML or from its JSON encoding, and their places."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.document import Document
from ingest.formats.json_tree import element_of
from ingest.formats.xml_reading import Pointers, local

_MARKS: Final = (
    b"parkingRecord", b"parkingFacility", b"hierarchyElementGeneral", b"parkingStatusInformation",
    b"arkingTablePublication", b"arkingStatusPublication", b"arkingPublicationLight",
    b"d2LogicalModel", b"locationAndDimension",
)  # fmt: skip
"""One of these is in every such JSON; without any, nothing is built to look closer."""
V2: Final = "datex2.eu/schema/2"
V3: Final = "datex2.eu/schema/3"


@dataclass(frozen=True, slots=True)
class Tree:
    """A document's elements; `place` gives an element's pointer in the document as it was sent."""

    root: Element
    place: Callable[[Element], str]
    is_json: bool

    def names(self) -> frozenset[str]:
        """Return the local names of all elements."""
        return frozenset(local(tag) for tag in {element.tag for element in self.root.iter()})

    def has_namespace(self, part: str) -> bool:
        """Tell whether any element is in a namespace that has this part."""
        return any(part in tag for tag in {element.tag for element in self.root.iter()})


def open_tree(document: Document) -> Tree | None:
    """Return the elements, None for a document that can be no DATEX II."""
    if document.xml is not None:
        return Tree(document.xml, Pointers(document.xml).of, is_json=False)
    if not isinstance(document.json, dict | list):
        return None
    if document.content and not any(mark in document.content for mark in _MARKS):
        return None
    places: dict[Element, str] = {}
    root = element_of("document", document.json, places)
    return Tree(root, lambda element: places.get(element, ""), is_json=True)
