"""The transport data exchange's own words and code lists (MOTC parking data standard)."""

import re
from collections.abc import Mapping
from typing import Final

from ingest.formats.payload_records import Records, records_of

LISTS: Final = (
    "CarParks", "ParkingAvailabilities", "ParkingSpaces", "CarParkSpaces", "ParkingSegments",
    "CurbParkingSegments", "CurbParkingSegmentAvailabilities", "ParkingSegmentAvailabilities",
    "ParkingSegmentSpaces", "CurbParkingSegmentSpaces", "CurbSpotParkingAvailabilities",
    "CurbParkingSpotAvailabilities", "ParkingSpotAvailabilities", "CarParkList",
    "ParkingAvailabilityList",
)  # fmt: skip
CAR_PARK: Final = "CarParkID"
SEGMENT: Final = "ParkingSegmentID"
SPOT: Final = "ParkingSpotID"
MARKS: Final = frozenset({
    "CarParkName", "ParkingSegmentName", "CarParkPosition", "ParkingSegmentPosition", "TotalSpaces",
    "AvailableSpaces", "ServiceStatus", "FullStatus", "ChargeStatus", "Availabilities", "Spaces",
    "SpotStatus", "DeviceStatus", "CarParkType", "DataCollectTime",
})  # fmt: skip
SERVICE: Final = {0: False, 1: True, 2: False}
"""Resting, in business, suspended."""
FULL: Final = frozenset({2, 3})
"""Full, and overcrowded."""
SPOT_STATUSES: Final = {0: "occupied", 2: "free"}
STRUCTURES: Final = {
    1: "surface", 2: "ramp_garage", 3: "underground", 4: "mechanical", 5: "mechanical",
}  # fmt: skip
ALL_SPACES: Final = 0
CLASSES: Final[Mapping[int, str]] = {
    1: "general", 26: "general", 27: "general",
    2: "motorcycle", 3: "motorcycle", 10: "motorcycle", 12: "motorcycle", 14: "motorcycle",
    16: "motorcycle", 18: "motorcycle", 20: "motorcycle", 22: "motorcycle",
    7: "reserved", 8: "reserved", 23: "reserved", 25: "reserved", 28: "reserved", 29: "reserved",
    9: "accessible", 11: "charging", 24: "loading",
    15: "monthly", 17: "monthly", 19: "monthly", 21: "monthly",
}  # fmt: skip
"""Types of spaces by our class; what is missing is for bicycles, lorries or coaches, or unknown."""
WITHIN_TOTAL: Final = frozenset({"reserved", "accessible", "charging", "loading", "monthly"})
"""Classes for cars, which a total of cars includes."""
_WKT_PAIR: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell by one of the three ids and a member that stands beside them."""
    has_id = any(name in record for name in (CAR_PARK, SEGMENT, SPOT))
    return has_id and bool(MARKS & record.keys())


def records(root: object) -> Records:
    return records_of(root, *LISTS, is_record=is_ours)


def middle_of_wkt(written: object) -> tuple[float, float] | None:
    """Return (lat, lon) of the middle point of a WKT geometry, None where there is none."""
    pairs = _WKT_PAIR.findall(written) if isinstance(written, str) else []
    if not pairs:
        return None
    lon, lat = pairs[len(pairs) // 2]
    return float(lat), float(lon)
