"""Sensade's own words. `availableSpaces` of a lot is how many it has, whoever stands there."""

from collections.abc import Iterator, Mapping
from typing import Final

from ingest.formats.payload_records import Records, records_of

LOTS: Final = "parkingLots"
STATUS_MARKS: Final = frozenset({"parkingLotId", "totalSpaceCount", "availableSpaceCount"})
LOT_MARKS: Final = frozenset({"hasLiveData", "freeParking", "ticketParking", "parkingSpaces"})
CLASSES: Final = {
    "handicap": "accessible",
    "disabled": "accessible",
    "electric": "charging",
    "ev": "charging",
    "charging": "charging",
    "motorcycle": "motorcycle",
}
"""Types of spaces that are not for everybody, by our class."""
_FEWEST_MARKS: Final = 2


def is_status(record: Mapping[str, object]) -> bool:
    return len(STATUS_MARKS & record.keys()) >= _FEWEST_MARKS


def is_lot(record: Mapping[str, object]) -> bool:
    return "id" in record and len(LOT_MARKS & record.keys()) >= _FEWEST_MARKS


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell a lot, a lot's status, or an organisation with its lots."""
    is_organisation = LOTS in record and "organizationId" in record
    return is_organisation or is_status(record) or is_lot(record)


def records(root: object) -> Records:
    """Return lots and statuses; those of organisations without their envelope."""
    return [one for found in records_of(root) for one in _unwrapped(*found)]


def _unwrapped(pointer: str, record: object) -> Iterator[tuple[str, object]]:
    lots = record.get(LOTS) if isinstance(record, Mapping) else None
    if isinstance(lots, list):
        yield from ((f"{pointer}/{LOTS}/{index}", lot) for index, lot in enumerate(lots))
    else:
        yield pointer, record
