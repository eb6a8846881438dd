"""Reads a whole document of records and record statuses, whichever namespace they are in."""

from typing import Final

from ingest.formats.datex2.payloads import payloads
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.record_statuses import STATUS, read_record_status
from ingest.formats.datex2.records import TABLE, Known, read_record
from ingest.formats.datex2.tree import V3, Tree, open_tree
from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.publication import Publication
from ingest.formats.xml_reading import below

_MARKS: Final = frozenset({TABLE, STATUS, "parkingRecordReference"})


def has_records(tree: Tree) -> bool:
    return bool(tree.names() & _MARKS)


def is_of_v3(tree: Tree) -> bool:
    """Tell by the namespace; JSON has none, and was first written for version 3."""
    return tree.has_namespace(V3)


def read_records(name: str, document: Document, terms: Terms) -> Publication:
    """Read tables before statuses, so that a status finds what its lot is."""
    publication = Publication(name)
    tree = open_tree(document)
    if tree is None:
        raise ValueError("the document holds no DATEX II")
    reader, known = Reader(publication, tree, terms), Known()
    found = payloads(reader)
    for payload in found:
        for record in below(payload.element, TABLE):
            read_record(reader, record, payload.country, known)
    for payload in found:
        for status in below(payload.element, STATUS):
            read_record_status(reader, status, known)
    return publication
