"""Liipi's own words: facilities, utilizations, and the predictions that look like them."""

from collections.abc import Mapping
from typing import Final

FACILITY_MARKS: Final = frozenset({
    "builtCapacity", "pricingMethod", "usages", "operatorId", "statusDescription", "ports",
})  # fmt: skip
UTILIZATION_MARKS: Final = frozenset({"capacityType", "usage", "spacesAvailable"})
PREDICTION: Final = "hubId"
"""A member of predictions alone, which else have a utilization's."""
CLASSES: Final = {
    "car": "general",
    "disabled": "accessible",
    "electric_car": "charging",
    "motorcycle": "motorcycle",
}
"""Capacity types stand beside each other; bicycles are no cars."""
PARK_AND_RIDE: Final = "park_and_ride"
STATUSES: Final = {
    "in_operation": True,
    "exceptional_situation": True,
    "temporarily_closed": False,
    "inactive": False,
}
DAY_TYPES: Final = {
    "business_day": ("Mo", "Tu", "We", "Th", "Fr"),
    "saturday": ("Sa",),
    "sunday": ("Su",),
}
_FEWEST_MARKS: Final = 2


def is_facility(record: Mapping[str, object]) -> bool:
    return "id" in record and len(FACILITY_MARKS & record.keys()) >= _FEWEST_MARKS


def is_utilization(record: Mapping[str, object]) -> bool:
    has_place = "facilityId" in record or PREDICTION in record
    return has_place and len(UTILIZATION_MARKS & record.keys()) >= _FEWEST_MARKS


def is_ours(record: Mapping[str, object]) -> bool:
    return is_facility(record) or is_utilization(record)


def is_prediction(record: Mapping[str, object]) -> bool:
    return PREDICTION in record and is_utilization(record)
