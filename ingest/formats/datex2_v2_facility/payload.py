"""DATEX II v2 `parkingFacilityTableStatusPublication`: its words, read from XML without DTDs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

NAMESPACE = "{http://datex2.eu/schema/2/2_0}"
ROOT = f"{NAMESPACE}d2LogicalModel"


@dataclass(frozen=True, slots=True)
class FacilityStatus:
    """One `parkingFacilityStatus`, its element names kept; absent elements are None."""

    reference_id: str
    status: str | None
    status_time: str
    vacant: str | None
    occupied: str | None
    capacity_short_term: str | None
    capacity_long_term: str | None
    capacity: str | None


def _text(element: Element, name: str) -> str | None:
    found = element.find(NAMESPACE + name)
    return None if found is None else found.text


def facilities(path: Path) -> Iterator[FacilityStatus]:
    """Yield the facility statuses of one publication; a publication without any yields none."""
    root = fromstring(path.read_bytes(), forbid_dtd=True)
    for element in root.iter(f"{NAMESPACE}parkingFacilityStatus"):
        reference = element.find(f"{NAMESPACE}parkingFacilityReference")
        time = _text(element, "parkingFacilityStatusTime")
        if reference is None or time is None:
            continue  # the inner element of the same name, or a record without its time
        yield FacilityStatus(
            reference_id=reference.attrib["id"],
            status=_text(element, "parkingFacilityStatus"),
            status_time=time,
            vacant=_text(element, "totalNumberOfVacantParkingSpaces"),
            occupied=_text(element, "totalNumberOfOccupiedParkingSpaces"),
            capacity_short_term=_text(element, "totalParkingCapacityShortTermOverride"),
            capacity_long_term=_text(element, "totalParkingCapacityLongTermOverride"),
            capacity=_text(element, "totalParkingCapacityOverride"),
        )


def is_datex2_v2(path: Path) -> bool:
    """Tell by the root element whether this is a DATEX II v2 document."""
    return bool(fromstring(path.read_bytes(), forbid_dtd=True).tag == ROOT)
