"""ParkAPI v3's own words: parking sites, parking spots, and the members that set them apart."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.payload_records import Records, records_of

ITEMS: Final = "items"
IDS: Final = ("original_uid", "uid")
MARKS: Final = frozenset({
    "purpose", "has_realtime_data", "static_data_updated_at", "realtime_data_updated_at",
    "realtime_free_capacity", "realtime_capacity", "realtime_opening_status", "realtime_status",
    "source_id", "source_uid", "park_and_ride_type", "has_fee", "restrictions", "supervision_type",
    "external_identifiers", "operator_name", "public_url", "fee_description",
})  # fmt: skip
SOURCE_MARKS: Final = frozenset({
    "static_status", "realtime_parking_site_error_count", "static_parking_site_error_count",
    "attribution_license", "last_import",
})  # fmt: skip
CAR: Final = "car"
NOT_FOR_CARS: Final = frozenset({
    "generic_bike", "wall_loops", "safe_wall_loops", "stands", "lockers", "shed", "two_tier",
    "building", "floor", "lockbox",
})  # fmt: skip
STRUCTURES: Final = {
    "on_street": "onstreet",
    "off_street_parking_ground": "surface",
    "underground": "underground",
    "car_park": "ramp_garage",
}
AUDIENCES: Final[Mapping[str, str | None]] = {
    "disabled": "accessible",
    "charging": "charging",
    "woman": "reserved",
    "women": "reserved",
    "family": "reserved",
    "carsharing": "reserved",
    "resident": "reserved",
    "residents": "reserved",
    "employee": "reserved",
    "employees": "reserved",
    "customer": "reserved",
    "customers": "reserved",
    "visitor": "reserved",
    "student": "reserved",
    "taxi": "reserved",
    "caravan": "reserved",
    "delivery": "loading",
    "logistics": "loading",
    "motorcycle": "motorcycle",
    "truck": None,
    "bus": None,
}
"""Whom spaces are for, as our class; None: not for cars, so only taken off the total."""
OPEN: Final = {"open": True, "closed": False}
SPOT_STATUSES: Final = {"available": True, "taken": False, "occupied": False}
"""Whether a spot is free; other words say that it is not known."""


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell a site or spot by its id's name and a member that only this format has."""
    members = record.get("properties") if record.get("type") == "Feature" else record
    return isinstance(members, Mapping) and _is_ours(members)


def _is_ours(members: Mapping[str, object]) -> bool:
    return any(name in members for name in IDS) and bool(MARKS & members.keys())


def is_source(record: Mapping[str, object]) -> bool:
    """Tell an element of the list of sources: it has a uid and statuses, but is no place."""
    return bool(SOURCE_MARKS & record.keys()) and "lat" not in record


def is_spot(record: Mapping[str, object]) -> bool:
    """Tell a single space from a site, which has a capacity."""
    has_capacity = any(name in record for name in ("capacity", "realtime_capacity"))
    return "realtime_status" in record and not has_capacity


def records(root: object) -> Records:
    """Return sites and spots; of GeoJSON features the properties, with the place from there."""
    return [
        (f"{pointer}/properties", _flat(element)) if _is_feature(element) else (pointer, element)
        for pointer, element in records_of(root, ITEMS, is_record=is_ours)
    ]


def _is_feature(element: object) -> bool:
    return isinstance(element, Mapping) and element.get("type") == "Feature"


def _flat(feature: object) -> object:
    if not isinstance(feature, Mapping) or not isinstance(feature.get("properties"), Mapping):
        return feature
    geometry = feature.get("geometry")
    return {"geojson": geometry, **feature["properties"]}
