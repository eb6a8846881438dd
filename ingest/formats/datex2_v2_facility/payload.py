"""DATEX II v2 parking facilities: their words, picked out of the elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.counts import Count, ratio_of, read_count
from ingest.formats.datex2.reader import Reader
from ingest.formats.xml_reading import attribute, below, child, children, local, text, texts

FACILITY: Final = "parkingFacility"
STATUS: Final = "parkingFacilityStatus"
AREA_STATUS: Final = "parkingAreaStatus"
AREA: Final = "parkingArea"
TIME: Final = "parkingFacilityStatusTime"
REFERENCE: Final = re.compile(r"(?P<number>[^\[]+)\[(?P<name>.*)\]", re.DOTALL)
ASSIGNED: Final = "assignedParkingSpaces"
ASSIGNED_STATUS: Final = "assignedParkingSpacesStatus"
_SHORT_TERM: Final = "totalParkingCapacityShortTerm"
_LONG_TERM: Final = "totalParkingCapacityLongTerm"
_TOTAL: Final = "totalParkingCapacity"


@dataclass(frozen=True, slots=True)
class Facility:
    """Ids as `24276[Turmcenter]` are taken apart. `capacity` is of the short-term spaces."""

    element: Element
    place_id: str
    name: str | None
    capacity: int | None
    long_term: int | None


def place_of(reference_id: str) -> tuple[str, str | None]:
    """Split `24276[Turmcenter]` into id and name; a plain id has no name."""
    match = REFERENCE.fullmatch(reference_id)
    return (match["number"].strip(), match["name"].strip()) if match else (reference_id, None)


def facilities(root: Element, reader: Reader) -> Iterator[Facility]:
    """Yield the facilities that are described; told where one has no id."""
    for element in below(root, FACILITY):
        if (facility := _facility(element, attribute(element, "id"), reader, "")) is not None:
            yield facility


def statuses(root: Element, reader: Reader) -> Iterator[Facility]:
    """Yield the facilities whose state is said; told where one has no id.

    The inner element of the same name is a word for the state, and has no children.
    """
    for element in below(root, STATUS):
        if len(element):
            reference = attribute(child(element, "parkingFacilityReference"), "id")
            facility = _facility(element, reference, reader, "Override")
            if facility is not None:
                yield facility


def count_of(reader: Reader, status: Facility) -> Count:
    """Read the count, which is of the short-term spaces; the ratio is a part of 1."""
    count = read_count(reader, status.element, status.place_id, status.capacity)
    ratio = ratio_of(text(status.element, "parkingFacilityOccupancy"), whole=1.0)
    return Count(count.free, count.occupied, count.capacity, ratio)


def words_of(status: Element) -> list[str]:
    """Return the words for the state, of which there may be several."""
    return texts(status, STATUS)


def assigned(element: Element, name: str) -> Iterator[tuple[str, Element]]:
    """Yield (index, element) of spaces assigned to somebody, wrapped once or not."""
    for number, wrapper in enumerate(children(element, name), 1):
        inner = next(iter(children(wrapper, local(wrapper.tag))), wrapper)
        yield attribute(wrapper, "index") or str(number), inner


def _facility(
    element: Element, reference: str | None, reader: Reader, suffix: str
) -> Facility | None:
    if reference is None:
        reader.find("no-id", element, None, field="id")
        return None
    place_id, name = place_of(reference)
    long_term = reader.count(element, place_id, _LONG_TERM + suffix)
    short_term = reader.count(element, place_id, _SHORT_TERM + suffix)
    total = reader.count(element, place_id, _TOTAL + suffix)
    if not short_term and total:
        short_term = total - (long_term or 0)
    said = short_term if short_term is not None else total
    return Facility(element, place_id, name, said, long_term)
