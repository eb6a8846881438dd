"""From SIRI-FM to ours: counts of free and used spaces, by class where it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.document import Document
from ingest.formats.facts import line_of, number_of
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.moments import moment_of
from ingest.formats.publication import Opening, Publication
from ingest.formats.siri_fm.counts import spaces_of
from ingest.formats.siri_fm.payload import (
    CONDITION,
    DELIVERY,
    ROOTS,
    conditions,
    countings,
    id_of,
    opened,
    point_of,
    what_else,
)
from ingest.formats.xml_reading import below, local, text
from parking.draft_place import doubt_of
from parking.words import Words

NAME: Final = "siri_fm"
_NO_FACILITIES: Final = Likeness(
    0.3,
    Words(
        "是 SIRI，但不含设施监测（FacilityMonitoringDelivery）",
        "it is SIRI without a FacilityMonitoringDelivery",
    ),
)
_OPEN: Final = frozenset({"available", "partiallyAvailable", "added"})


def recognise(document: Document) -> Likeness:
    found = opened(document)
    if found is None:
        return NOT_AT_ALL
    names = {local(tag) for tag in {element.tag for element in found[0].iter()}}
    if names & {DELIVERY, CONDITION}:
        return IT_IS
    return _NO_FACILITIES if local(found[0].tag) in ROOTS else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    found = opened(document)
    if found is None:
        raise ValueError("the document holds no SIRI")
    root, places = found
    publication = Publication(NAME)
    place = places.of if not isinstance(places, dict) else lambda e: places.get(e, "")
    moments = [moment_of(e.text, terms.zone) for e in below(root, "ResponseTimestamp")]
    publication.published_at = max((moment[0] for moment in moments if moment), default=None)
    for condition in conditions(root):
        _Condition(publication, terms, place, condition).take()
    return publication


@dataclass(frozen=True, slots=True)
class _Condition:
    publication: Publication
    terms: Terms
    place: Callable[[Element], str]
    element: Element

    def take(self) -> None:
        """Add what the condition says; told where it is of no car park."""
        pointer, lot_id = self.place(self.element), id_of(self.element)
        if lot_id is None:
            self.publication.find("no-id", pointer, None, field="FacilityRef")
            return
        counted = countings(self.element)
        other = what_else(self.element, counted)
        if other is not None:
            self.publication.find("not-parking", pointer, lot_id, value=other)
            return
        spaces = spaces_of(self.publication, self.place, lot_id, counted)
        self._describe(pointer, lot_id)
        said = self._moment(lot_id)
        if spaces:
            report = {"kind": "snapshot", "lot_id": lot_id, "observed_at": said, "spaces": spaces}
            self.publication.report(pointer, report)
        else:
            self.publication.find("no-count", pointer, lot_id, field="MonitoredCounting/Count")
        self._open(pointer, lot_id, said, spaces)

    def _describe(self, pointer: str, lot_id: str) -> None:
        name, point = text(self.element, "Facility", "Description"), point_of(self.element)
        if name is None and point is None:
            return
        fields: dict[str, object] = {"lot_id": lot_id, "name": line_of(name), "coordsys": "wgs84"}
        lat, lon = (number_of(point[0]), number_of(point[1])) if point else (None, None)
        if lat is None or lon is None or doubt_of(lat, lon, city=None, is_city_bound=False):
            if point is not None:
                value = f"{point[0]}, {point[1]}"
                self.publication.find("bad-position", pointer, lot_id, value=value)
        else:
            fields |= {"lat": lat, "lon": lon}
        features = {(e.text or "").strip() for e in below(self.element, "ParkingFacility")}
        land_use = "park_and_ride" if "parkAndRidePark" in features else None
        self.publication.lot(pointer, {**fields, "land_use": land_use})

    def _moment(self, lot_id: str) -> str | None:
        """Return when the facility was looked at; the answer's own time says nothing of that."""
        for name in ("RecordedAtTime", "UpdatedAt", "LastUpdate"):
            written = text(self.element, name)
            if written is not None:
                moment = moment_of(written, self.terms.zone)
                if moment is None:
                    self._find("bad-time", self.element, lot_id, value=written)
                return moment[0] if moment else None
        self._find("no-time", self.element, lot_id, field="RecordedAtTime")
        return None

    def _open(
        self, pointer: str, lot_id: str, said: str | None, spaces: list[dict[str, object]]
    ) -> None:
        """`notAvailable` beside no free space is full; without a count, or with some, closed."""
        status = text(self.element, "FacilityStatus", "Status")
        is_full = bool(spaces) and all(space.get("free") == 0 for space in spaces)
        is_closed = status == "removed" or (status == "notAvailable" and not is_full)
        if status in _OPEN or is_closed:
            opening = Opening(pointer, lot_id, not is_closed, said)
            self.publication.openings.append(opening)

    def _find(self, code: str, element: Element, lot_id: str, **places: object) -> None:
        self.publication.find(code, self.place(element), lot_id, **places)


FORM: Final = Form(
    NAME,
    Words("SIRI-FM 设施监测", "SIRI-FM facility monitoring"),
    frozenset({"xml", "json"}),
    recognise,
    read,
)
