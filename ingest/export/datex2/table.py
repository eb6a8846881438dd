"""Parking table of DATEX II v3.7: each lot a place, its classes and entrances below it."""

from collections.abc import Mapping
from typing import Any

from ingest.export.datex2 import words
from ingest.export.datex2.pieces import both, named, reference
from ingest.export.datex2.places import location_of, point_location
from ingest.export.datex2.terms import height_limit, operating_hours, rates
from ingest.export.publisher import Publisher
from ingest.export.shown import FOR_ANYBODY, is_onstreet
from ingest.export.xml_text import NO_ATTRIBUTES, escaped, tag
from parking.lot import Lot
from parking.ports import Operator
from parking.vocabulary import SpaceClass

_ELEMENT = "prk:hierarchyElementGeneral"
_OBJECT = "fac:FacilityObject"


def lot_elements(lot: Lot, operator: Operator | None, publisher: Publisher, now_us: int) -> str:
    """Write a lot and what is part of it; by the registry alone, without any count."""
    children = [
        _group(lot, space_class, reserved)
        for space_class, reserved in words.RESERVED.items()
        if space_class in lot.capacity
    ]
    entrances = [
        _entrance(lot, number, entrance, publisher)
        for number, entrance in enumerate(lot.entrances or (), 1)
    ]
    return "".join((_place(lot, operator, publisher, now_us), *children, *entrances))


def group_id(lot: Lot, space_class: SpaceClass) -> str:
    """Name the spaces of one class, so that a status says it without its table."""
    return f"{lot.lot_id}.{space_class}"


def _place(lot: Lot, operator: Operator | None, publisher: Publisher, now_us: int) -> str:
    built = words.BUILT["onstreet" if is_onstreet(lot) else lot.structure]
    content = (
        named("fac:name", publisher.language, lot.name, lot.name_en),
        "<fac:accessibility>disabilityAccessible</fac:accessibility>"
        if lot.capacity.get("accessible")
        else "",
        operating_hours(lot, publisher.since_us),
        location_of(lot, publisher.country, publisher.language, now_us),
        _operator(lot, operator, publisher),
        rates(lot),
        height_limit(lot),
        "<prk:layer>1</prk:layer><prk:type>place</prk:type>",
        _supply(sum(lot.capacity.values()) if lot.capacity else None),
        tag("prk:layout", built.layout),
        tag("prk:commonComponents", _characteristics(lot, built)),
    )
    return _element("prk:Place", lot, lot.lot_id, "".join(content))


def _characteristics(lot: Lot, built: words.Built) -> str:
    extended = {"_extendedValue": "unknown"} if built.kind == words.EXTENDED else NO_ATTRIBUTES
    anybody = [n for name, n in lot.capacity.items() if name in FOR_ANYBODY]
    content = (
        tag("prk:structureGrade", built.grade),
        "<prk:robotic>true</prk:robotic>" if built.is_robotic else "",
        tag("prk:accessControlled", "true" if lot.has_gate else None),
        tag("prk:structureType", built.kind, extended),
        tag("prk:coveredType", built.cover),
        tag("prk:openToPublic", words.OPEN_TO_PUBLIC.get(lot.lot_class or "attached")),
        tag("prk:spacesNonDedicated", sum(anybody) if anybody else None),
        tag("prk:spacesTotal", sum(lot.capacity.values()) if lot.capacity else None),
    )
    return tag("prk:characteristics", "".join(content))


def _operator(lot: Lot, operator: Operator | None, publisher: Publisher) -> str:
    name = lot.operator_id if operator is None else operator.name
    english = None if operator is None else operator.name_en
    content = (
        named("fac:name", publisher.language, name, english)
        + tag("fac:externalCode", escaped(lot.operator_id))
        + "<fac:organisationUnit/>"
    )
    attributes = {
        "xsi:type": "fac:OrganisationSpecification",
        "id": lot.operator_id,
        "version": "1",
    }
    return tag("fac:operator", content, attributes)


def _group(lot: Lot, space_class: SpaceClass, reserved: words.Reserved) -> str:
    pattern = tag(
        "prk:operatingPattern",
        tag("prk:type", reserved.restriction),
        {"xsi:type": "prk:OperatingRestriction", "operatingPatternIndex": "1"},
    )
    content = (
        both("fac:name", reserved.name),
        "<prk:layer>2</prk:layer><prk:type>identifiedArea</prk:type>",
        reference("prk:parentId", _OBJECT, lot.lot_id, lot.version),
        _supply(lot.capacity[space_class]),
        pattern,
        tag("prk:additionalCharacteristics", _assignment(reserved)),
    )
    return _element("prk:SpecificArea", lot, group_id(lot, space_class), "".join(content))


def _assignment(reserved: words.Reserved) -> str:
    vehicles = tag("com:fuelType", reserved.fuel) + tag("com:vehicleType", reserved.vehicle)
    qualification = (
        "" if reserved.is_exclusive else "<fac:withReservation>true</fac:withReservation>",
        tag("fac:propulsionEnergyType", reserved.fuel),
        tag("fac:vehicleCharacteristics", vehicles),
        tag("fac:userQualification", tag("fac:userGroup", reserved.user_group)),
    )
    whom = tag("fac:qualification", "".join(qualification))
    name = "prk:exclusivelyAssignedFor" if reserved.is_exclusive else "prk:applicableFor"
    return tag("prk:assignment", tag(name, whom))


def _entrance(lot: Lot, number: int, entrance: Mapping[str, Any], publisher: Publisher) -> str:
    content = (
        named("fac:name", publisher.language, str(entrance.get("name") or ""), None),
        point_location(entrance["lat"], entrance["lon"]),
        "<prk:layer>2</prk:layer><prk:type>identifiedArea</prk:type>",
        reference("prk:parentId", _OBJECT, lot.lot_id, lot.version),
        "<prk:accessType>entryAndExit</prk:accessType>",
    )
    return _element("prk:VehicularAccess", lot, f"{lot.lot_id}/entrance/{number}", "".join(content))


def _supply(quantity: int | None) -> str:
    if quantity is None:
        return ""
    counted = f"<prk:quantity>{quantity}</prk:quantity>"
    return tag("prk:supply", f"{counted}<prk:viewType>spaceView</prk:viewType>")


def _element(kind: str, lot: Lot, identity: str, content: str) -> str:
    attributes = {"xsi:type": kind, "id": identity, "version": str(lot.version)}
    return tag(_ELEMENT, content, attributes) + "\n"
