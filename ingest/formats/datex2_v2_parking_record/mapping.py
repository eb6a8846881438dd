"""DATEX II version 2 records to ours; the reading is `datex2`'s."""

from typing import Final

from ingest.formats.datex2.record_forms import has_records, is_of_v3, read_records
from ingest.formats.datex2.tree import V2, open_tree
from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "datex2_v2_parking_record"
_NO_PARKING: Final = Likeness(
    0.3,
    Words(
        "是 DATEX II 2.x，但其中没有停车场（parkingRecord、parkingFacility 等）",
        "it is DATEX II 2.x without any parking in it (parkingRecord, parkingFacility)",
    ),
)


def recognise(document: Document) -> Likeness:
    tree = open_tree(document)
    if tree is None:
        return NOT_AT_ALL
    if has_records(tree):
        return NOT_AT_ALL if is_of_v3(tree) else IT_IS
    return _NO_PARKING if tree.has_namespace(V2) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    return read_records(NAME, document, terms)


FORM: Final = Form(
    NAME,
    Words("DATEX II 2.x 停车场记录", "DATEX II 2.x parking records"),
    frozenset({"xml", "json"}),
    recognise,
    read,
)
