"""`parkingRecordStatus` of version 2, and of feeds that keep its names in version 3: the state."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import class_named
from ingest.formats.datex2.counts import Count, occupancy_of, read_count
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.records import Known
from ingest.formats.datex2.statuses import Status, tell, tell_bay
from ingest.formats.xml_reading import (
    attribute,
    below,
    child,
    children,
    either,
    local,
    text,
    texts,
    type_of,
)
from parking.vocabulary import SpaceClass

STATUS: Final = "parkingRecordStatus"
TIME: Final = "parkingStatusOriginTime"
_AGGREGATES: Final = frozenset({"GroupOfParkingSitesStatus", "ParkingAreaStatus"})
_GRADED: Final = "parkingNumberOfVacantSpacesGraded"


def read_record_status(reader: Reader, element: Element, known: Known) -> None:
    """Add what is said of one lot now: counts by class, open or closed, and its bays."""
    lot_id = attribute(child(element, "parkingRecordReference"), "id")
    if lot_id is None:
        reader.find("no-id", element, None, field="parkingRecordReference")
        return
    if type_of(element) in _AGGREGATES:
        reader.find("aggregate", element, lot_id, value=type_of(element))
        return
    occupancy = either(occupancy_of(element), element)
    whole = read_count(reader, occupancy, lot_id, known.capacity.get(lot_id))
    observed_at = reader.moment(element, lot_id, TIME)
    classes = _classes(reader, element, lot_id, known)
    whole_class = known.whole.get(lot_id, "general")
    if whole_class != "general" and not classes:
        classes, whole = {whole_class: whole}, Count()
    elif whole.says_nothing and "general" in classes:
        whole = classes.pop("general")
    else:
        classes.pop("general", None)
    status = Status(element, lot_id, observed_at, _words(element, occupancy), whole, classes)
    for bay, code, state in _bays(element):
        status.has_bays = True
        tell_bay(reader, bay, lot_id, code, status=state, observed_at=observed_at)
    tell(reader, status, TIME)


def _words(element: Element, occupancy: Element | None) -> list[str]:
    """Return the words for the state; of full and not full only where nothing says open."""
    opening = texts(element, "parkingSiteOpeningStatus")
    return [*opening, *texts(element, "parkingSiteStatus"), *texts(occupancy, _GRADED)]


def _classes(
    reader: Reader, element: Element, lot_id: str, known: Known
) -> dict[SpaceClass, Count]:
    """Return counts by class, of the groups that are known and of named categories."""
    classes: dict[SpaceClass, Count] = {}
    for number, wrapper in enumerate(children(element, "groupOfParkingSpacesStatus"), 1):
        inner = next(iter(children(wrapper, local(wrapper.tag))), wrapper)
        index = attribute(wrapper, "groupIndex") or str(number)
        found = known.groups.get((lot_id, index))
        if found is None:
            reader.find("ignored-part", wrapper, lot_id, value=f"group {index}, not described")
        elif text(inner, "groupOfParkingSpacesClosed") != "true":
            _add(classes, found[0], read_count(reader, inner, lot_id, found[1]))
    for category in below(child(element, "parkingSiteStatusExtension"), "category"):
        named = class_named(text(category, "name") or "")
        if named != "general":
            counts = either(occupancy_of(category), category)
            _add(classes, named, read_count(reader, counts, lot_id))
    return classes


def _add(classes: dict[SpaceClass, Count], name: SpaceClass, count: Count) -> None:
    classes[name] = classes[name].plus(count) if name in classes else count


def _bays(element: Element) -> Iterator[tuple[Element, str, str]]:
    for number, wrapper in enumerate(children(element, "parkingSpaceStatus"), 1):
        inner = next(iter(children(wrapper, local(wrapper.tag))), wrapper)
        code = attribute(wrapper, "parkingSpaceIndex") or str(number)
        occupied = text(inner, "parkingSpaceOccupied") or text(inner, "occupied") or ""
        state = {"true": "occupied", "1": "occupied", "false": "free", "0": "free"}
        yield wrapper, code, state.get(occupied.lower(), "unknown")
