"""DATEX II version 3 that keeps version 2's names to ours; the reading is `datex2`'s."""

from typing import Final

from ingest.formats.datex2.record_forms import has_records, is_of_v3, read_records
from ingest.formats.datex2.tree import open_tree
from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "datex2_v3_old_names"


def recognise(document: Document) -> Likeness:
    tree = open_tree(document)
    return IT_IS if tree is not None and has_records(tree) and is_of_v3(tree) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    return read_records(NAME, document, terms)


FORM: Final = Form(
    NAME,
    Words("DATEX II 3.x（沿用 2.x 名称）", "DATEX II 3.x with the names of 2.x"),
    frozenset({"xml", "json"}),
    recognise,
    read,
)
