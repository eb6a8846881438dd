"""What a dialect has read of one lot's state, and how it becomes reports and openings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.counts import NOTHING, Count, spaces_of
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.states import fault_of, is_full, is_open
from ingest.formats.publication import Opening
from ingest.formats.xml_reading import below, texts
from parking.vocabulary import SpaceClass

LONGEST_CODE: Final = 64
_FAULTS: Final = "parkingFault"
_OFFSETS: Final = ("statusTimeOffsetToOrigin", "parkingStatusTimeOffsetToOrigin")


@dataclass(slots=True)
class Status:
    """One lot's state. `words` are all that is said of it being open, closed or full."""

    element: Element
    lot_id: str
    observed_at: str | None
    words: list[str]
    whole: Count = NOTHING
    classes: dict[SpaceClass, Count] = field(default_factory=dict)
    has_bays: bool = False
    """Its bays are told one by one, so that no count is missed."""


def tell(reader: Reader, status: Status, time_field: str) -> None:
    """Add a status to the publication; `time_field` is what the dialect calls the time."""
    if _is_forecast(status):
        reader.find("ignored-part", status.element, status.lot_id, value="forecast")
        return
    if status.observed_at is None:
        reader.find("no-time", status.element, status.lot_id, field=time_field)
    opening = is_open(status.words)
    if opening is not None:
        reader.publication.openings.append(
            Opening(reader.tree.place(status.element), status.lot_id, opening, status.observed_at)
        )
    fault = fault_of(texts(status.element, _FAULTS))
    if fault is not None:
        reader.find("no-data", status.element, status.lot_id, field=_FAULTS, value=fault)
        return
    spaces = spaces_of(status.whole, status.classes, is_full=is_full(status.words))
    if opening is False and all(space.get("free") == 0 for space in spaces):
        spaces = []  # what is closed has 0 free in feeds that have no count of it
    if spaces:
        said: dict[str, object] = {
            "kind": "snapshot",
            "lot_id": status.lot_id,
            "observed_at": status.observed_at,
        }
        reader.publication.report(reader.tree.place(status.element), said | {"spaces": spaces})
    elif not status.has_bays:
        _tell_absence(reader, status, opening)


def tell_bay(reader: Reader, element: Element, lot_id: str, code: str, **said: object) -> None:
    """Add a report of one bay; `said` has its status and, where known, observed_at."""
    fields = {"kind": "space", "lot_id": lot_id, "space_code": code[:LONGEST_CODE], **said}
    reader.publication.report(reader.tree.place(element), fields)


def _tell_absence(reader: Reader, status: Status, opening: bool | None) -> None:  # noqa: FBT001
    if status.whole.capacity == 0 or status.whole.free == 0:
        reader.find("no-data", status.element, status.lot_id, field="capacity", value=0)
    elif opening is not False:
        reader.find("no-count", status.element, status.lot_id, field="vacant spaces")


def _is_forecast(status: Status) -> bool:
    """Tell whether it is of a time to come: said as an offset, or as a moment after its origin."""
    for element in below(status.element, *_OFFSETS):
        if (element.text or "").strip().lstrip("+") not in {"", "0", "0.0"}:
            return True
    moments = [e.text or "" for e in below(status.element, "statusTime", "parkingStatusTime")]
    return any(_is_after(moment.strip(), status.observed_at) for moment in moments)


def _is_after(moment: str, origin: str | None) -> bool:
    try:
        return datetime.fromisoformat(moment) > datetime.fromisoformat(origin or "")
    except (ValueError, TypeError):
        return False
