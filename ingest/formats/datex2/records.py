"""`parkingRecord` of version 2, and of feeds that keep its names in version 3: the description."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import class_of, is_for_bicycles, is_for_heavy_vehicles
from ingest.formats.datex2.descriptions import address_of, hours_of, max_height_m, names_of
from ingest.formats.datex2.places import locate, sound_point
from ingest.formats.datex2.reader import Reader
from ingest.formats.xml_reading import attribute, below, child, children, either, text, type_of
from parking.plausibility import MAX_COUNT
from parking.vocabulary import SpaceClass

TABLE: Final = "parkingRecord"
_STRUCTURES: Final = {
    "multiStorey": "ramp_garage", "undergroundAndMultiStorey": "ramp_garage",
    "underground": "underground", "singleLevel": "surface", "covered": "surface",
    "openSpace": "surface", "nested": "surface", "field": "surface", "layBy": "surface",
    "automatedParkingGarage": "mechanical",
}  # fmt: skip
_AGGREGATES: Final = frozenset({"GroupOfParkingSites", "ParkingArea"})
_TEMPORARY: Final = frozenset({"TemporaryParkingSite", "TemporaryUrbanParking", "EventParkingSite"})
_INTER_URBAN: Final = "InterUrbanParkingSite"
_GROUPS: Final = ("groupOfParkingSpaces",)
_FEW: Final = 10
_ASSIGNED: Final = ("onlyAssignedParking", "assignedParkingAmongOthers")


@dataclass(slots=True)
class Known:
    """What tables say that statuses need: the class of a whole lot, and of each of its groups."""

    whole: dict[str, SpaceClass] = field(default_factory=dict)
    groups: dict[tuple[str, str], tuple[SpaceClass, int | None]] = field(default_factory=dict)
    capacity: dict[str, int] = field(default_factory=dict)


def read_record(reader: Reader, record: Element, country: str, known: Known) -> None:
    """Add the lot that the record describes, and remember what statuses need."""
    lot_id = attribute(record, "id")
    if lot_id is None:
        reader.find("no-id", record, None, field="id")
        return
    if type_of(record) in _AGGREGATES:
        reader.find("aggregate", record, lot_id, value=type_of(record))
        return
    assigned = _assigned(record)
    if is_for_bicycles(assigned):
        reader.find("not-parking", record, lot_id, value="bicycle")
        return
    capacity = _capacity(reader, record, lot_id, known)
    if not capacity:
        reader.find("no-capacity", record, lot_id, field="parkingNumberOfSpaces")
    located = locate(reader, child(record, "parkingLocation"), lot_id, country)
    layout = text(record, "parkingLayout") or ""
    is_on_street = text(record, "urbanParkingSiteType") == "onStreetParking"
    reader.publication.lot(
        reader.tree.place(record),
        {
            "lot_id": lot_id,
            **names_of(either(child(record, "parkingName"), child(record, "parkingAlias"))),
            "lat": located.lat,
            "lon": located.lon,
            "coordsys": "wgs84",
            "outline": located.outline,
            "capacity": capacity,
            "lot_class": _lot_class(record, assigned, is_on_street=is_on_street),
            "structure": "onstreet" if is_on_street else _STRUCTURES.get(layout),
            "land_use": _land_use(record),
            "address": address_of(record),
            "opening_hours": hours_of(reader, child(record, "openingTimes"), lot_id),
            "max_height_m": max_height_m(record),
            "entrances": _entrances(record),
        },
    )


def _assigned(record: Element) -> Element:
    """Return an element that holds what the whole record is assigned to, but not its groups."""
    holder = Element("assigned")
    holder.extend(children(record, *_ASSIGNED))
    return holder


def _capacity(
    reader: Reader, record: Element, lot_id: str, known: Known
) -> dict[SpaceClass, int] | None:
    """Return spaces by class; the groups that are for some users are off the total."""
    total = reader.count(record, lot_id, "parkingNumberOfSpaces") or None
    known.whole[lot_id] = whole = _class_of_all(record, total)
    groups: Counter[SpaceClass] = Counter()
    for number, wrapper in enumerate(children(record, *_GROUPS), 1):
        group = next(iter(children(wrapper, "parkingSpaceBasics", *_GROUPS)), wrapper)
        index = attribute(wrapper, "groupIndex") or str(number)
        found, count = class_of(group), reader.count(group, lot_id, "parkingNumberOfSpaces")
        known.groups[lot_id, index] = found, count
        groups[found] += count or 0
    special = {name: count for name, count in groups.items() if count and name != "general"}
    if total is None:
        total = groups.total() or None
    if total is None or total > MAX_COUNT:
        return None
    known.capacity[lot_id] = total
    if sum(special.values()) > total:
        return {whole: total}
    rest = total - sum(special.values())
    return ({whole: rest} if rest else {}) | {
        name: count + (rest if name == whole else 0) for name, count in special.items()
    }


def _class_of_all(record: Element, total: int | None) -> SpaceClass:
    """Return whom the whole record is for: only them, or them among others on a few bays."""
    only = child(record, "onlyAssignedParking")
    if only is not None:
        return class_of(only)
    return class_of(_assigned(record)) if total is not None and total <= _FEW else "general"


def _lot_class(record: Element, assigned: Element, *, is_on_street: bool) -> str | None:
    if type_of(record) in _TEMPORARY:
        return "temporary"
    if is_on_street:
        return "onstreet"
    groups = children(record, *_GROUPS)
    is_heavy = all(is_for_heavy_vehicles(group) for group in groups) if groups else False
    if is_for_heavy_vehicles(assigned) or is_heavy:
        return "dedicated"
    is_public = text(record, "urbanParkingSiteType") == "offStreetParking"
    return "public_offstreet" if is_public or type_of(record) == _INTER_URBAN else None


def _land_use(record: Element) -> str | None:
    scenarios = {(e.text or "").strip() for e in below(record, "parkingUsageScenario")}
    return "park_and_ride" if "parkAndRide" in scenarios else None


def _entrances(record: Element) -> list[dict[str, float]]:
    entrances = []
    for access in children(record, "parkingAccess"):
        category = text(access, "accessCategory") or ""
        point = sound_point(child(access, "location"))
        if point is not None and "ehicle" in category and "ntrance" in category:
            entrances.append(point)
    return entrances
