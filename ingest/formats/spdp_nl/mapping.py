"""From SPDP to ours: a facility's description, its counts, and whether it is open."""

from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.lot_facts import (
    capacity_of,
    count_while,
    geometry_of,
    height_m_of,
    opening,
    position_of,
    snapshot,
    space,
)
from ingest.formats.payload_records import facts_of, likeness_of, records_of
from ingest.formats.publication import Publication
from ingest.formats.spdp_nl.hours import hours_of
from ingest.formats.spdp_nl.payload import (
    BICYCLE,
    INDEX,
    PARK_AND_RIDE,
    STATUSES,
    USAGES,
    is_ours,
    records,
)
from parking.words import Words

NAME: Final = "spdp_nl"


def recognise(document: Document) -> Likeness:
    return likeness_of(records_of(document.json, INDEX), is_ours)


def read(document: Document, terms: Terms) -> Publication:
    """Read facilities, static and dynamic. A dynamic one has a name and a capacity as well."""
    publication = Publication(NAME)
    for facts in facts_of(publication, records(document.json), terms.zone):
        lot_id = facts.text("identifier")
        if lot_id is None:
            facts.find("no-id", field="identifier")
            continue
        status = next((name for name in STATUSES if name in facts.members), None)
        if status is None:
            _describe(facts.of(lot_id))
        else:
            _count(facts.of(lot_id), facts.of(lot_id).inner(status))
    return publication


def _count(facts: Facts, status: Facts) -> None:
    total = status.count("parkingCapacity")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("name") or facts.text("description"),
            "capacity": capacity_of(status, {"general": total}),
        },
    )
    observed_at = status.moment("lastUpdated")
    is_open, is_full = status.flag("open"), status.flag("full")
    free = count_while(status, "vacantSpaces", is_open=is_open)
    if free is None and is_full and is_open is not False:
        free = 0
    opening(status, is_open, observed_at)
    snapshot(status, space("general", free, total), observed_at, "lastUpdated")


def _describe(facts: Facts) -> None:
    # The last of the specifications that have a period each is the one in force.
    specification = next(reversed([facts, *facts.each("specifications")]))
    usage = specification.word("usage")
    if any(word in usage for word in BICYCLE):
        facts.find("not-parking", value=usage)
        return
    structure = next((ours for word, ours in USAGES.items() if word in usage), None)
    is_limited = facts.flag("limitedAccess")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("name") or facts.text("description"),
            **_place(facts, specification),
            "coordsys": "wgs84",
            "capacity": capacity_of(specification, {"general": specification.count("capacity")}),
            "structure": structure,
            "lot_class": _class_of(structure, is_limited=bool(is_limited)),
            "land_use": "park_and_ride" if any(w in usage for w in PARK_AND_RIDE) else None,
            "address": _address(facts),
            "opening_hours": hours_of(facts),
            "max_height_m": height_m_of(specification, "minimumHeightInMeters"),
        },
    )


def _class_of(structure: str | None, *, is_limited: bool) -> str | None:
    if structure == "onstreet":
        return "onstreet"
    return "dedicated" if is_limited else None


def _place(facts: Facts, specification: Facts) -> dict[str, object]:
    """Return the first vehicle entrance, the place of the index, and the area's outline."""
    place: dict[str, object] = {}
    shown = facts.inner("locationForDisplay")
    place |= position_of(shown, shown.get("latitude"), shown.get("longitude"))
    for access in facts.each("accessPoints"):
        if access.flag("isVehicleEntrance") is False or "lat" in place:
            continue
        for point in access.each("accessPointLocation"):
            place |= position_of(point, point.get("latitude"), point.get("longitude"))
    area = specification.get("areaGeometry")
    return geometry_of(specification, area, "areaGeometry") | place if area else place


def _address(facts: Facts) -> str | None:
    for access in facts.each("accessPoints"):
        told = access.inner("accessPointAddress")
        street = [told.text("streetName"), told.text("houseNumber")]
        parts = [*street, told.text("zipcode"), told.text("city")]
        line = " ".join(part for part in parts if part)
        if line:
            return line
    return None


FORM: Final = Form(
    name=NAME,
    title=Words("SPDP（荷兰国家停车登记）", "SPDP (Dutch national parking register)"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)
