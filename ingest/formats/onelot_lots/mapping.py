"""Our own lots are ours already: only fields that nobody reads are left out."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.onelot_lots.availability import FIELD, add_availability
from ingest.formats.onelot_lots.payload import is_lots, rows_of
from ingest.formats.publication import Publication
from ingest.registry.rows import UnreadableFileError
from parking.draft_reading import FIELDS
from parking.words import Words

FORMAT: Final = "onelot_lots"


def recognise(document: Document) -> Likeness:
    return IT_IS if is_lots(document) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    """Read every lot, and its figures where they are there; ValueError where there is no lot."""
    publication = Publication(FORMAT)
    whole = document.json if isinstance(document.json, Mapping) else {}
    publication.published_at = Facts(publication, "", whole, terms.zone).moment("as_of")
    unread: set[str] = set()
    try:
        for row in rows_of(document):
            known = {name: value for name, value in row.fields.items() if name in FIELDS}
            if "lat" in known or "outline" in known:
                known.setdefault("coordsys", terms.coordsys)
            publication.lot(row.pointer, known)
            add_availability(publication, row)
            unread |= {str(name) for name in row.fields if name not in FIELDS | {FIELD}}
    except UnreadableFileError as error:
        raise ValueError(str(error)) from error
    if unread:
        publication.find("ignored-part", "", None, value=", ".join(sorted(unread)))
    return publication


FORM: Final = Form(
    name=FORMAT,
    title=Words("本平台的停车场清单（GeoJSON、CSV、表格）", "our own lots (GeoJSON, CSV, sheet)"),
    kinds=frozenset({"json", "table"}),
    recognise=recognise,
    read=read,
)
