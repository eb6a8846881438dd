"""DATEX II v3.3 to 3.7, tables and statuses, XML and JSON, to ours."""

from typing import Final

from ingest.formats.datex2.payloads import payloads
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.record_forms import has_records
from ingest.formats.datex2.tree import V3, Tree, open_tree
from ingest.formats.datex2_v3.descriptions import describe
from ingest.formats.datex2_v3.payload import ELEMENT, STATUS, Hierarchy, parts_in
from ingest.formats.datex2_v3.states import States
from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from ingest.formats.xml_reading import attribute, below, local
from parking.words import Words

NAME: Final = "datex2_v3"
_MARKS: Final = frozenset({ELEMENT, STATUS})
_PUBLICATIONS: Final = frozenset({"ParkingTablePublication", "ParkingStatusPublication"})
_NO_PARKING: Final = Likeness(
    0.3,
    Words(
        "是 DATEX II 3.x，但其中没有停车发布（ParkingTable 或 ParkingStatus）",
        "it is DATEX II 3.x without a ParkingTablePublication or ParkingStatusPublication",
    ),
)


def recognise(document: Document) -> Likeness:
    tree = open_tree(document)
    if tree is None or has_records(tree):
        return NOT_AT_ALL
    if tree.names() & _MARKS or _is_publication(tree):
        return IT_IS
    return _NO_PARKING if tree.has_namespace(V3) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    """Read tables before statuses, so that the state of a part is told of its lot."""
    publication = Publication(NAME)
    tree = open_tree(document)
    if tree is None:
        raise ValueError("the document holds no DATEX II")
    reader, hierarchy, countries = Reader(publication, tree, terms), Hierarchy(), dict[str, str]()
    found = payloads(reader)
    for payload in found:
        for element, part in parts_in(payload.element):
            if part is None:
                reader.find("no-id", element, None, field="id")
            else:
                hierarchy.add(part)
                countries[part.part_id] = payload.country
    hierarchy.complete()
    _describe_all(reader, hierarchy, countries)
    states = States(reader, hierarchy)
    for payload in found:
        for element in below(payload.element, STATUS):
            states.take(element)
    states.tell()
    return publication


def _describe_all(reader: Reader, hierarchy: Hierarchy, countries: dict[str, str]) -> None:
    parts = hierarchy.below()
    for part in hierarchy.parts.values():
        if part.kind == "Campus":
            reader.find("aggregate", part.element, part.part_id, value="Campus")
        elif part.is_parking and hierarchy.lot_of(part).part_id == part.part_id:
            describe(reader, part, parts.get(part.part_id, []), countries[part.part_id])


def _is_publication(tree: Tree) -> bool:
    """Tell whether an empty publication of parking is in it, of version 3 or without one."""
    if any(local(attribute(e, "type") or "") in _PUBLICATIONS for e in tree.root.iter()):
        return tree.is_json or tree.has_namespace(V3)
    return False


FORM: Final = Form(
    NAME,
    Words("DATEX II 3.3–3.7 停车", "DATEX II 3.3 to 3.7 parking"),
    frozenset({"xml", "json"}),
    recognise,
    read,
)
