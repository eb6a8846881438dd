"""Singapore's own words: `carpark_data` with counts by type of lot, and DataMall's flat list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ingest.formats.payload_records import records_of

CARPARKS: Final = "carpark_data"
INFO: Final = "carpark_info"
NUMBER: Final = "carpark_number"
DATAMALL_MARKS: Final = frozenset({"CarParkID", "AvailableLots", "LotType"})
CLASSES: Final = {"C": "general", "Y": "motorcycle", "S": "motorcycle"}
"""Types of lots by our class: cars, motorcycles, motorcycles with side-cars. H and L: lorries."""


@dataclass(frozen=True, slots=True)
class Carpark:
    """One record, and the time its whole snapshot was taken, where that is told."""

    pointer: str
    record: object
    timestamp: object = None


def is_carpark(record: Mapping[str, object]) -> bool:
    return NUMBER in record and INFO in record


def is_datamall(record: Mapping[str, object]) -> bool:
    return record.keys() >= DATAMALL_MARKS


def is_ours(record: Mapping[str, object]) -> bool:
    return isinstance(record.get(CARPARKS), list) or is_carpark(record) or is_datamall(record)


def carparks(root: object) -> Iterator[Carpark]:
    """Yield the car parks of every snapshot in the payload."""
    for pointer, record in records_of(root):
        listed = record.get(CARPARKS) if isinstance(record, Mapping) else None
        if isinstance(record, Mapping) and isinstance(listed, list):
            for index, one in enumerate(listed):
                yield Carpark(f"{pointer}/{CARPARKS}/{index}", one, record.get("timestamp"))
        else:
            yield Carpark(pointer, record)
