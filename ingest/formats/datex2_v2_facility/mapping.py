"""From DATEX II v2 facilities to ours: short-term spaces are the general ones."""

from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import class_of
from ingest.formats.datex2.counts import Count, read_count
from ingest.formats.datex2.descriptions import address_of, hours_of, max_height_m, names_of
from ingest.formats.datex2.payloads import payloads
from ingest.formats.datex2.places import locate
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.statuses import Status, tell
from ingest.formats.datex2.tree import V2, open_tree
from ingest.formats.datex2_v2_facility.payload import (
    AREA,
    AREA_STATUS,
    ASSIGNED,
    ASSIGNED_STATUS,
    FACILITY,
    STATUS,
    TIME,
    Facility,
    assigned,
    count_of,
    facilities,
    place_of,
    statuses,
    words_of,
)
from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from ingest.formats.xml_reading import attribute, below, child, text
from parking.vocabulary import SpaceClass
from parking.words import Words

NAME: Final = "datex2_v2_facility"
_MARKS: Final = frozenset({
    FACILITY, STATUS, "parkingFacilityTable", "parkingFacilityTablePublication",
    "parkingFacilityTableStatusPublication",
})  # fmt: skip
_EMPTY: Final = Likeness(0.7)
"""Version 2 without any payload: what feeds of facilities send while they have nothing."""
_STRUCTURES: Final = {
    "multiStorey": "ramp_garage", "undergroundAndMultiStorey": "ramp_garage",
    "underground": "underground", "singleLevel": "surface", "covered": "surface",
    "openSpace": "surface", "nested": "surface", "field": "surface",
    "automatedParkingGarage": "mechanical",
}  # fmt: skip
_OF_THE_SHORT_TERM: Final = ("accessible", "charging")
"""Assigned spaces that are among those for short stays, and so off the general ones."""

Classes = dict[tuple[str, str], tuple[SpaceClass, int | None]]
"""By (facility, index) of assigned spaces: their class and how many, as the table says."""


def recognise(document: Document) -> Likeness:
    tree = open_tree(document)
    if tree is None:
        return NOT_AT_ALL
    names = tree.names()
    if names & _MARKS:
        return IT_IS
    is_empty = "d2LogicalModel" in names and "payloadPublication" not in names
    return _EMPTY if is_empty and tree.has_namespace(V2) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    """Read tables before statuses; sums over areas are left out."""
    publication = Publication(NAME)
    tree = open_tree(document)
    if tree is None:
        raise ValueError("the document holds no DATEX II")
    reader, classes, described = Reader(publication, tree, terms), Classes(), set[str]()
    found = payloads(reader)
    for payload in found:
        for facility in facilities(payload.element, reader):
            described.add(facility.place_id)
            _describe(reader, facility, payload.country, classes)
    for payload in found:
        for status in statuses(payload.element, reader):
            if status.name is not None and status.place_id not in described:
                _describe(reader, status, payload.country, classes)
            _tell(reader, status, classes)
        for area in below(payload.element, AREA, AREA_STATUS):
            _tell_area(reader, area)
    return publication


def _describe(reader: Reader, facility: Facility, country: str, classes: Classes) -> None:
    """Add a lot, from a table or from what a status says of it by the way."""
    element, lot_id = facility.element, facility.place_id
    capacity = _capacity(reader, facility, classes)
    if not capacity:
        reader.find("no-capacity", element, lot_id, field="totalParkingCapacity")
    located = locate(reader, child(element, "facilityLocation"), lot_id, country)
    reader.publication.lot(
        reader.tree.place(element),
        {
            "lot_id": lot_id,
            "name": facility.name,
            **names_of(child(element, "parkingFacilityName")),
            "lat": located.lat,
            "lon": located.lon,
            "coordsys": "wgs84",
            "outline": located.outline,
            "capacity": capacity,
            "lot_class": "public_offstreet",
            "structure": _STRUCTURES.get(text(element, "parkingFacilityLayout") or ""),
            "address": address_of(element),
            "opening_hours": hours_of(reader, child(element, "openingTimes"), lot_id),
            "max_height_m": max_height_m(element),
        },
    )


def _capacity(reader: Reader, facility: Facility, classes: Classes) -> dict[SpaceClass, int] | None:
    """Return spaces by class; what is assigned to some is off the short-term spaces."""
    capacity: dict[SpaceClass, int] = {}
    for index, inner in assigned(facility.element, ASSIGNED):
        found = class_of(inner)
        count = reader.count(inner, facility.place_id, "numberOfAssignedParkingSpaces")
        classes[facility.place_id, index] = found, count
        if found in _OF_THE_SHORT_TERM and count:
            capacity[found] = capacity.get(found, 0) + count
    short_term = facility.capacity or 0
    rest = short_term - sum(capacity.values())
    if rest < 0:
        capacity, rest = {}, short_term
    if rest:
        capacity["general"] = rest
    if facility.long_term:
        capacity["monthly"] = facility.long_term
    return capacity or None


def _tell(reader: Reader, status: Facility, classes: Classes) -> None:
    found: dict[SpaceClass, Count] = {}
    for index, inner in assigned(status.element, ASSIGNED_STATUS):
        space_class, capacity = classes.get((status.place_id, index), ("general", None))
        if space_class in _OF_THE_SHORT_TERM:
            found[space_class] = read_count(reader, inner, status.place_id, capacity)
    observed_at = reader.moment(status.element, status.place_id, TIME)
    words = words_of(status.element)
    count = count_of(reader, status)
    tell(reader, Status(status.element, status.place_id, observed_at, words, count, found), TIME)


def _tell_area(reader: Reader, area: Element) -> None:
    """Tell that a sum over facilities is left out, for no space may count twice."""
    reference = attribute(area, "id") or attribute(child(area, "parkingAreaReference"), "id") or ""
    place_id, name = place_of(reference)
    reader.find("aggregate", area, place_id or None, value=name or place_id)


FORM: Final = Form(
    NAME,
    Words("DATEX II 2.x 停车设施", "DATEX II 2.x parking facilities"),
    frozenset({"xml", "json"}),
    recognise,
    read,
)
