"""SPDP's own words: an index, static information and dynamic information, one object each."""

from collections.abc import Iterator, Mapping
from typing import Final

from ingest.formats.payload_records import Records, records_of

STATIC: Final = "parkingFacilityInformation"
DYNAMIC: Final = "parkingFacilityDynamicInformation"
INDEX: Final = "ParkingFacilities"
STATUSES: Final = ("facilityActualStatus", "actualStatus")
INDEX_MARKS: Final = frozenset({"staticDataUrl", "dynamicDataUrl"})
BICYCLE: Final = ("fiets", "bicycle", "bike")
USAGES: Final = {
    "garage": "ramp_garage",
    "terrein": "surface",
    "terrain": "surface",
    "straat": "onstreet",
    "street": "onstreet",
}
"""Beginnings and parts of `usage`, which is free text, by structure."""
PARK_AND_RIDE: Final = ("p+r", "park and ride", "park & ride", "p&r")
DAYS: Final = {
    "mo": "Mo", "ma": "Mo", "tu": "Tu", "di": "Tu", "we": "We", "wo": "We", "th": "Th", "do": "Th",
    "fr": "Fr", "vr": "Fr", "sa": "Sa", "za": "Sa", "su": "Su", "zo": "Su",
}  # fmt: skip
"""First two letters of a day in English and Dutch."""


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell by either of the two envelopes, a bare status, or an entry of the index."""
    if STATIC in record or DYNAMIC in record:
        return True
    if "identifier" not in record:
        return False
    return bool(INDEX_MARKS & record.keys()) or any(name in record for name in STATUSES)


def records(root: object) -> Records:
    """Return the facilities, each without its envelope."""
    return [one for found in records_of(root, INDEX) for one in _unwrapped(*found)]


def _unwrapped(pointer: str, record: object) -> Iterator[tuple[str, object]]:
    wrapped = [
        (f"{pointer}/{name}", record[name])
        for name in (STATIC, DYNAMIC)
        if isinstance(record, Mapping) and isinstance(record.get(name), Mapping)
    ]
    yield from wrapped or [(pointer, record)]
