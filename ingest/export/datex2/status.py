"""Parking status of DATEX II v3.7: each lot's count, what it is worth, and its classes."""

from ingest.export.datex2 import words
from ingest.export.datex2.pieces import reference
from ingest.export.datex2.table import group_id
from ingest.export.shown import ClassCount, Shown, class_counts, whole_of
from ingest.export.xml_text import NO_ATTRIBUTES, tag
from parking.live.availability import Availability

_ELEMENT = "prk:parkingStatusInformation"
_OBJECT = "fac:FacilityObject"


def status_elements(shown: Shown) -> str:
    """Write a lot's status, and that of its spaces for some. That of the lot includes them."""
    groups = (_group(shown, count) for count in class_counts(shown))
    return _place(shown) + "".join(groups)


def _place(shown: Shown) -> str:
    lot, seen = shown.lot, shown.availability
    when = tag("prk:statusTime", seen.observed_at)
    content = (
        reference("fac:reference", _OBJECT, lot.lot_id, lot.version),
        tag("fac:lastUpdated", seen.observed_at),
        tag("fac:openingStatus", words.OPENING[seen.state]),
        *(tag("prk:parkingFault", fault) for fault in _faults(seen)),
        tag("prk:occupancy", _occupancy(shown)),
        tag("prk:statusValidity", when, {"xsi:type": "prk:ValidityByTime"}),
        tag("prk:demandTable", _demand(seen)),
        tag("prk:status", words.PLACE_STATUS[seen.state]),
    )
    return tag(_ELEMENT, "".join(content), {"xsi:type": "prk:PlaceStatus"}) + "\n"


def _group(shown: Shown, count: ClassCount) -> str:
    lot = shown.lot
    if count.space_class not in words.RESERVED:
        return ""
    content = (
        reference("fac:reference", _OBJECT, group_id(lot, count.space_class), lot.version),
        tag("fac:lastUpdated", shown.availability.observed_at),
        tag("prk:occupancy", _numbers(count.free, count.capacity)),
    )
    return tag(_ELEMENT, "".join(content)) + "\n"


def _faults(seen: Availability) -> list[str]:
    is_counted = any(count.free is not None for count in seen.by_class.values())
    faults = []
    if "offline" in seen.flags or (seen.observed_at is not None and not is_counted):
        faults.append("communicationsFailure")
    elif not is_counted:
        faults.append("noParkingInformationAvailable")
    if not words.WRONG.isdisjoint(seen.flags):
        faults.append("erroneousOccupancyInformation")
    return faults


def _occupancy(shown: Shown) -> str:
    """Write the count with its interval; without a count nothing but the number of spaces."""
    whole = whole_of(shown)
    if whole is None:
        return tag("prk:numberOfSpacesOverride", shown.availability.capacity)
    trend = tag("prk:occupancyTrend", words.TREND[shown.availability.trend])
    return _numbers(whole.free, whole.capacity, whole.low, whole.high) + trend


def _numbers(
    free: int | None, capacity: int | None, low: int | None = None, high: int | None = None
) -> str:
    content = tag("prk:numberOfSpacesOverride", capacity) + tag("prk:numberOfVacantSpaces", free)
    if free is None:
        return content
    if low is not None and high is not None and low < high:
        content += tag("prk:numberOfVacantSpacesLowerThan", high + 1)
        content += tag("prk:numberOfVacantSpacesHigherThan", low - 1 if low else None)
    if capacity:
        taken = max(0, capacity - free)
        content += tag("prk:numberOfOccupiedSpaces", taken)
        content += tag("prk:occupancy", f"{100 * taken / capacity:.1f}")
    return content


def _demand(seen: Availability) -> str:
    """Say how the count came about."""
    if seen.free is None or seen.observed_at is None:
        return ""
    word = words.CALCULATION.get(seen.kind)
    extended = NO_ATTRIBUTES if word else {"_extendedValue": seen.kind}
    how = tag("prk:occupancyCalculation", word or words.EXTENDED, extended)
    kind = tag("prk:demandType", tag("prk:creationTime", seen.observed_at) + how)
    return tag("prk:timestamp", seen.observed_at) + kind
