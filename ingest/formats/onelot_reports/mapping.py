"""Our own reports: decoded by the live door's own decoder, so that it says what the door will."""

from collections.abc import Mapping
from typing import Final

import msgspec

from ingest.formats.document import Document
from ingest.formats.findings import finding_of
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.onelot_reports.payload import ENVELOPE, bare, enveloped, is_report
from ingest.formats.publication import Publication
from parking.problems import Problem, ProblemError
from parking.report import MAX_ITEMS
from parking.report_body import decode_reports
from parking.words import Words

FORMAT: Final = "onelot_reports"
_BARE: Final = Likeness(
    0.9, Words('缺少外层的 {"reports": […]}', 'the envelope {"reports": […]} is missing')
)


def recognise(document: Document) -> Likeness:
    items = enveloped(document.json)
    if items is not None:
        return IT_IS if not items or any(is_report(item) for item in items) else Likeness(0.7)
    return _BARE if bare(document.json) else NOT_AT_ALL


def read(document: Document, _terms: Terms) -> Publication:
    """Read every report; ValueError where the body as a whole would be refused."""
    publication = Publication(FORMAT)
    items = enveloped(document.json)
    content = document.content
    if items is None:
        items = bare(document.json)
        content = msgspec.json.encode({ENVELOPE: items})
        publication.find("no-envelope", "", None, value='{"reports": […]}')
    if not items:
        publication.find("empty", "")
        return publication
    try:
        decoded = decode_reports(content)
    except ProblemError as error:
        raise ValueError(f"{error.problem.detail} (at most {MAX_ITEMS})") from error
    for index, (item, found) in enumerate(zip(items, decoded, strict=True)):
        pointer = f"/{ENVELOPE}/{index}"
        fields = item if isinstance(item, Mapping) else {}
        if isinstance(found, Problem):
            lot_id = fields.get("lot_id")
            told = str(lot_id) if isinstance(lot_id, str) else None
            publication.findings.append(finding_of(found, pointer, told))
        else:
            publication.report(pointer, fields)
    return publication


FORM: Final = Form(
    name=FORMAT,
    title=Words("本平台的原生报告（JSON）", "our own reports (JSON)"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)
