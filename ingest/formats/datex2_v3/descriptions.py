"""DATEX II v3 places described in our words."""

from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import is_for_bicycles, is_for_heavy_vehicles
from ingest.formats.datex2.descriptions import address_of, hours_of, max_height_m, names_of
from ingest.formats.datex2.places import locate, sound_point
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2_v3.payload import Part
from ingest.formats.xml_reading import below, child, either, text
from parking.plausibility import MAX_COUNT
from parking.vocabulary import SpaceClass

_LOT_CLASSES: Final = {"true": "public_offstreet", "false": "dedicated"}
_LAYOUTS: Final = {
    "layBy": "surface", "openSpace": "surface", "nested": "surface", "field": "surface",
    "building": "ramp_garage",
}  # fmt: skip


def describe(reader: Reader, lot: Part, parts: list[Part], country: str) -> None:
    """Add the lot with its classes, made of the parts that are for some users."""
    element, lot_id = lot.element, lot.part_id
    if is_for_bicycles(lot.vehicles):
        reader.find("not-parking", element, lot_id, value="bicycle")
        return
    capacity = capacity_of(reader, lot, parts)
    if not capacity:
        reader.find("no-capacity", element, lot_id, field="spacesTotal")
    located = locate(reader, child(element, "locationReference"), lot_id, country)
    structure = _structure(element)
    reader.publication.lot(
        reader.tree.place(element),
        {
            "lot_id": lot_id,
            **names_of(either(child(element, "name"), child(element, "alias"))),
            "lat": located.lat,
            "lon": located.lon,
            "coordsys": "wgs84",
            "outline": located.outline,
            "capacity": capacity,
            "lot_class": _lot_class(lot, structure),
            "structure": structure,
            "land_use": _land_use(element),
            "address": address_of(element),
            "opening_hours": hours_of(reader, child(element, "operatingHours"), lot_id),
            "max_height_m": max_height_m(element) or _height_of(element),
            "entrances": _entrances(parts),
        },
    )


def capacity_of(reader: Reader, lot: Part, parts: list[Part]) -> dict[SpaceClass, int] | None:
    """Return spaces by class: the total of the lot, and off it what its parts have for some."""
    total = spaces_in(reader, lot.element, lot.part_id)
    special: dict[SpaceClass, int] = {}
    general = 0
    for part in parts:
        if part.is_parking:
            count = spaces_in(reader, part.element, part.part_id)
            count = 1 if count is None and part.is_space else count or 0
            if part.space_class == "general":
                general += count
            else:
                special[part.space_class] = special.get(part.space_class, 0) + count
    if total is None:
        total = general + sum(special.values()) or (1 if lot.is_space else None)
    if not total or total > MAX_COUNT:
        return None
    if sum(special.values()) > total:
        special = {}
    rest = total - sum(special.values())
    own = lot.space_class
    if rest:
        special[own] = special.get(own, 0) + rest
    return {name: count for name, count in special.items() if count}


def spaces_in(reader: Reader, element: Element, lot_id: str) -> int | None:
    """Return `spacesTotal`, or the quantity supplied; None where neither is said."""
    for holder in below(element, "characteristics"):
        count = reader.count(holder, lot_id, "spacesTotal")
        if count is not None:
            return count
    supply = child(element, "supply")
    if supply is None or text(supply, "viewType") == "vehicleView":
        return None
    return reader.count(supply, lot_id, "quantity")


def _structure(element: Element) -> str | None:
    kind, grade = _word(element, "structureType"), _word(element, "structureGrade")
    if kind == "onStreet":
        return "onstreet"
    if _word(element, "robotic") == "true":
        return "mechanical"
    if grade == "underground":
        return "underground"
    if kind == "offStreetStructure":
        return "ramp_garage"
    return "surface" if kind == "offStreetSurface" else _LAYOUTS.get(_word(element, "layout") or "")


def _lot_class(lot: Part, structure: str | None) -> str | None:
    if structure == "onstreet":
        return "onstreet"
    if is_for_heavy_vehicles(lot.vehicles):
        return "dedicated"
    return _LOT_CLASSES.get(_word(lot.element, "openToPublic") or "")


def _land_use(element: Element) -> str | None:
    words = {(e.text or "").strip() for e in below(element, "type")}
    return "park_and_ride" if "parkAndRide" in words else None


def _height_of(element: Element) -> float | None:
    try:
        height = float(text(element, "dimension", "height") or "")
    except ValueError:
        return None
    return height if 1.0 <= height <= 20.0 else None  # noqa: PLR2004 - of a car park in metres


def _entrances(parts: list[Part]) -> list[dict[str, float]]:
    entrances = []
    for part in parts:
        point = sound_point(child(part.element, "locationReference")) if part.is_access else None
        way = text(part.element, "accessType")
        if point is not None and part.kind != "PedestrianAccess" and way != "exitOnly":
            entrances.append(point)
    return entrances


def _word(element: Element, name: str) -> str | None:
    """Return the first text of that name anywhere below."""
    return next(((e.text or "").strip() for e in below(element, name)), None) or None
