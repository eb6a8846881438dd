"""APDS's own words: places, their hierarchy, supply and demand; and what is no place."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.payload_records import Records, records_of

LISTS: Final = ("places", "place", "parkingPlaces", "observations", "elements")
PLACE_TYPES: Final = frozenset({
    "place", "parkingplace", "identifiedarea", "campus", "subplace", "vehicularaccess",
    "pedestrianaccess", "parkingspace", "space", "parkingarea",
})  # fmt: skip
PLACE_MARKS: Final = frozenset({
    "hierarchyElementReference", "hierarchyElementGeneral", "occupancyLevel", "demandTable",
    "indicativePointLocation", "placeStreetAddress", "operatingRestrictions", "rightSpecifications",
})  # fmt: skip
USUAL_MARKS: Final = frozenset({"characteristics", "layer", "supply", "vehicularAccess"})
RATE_MARKS: Final = frozenset({
    "rateTableName", "rateLineCollections", "rateEligibility", "rateTable", "rateLines",
    "rateResponsibleParty", "rateTransition", "hierarchyElements", "assignedRights",
})  # fmt: skip
CODE_LIST: Final = "userDefinedCodeListEntries"
ENTRY: Final = frozenset({"entry", "entryexit", "both", "vehicularaccess"})
STRUCTURES: Final = {
    "onstreet": "onstreet",
    "underground": "underground",
    "undergroundmultistory": "underground",
    "multistory": "ramp_garage",
    "multistorey": "ramp_garage",
    "abovegroundmultistory": "ramp_garage",
    "automated": "mechanical",
    "mechanical": "mechanical",
    "surface": "surface",
    "offstreetsurface": "surface",
    "openspace": "surface",
}
EXPECTED: Final = "expected"
"""A calculation of demand that is a forecast."""
FULL: Final = "full"
CLASSES: Final = {
    "charg": "charging", "recharge": "charging", "electric": "charging", "充电": "charging",
    "disabled": "accessible", "handicap": "accessible", "accessible": "accessible",
    "mobilité réduite": "accessible", "无障碍": "accessible",
    "moto": "motorcycle", "摩托": "motorcycle",
}  # fmt: skip
"""Parts of an area's name that tell its class; APDS has no word for it."""


def is_place(record: Mapping[str, object]) -> bool:
    """Tell a place by what only places have, or by its type or usual members beside a version."""
    if "id" not in record or is_no_place(record):
        return False
    is_typed = str(record.get("type", "")).casefold() in PLACE_TYPES
    is_usual = is_typed or bool(USUAL_MARKS & record.keys())
    return bool(PLACE_MARKS & record.keys()) or ("version" in record and is_usual)


def is_no_place(record: Mapping[str, object]) -> bool:
    """Tell rates, rights and code lists: of APDS, but neither a place nor an occupancy."""
    return bool(RATE_MARKS & record.keys()) or CODE_LIST in record


def records(root: object) -> Records:
    return records_of(root, *LISTS, is_record=lambda one: is_place(one) or is_no_place(one))
