"""Sites of DATEX II Light: described and counted in one."""

from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import class_of
from ingest.formats.datex2.counts import Count
from ingest.formats.datex2.descriptions import names_of
from ingest.formats.datex2.places import Located, locate
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.statuses import Status, tell
from ingest.formats.datex2_light.payload import (
    ASSIGNED,
    CAPACITY,
    FREE,
    LOCATION,
    TIME,
    geojson_point,
    id_of,
)
from ingest.formats.facts import line_of
from ingest.formats.xml_reading import child, children, text, texts
from parking.draft_place import doubt_of
from parking.opening import check_opening_hours
from parking.vocabulary import SpaceClass

_LOT_CLASSES: Final = {"onStreet": "onstreet", "temporaryParking": "temporary"}
_STRUCTURES: Final = {
    "onStreet": "onstreet", "offStreetParkingGround": "surface", "carPark": "ramp_garage",
}  # fmt: skip
_HEIGHTS_M: Final = (1.0, 20.0)


def take_site(reader: Reader, site: Element) -> None:
    lot_id = id_of(site)
    if lot_id is None:
        reader.find("no-id", site, None, field="id")
        return
    capacity = reader.count(site, lot_id, CAPACITY)
    _describe(reader, site, lot_id, capacity)
    free = reader.count(site, lot_id, FREE)
    words = _words(site)
    if free is None and not words:
        return
    moment = reader.moment(site, lot_id, TIME)
    classes = _classes(reader, site, lot_id)
    tell(reader, Status(site, lot_id, moment, words, Count(free, None, capacity), classes), TIME)


def _describe(reader: Reader, site: Element, lot_id: str, capacity: int | None) -> None:
    location = child(site, LOCATION)
    located = located_at(reader, location, lot_id)
    kind = text(site, "type") or ""
    if not capacity:
        reader.find("no-capacity", site, lot_id, field=CAPACITY)
    reader.publication.lot(
        reader.tree.place(site),
        {
            "lot_id": lot_id,
            **names_of(child(site, "name")),
            "lat": located.lat,
            "lon": located.lon,
            "coordsys": "wgs84",
            "outline": located.outline,
            "capacity": {"general": capacity} if capacity else None,
            "lot_class": _LOT_CLASSES.get(kind, "public_offstreet"),
            "structure": _STRUCTURES.get(kind),
            "address": line_of(text(location, "locationDescriptor") or text(location, "roadName")),
            "opening_hours": _hours(reader, site, lot_id),
            "max_height_m": _height_m(location),
        },
    )


def located_at(reader: Reader, location: Element | None, lot_id: str) -> Located:
    point = geojson_point(location)
    if point is not None and doubt_of(*point, city=None, is_city_bound=False) is None:
        return Located(*point)
    return locate(reader, location, lot_id, "")


def _words(site: Element) -> list[str]:
    if text(site, "temporaryClosed") == "true":
        return ["temporarilyClosed"]
    return {"true": ["open"], "false": ["closed"]}.get(text(site, "isOpenNow") or "", [])


def _classes(reader: Reader, site: Element, lot_id: str) -> dict[SpaceClass, Count]:
    """Return the free spaces that only some may use, where that is said."""
    classes: dict[SpaceClass, Count] = {}
    for assigned in children(site, ASSIGNED):
        found = class_of(assigned)
        if found != "general" and text(assigned, "typeOfAssignment") == "onlyFor":
            classes[found] = Count(free=reader.count(assigned, lot_id, FREE))
    return classes


def _hours(reader: Reader, site: Element, lot_id: str) -> str | None:
    """Return hours that are in OSM's syntax by chance; other prose is told to be left out."""
    written = "; ".join(texts(site, "openingTimesDescription"))
    if not written or check_opening_hours(written) is None:
        return written or None
    reader.find("ignored-part", site, lot_id, value=f"openingTimesDescription {written}")
    return None


def _height_m(location: Element | None) -> float | None:
    try:
        height = float(text(location, "dimension", "height") or "")
    except ValueError:
        return None
    return height if _HEIGHTS_M[0] <= height <= _HEIGHTS_M[1] else None
