"""NGSI's own words: entity types, categories, states; how to tell them is `entities.py`'s."""

from typing import Final

OFF_STREET: Final = "OffStreetParking"
ON_STREET: Final = "OnStreetParking"
SITES: Final = frozenset({OFF_STREET, ON_STREET, "ParkingSite"})
GROUP: Final = "ParkingGroup"
SPOT: Final = "ParkingSpot"
ACCESS: Final = "ParkingAccess"
KINDS: Final = SITES | {GROUP, SPOT, ACCESS}
SITE_REFERENCES: Final = (
    "refParkingSite", "refOffStreetParking", "refOnStreetParking", "hasParkingSite",
)  # fmt: skip
STRUCTURES: Final = {
    "underground": "underground",
    "automatedparkinggarage": "mechanical",
    "multilevel": "ramp_garage",
    "multistorey": "ramp_garage",
    "parkinggarage": "ramp_garage",
    "surface": "surface",
    "openspace": "surface",
    "ground": "surface",
}
"""Words of `category` and `layout`, small letters, the most telling first."""
GATED: Final = frozenset({"barrieraccess", "gateaccess"})
DEDICATED: Final = frozenset({"private", "onlyresidents", "onlywithpermit"})
PUBLIC: Final = "public"
CLASSES: Final = {
    "onlydisabled": "accessible",
    "fordisabled": "accessible",
    "disabledpermit": "accessible",
    "onlyelectricalcharging": "charging",
    "forelectricalcharging": "charging",
    "onlyresidents": "reserved",
    "forresidents": "reserved",
    "onlywithpermit": "reserved",
    "foremployees": "reserved",
    "formembers": "reserved",
    "forstudents": "reserved",
    "motorcycle": "motorcycle",
    "forloadunload": "loading",
    "loadunload": "loading",
    "loadunloadzone": "loading",
}
"""Words of a group's or spot's `category`, `requiredPermit` and vehicles by our class."""
CARS: Final = frozenset({
    "car", "anyvehicle", "allvehicles", "motorvehicle", "motorcycle", "van", "carwithtrailer",
    "carwithcaravan", "carorlightvehicle", "electricvehicle",
})  # fmt: skip
"""Vehicles, of which one makes a place a car park; without any told, it is one."""
OPEN: Final = {
    "open": True, "offen": True, "openingtimesinforce": None,
    "closed": False, "closedabnormal": False, "geschlossen": False,
}  # fmt: skip
FULL: Final = frozenset({"full", "fullatentrance"})
FAULTS: Final = frozenset({
    "stoerung", "störung", "fault", "error", "outofservice", "unknown", "offline",
})  # fmt: skip
"""States in which numbers mean nothing."""
KNOWN: Final = frozenset({*OPEN, *FULL, *FAULTS, "spacesavailable", "almostfull"})
SPOT_STATUSES: Final = {"free": "free", "occupied": "occupied"}
TIMES: Final = (
    "occupancyModified", "observationDateTime", "dateObserved", "TimeInstant", "dateModified",
    "modifiedAt",
)  # fmt: skip
"""Attributes that tell when counts were so, where a count does not carry its own time."""
