"""From a guidance system's news feed to ours."""

from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.document import Document
from ingest.formats.facts import line_of
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.moments import moment_of
from ingest.formats.publication import Opening, Publication
from ingest.formats.rss_parkleitsystem.payload import ROOTS, Item, items, read_item
from ingest.formats.xml_reading import Pointers, local, text
from parking.words import Words

NAME: Final = "rss_parkleitsystem"
UTC: Final = ZoneInfo("UTC")
_OPEN: Final = frozenset({"open", "offen", "geöffnet", "ouvert", "aperto"})
_CLOSED: Final = frozenset({"closed", "geschlossen", "zu", "fermé", "chiuso"})
_FULL: Final = frozenset({"full", "voll", "besetzt", "complet"})
_NO_STATES: Final = Likeness(
    0.2,
    Words(
        "是 RSS/Atom，但条目中没有“open / 28”这样的状态",
        "it is RSS or Atom whose items have no state such as `open / 28`",
    ),
)


def recognise(document: Document) -> Likeness:
    root = document.xml
    if root is None or local(root.tag) not in ROOTS:
        return NOT_AT_ALL
    found = [read_item(element) for element in items(root)]
    states = [item for item in found if item is not None]
    return IT_IS if states and len(states) * 2 > len(found) else _NO_STATES


def read(document: Document, terms: Terms) -> Publication:
    """Read every item; those without a state are told to be left out."""
    root = document.xml
    if root is None:
        raise ValueError("the document is no XML")
    publication, pointers = Publication(NAME), Pointers(root)
    for element in items(root):
        item = read_item(element)
        if item is None:
            value = text(element, "title") or "item"
            publication.find("ignored-part", pointers.of(element), None, value=value)
        elif item.lot_id is None:
            publication.find("no-id", pointers.of(element), None, field="guid")
        else:
            _take(publication, item, item.lot_id, pointers.of(element), terms)
    return publication


def _take(publication: Publication, item: Item, lot_id: str, pointer: str, terms: Terms) -> None:
    fields = {"lot_id": lot_id, "name": line_of(item.name), "address": line_of(item.address)}
    publication.lot(pointer, fields)
    moment = _moment(publication, item, lot_id, pointer, terms)
    if item.word in _OPEN | _FULL | _CLOSED:
        is_open = item.word not in _CLOSED
        publication.openings.append(Opening(pointer, lot_id, is_open, moment))
    else:
        publication.find("no-data", pointer, lot_id, field="state", value=item.word)
    free = int(item.count) if item.count.isdecimal() else 0 if item.word in _FULL else None
    if free is None or (free == 0 and item.word in _CLOSED):
        if item.word not in _CLOSED:
            publication.find("no-count", pointer, lot_id, field="description")
        return
    spaces = [{"space_class": "general", "free": free}]
    report = {"kind": "snapshot", "lot_id": lot_id, "observed_at": moment, "spaces": spaces}
    publication.report(pointer, report)


def _moment(
    publication: Publication, item: Item, lot_id: str, pointer: str, terms: Terms
) -> str | None:
    if item.moment is None:
        publication.find("no-time", pointer, lot_id, field="pubDate")
        return None
    # The form of mail ends in a name of a zone, which is UTC under whichever of its names.
    written = item.moment.removesuffix(" GMT").removesuffix(" UTC")
    is_utc = written != item.moment
    moment = moment_of(f"{written} +0000" if is_utc else written, terms.zone)
    moment = moment or (moment_of(written, UTC) if is_utc else None)
    if moment is None:
        publication.find("bad-time", pointer, lot_id, value=item.moment)
    return moment[0] if moment else None


FORM: Final = Form(
    NAME,
    Words("停车诱导系统的 RSS", "RSS of a parking guidance system"),
    frozenset({"xml"}),
    recognise,
    read,
)
