"""SIRI-FM's words, and the conditions of facilities picked out of a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.document import Document
from ingest.formats.json_tree import element_of
from ingest.formats.xml_reading import Pointers, below, child, children, local, text

DELIVERY: Final = "FacilityMonitoringDelivery"
CONDITION: Final = "FacilityCondition"
COUNTING: Final = "MonitoredCounting"
ROOTS: Final = frozenset({"Siri", "ServiceDelivery", DELIVERY})
FREE: Final = frozenset({"availabilityCount", "availableCount"})
PRESENT: Final = "presentCount"
IN_USE: Final = "inUseCount"
AWAY: Final = frozenset({"reservedCount", "outOfOrderCount"})
SPACES: Final = frozenset({"bays", "spaces", "otherSpaces", "devices", ""})
_MARKS: Final = (b"acilityMonitoringDelivery", b"acilityCondition")
_PARKS: Final = frozenset({"parkingBay", "parking", "carPark", ""})
_NO_CAR_PARKS: Final = frozenset({"cyclePark", "rentalCarPark", "bicyclePark"})


@dataclass(frozen=True, slots=True)
class Counting:
    """One `MonitoredCounting`; `code` says which spaces, empty for all."""

    element: Element
    kind: str
    unit: str
    code: str


def opened(document: Document) -> tuple[Element, Pointers | dict[Element, str]] | None:
    """Return the root and the places of elements; None for what can be no SIRI."""
    if document.xml is not None:
        return document.xml, Pointers(document.xml)
    if not isinstance(document.json, dict | list):
        return None
    if document.content and not any(mark in document.content for mark in _MARKS):
        return None
    places: dict[Element, str] = {}
    root = element_of("document", document.json, places)
    for element in root.iter():
        element.tag = element.tag[:1].upper() + element.tag[1:]
    return root, places


def conditions(root: Element) -> Iterator[Element]:
    return below(root, CONDITION)


def id_of(condition: Element) -> str | None:
    """Return the facility's id, by reference or where the facility itself is told."""
    for path in (("FacilityRef",), ("Facility", "FacilityCode"), ("FacilityRef", "Value"),
                 ("Facility", "FacilityRef")):  # fmt: skip
        found = text(condition, *path)
        if found is not None:
            return found
    return None


def countings(condition: Element) -> list[Counting]:
    return [
        Counting(
            element,
            text(element, "CountingType") or "",
            text(element, "CountedFeatureUnit") or text(element, "countedFeatureUnit") or "",
            text(_type_of(element), "TypeOfValueCode") or "",
        )
        for element in children(condition, COUNTING)
    ]


def what_else(condition: Element, counted: list[Counting]) -> str | None:
    """Return what the facility is where it is no car park: a lift, a stand of hired bicycles."""
    for feature in below(child(condition, "Facility"), "ParkingFacility"):
        if (feature.text or "").strip() in _NO_CAR_PARKS:
            return (feature.text or "").strip()
    kind = text(condition, "Facility", "FacilityClass") or ""
    if kind not in _PARKS:
        return kind
    hired = next((c for c in counted if c.unit == "vehicles" and c.kind in FREE), None)
    if hired is not None:
        return "vehicles for hire"
    return None if counted or kind or _is_park(condition) else "facility without a count"


def point_of(condition: Element) -> tuple[str, str] | None:
    """Return (latitude, longitude) as written, of the facility or of where it has moved."""
    for holder in condition.iter():
        lat, lon = text(holder, "Latitude"), text(holder, "Longitude")
        if lat and lon:
            return lat, lon
    return None


def _type_of(element: Element) -> Element | None:
    return next(
        (inner for inner in element if local(inner.tag).startswith("TypeOfCountedFeature")), None
    )


def _is_park(condition: Element) -> bool:
    return any(True for _ in below(condition, "ParkingFacility")) or any(
        word in (id_of(condition) or "").casefold() for word in ("park", "stellpl")
    )
