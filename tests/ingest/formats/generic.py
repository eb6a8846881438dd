"""The generic formats and our own, as the catalogue would choose among them."""

from pathlib import Path

from ingest.formats.document import Document
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.geojson.mapping import FORM as GEOJSON
from ingest.formats.onelot_lots.mapping import FORM as ONELOT_LOTS
from ingest.formats.onelot_reports.mapping import FORM as ONELOT_REPORTS
from ingest.formats.opening import open_document
from ingest.formats.publication import Publication
from ingest.formats.records.mapping import FORM as RECORDS
from ingest.formats.sheet.mapping import FORM as SHEET

FORMS = (ONELOT_LOTS, ONELOT_REPORTS, GEOJSON, RECORDS, SHEET)
ENOUGH = 0.6


def opened(path: Path) -> Document:
    return open_document(path.read_bytes(), path.name)


def likest(document: Document) -> tuple[Form, Likeness]:
    """Return the form that claims the document most, and how much."""
    claims = [(form, form.recognise(document)) for form in FORMS if document.kind in form.kinds]
    return max(claims, key=lambda claim: claim[1].score)


def read(path: Path, terms: Terms) -> tuple[str, Publication]:
    document = opened(path)
    form, likeness = likest(document)
    assert likeness.score >= ENOUGH, likeness.lacks
    return form.name, form.read(document, terms)
