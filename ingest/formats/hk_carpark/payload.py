"""Hong Kong's own words: `info` and `vacancy`, both by kind of vehicle, in two generations."""

from collections.abc import Iterator, Mapping
from typing import Final

from ingest.formats.payload_records import Records, records_of

CAR_PARK: Final = "car_park"
"""The envelope of the older files, whose vehicles are a list."""
IDS: Final = ("park_Id", "park_id")
VEHICLES: Final = {
    "privateCar": "general",
    "motorCycle": "motorcycle",
}
"""Kinds of vehicles by our class. Lorries, container lorries and coaches are no cars."""
VEHICLE_CODES: Final = {"P": "general", "M": "motorcycle", "P_D": "accessible"}
COUNTED: Final = "A"
FLAGGED: Final = "B"
CLOSED: Final = "C"
"""What `vacancy` means: A a number; B 0 full, 1 not full; C closed. -1 is no data in each."""
HOURLY: Final = ("", "hourly")
MONTHLY: Final = "monthly"
STRUCTURES: Final = {"multi-storey": "ramp_garage", "off-street": "surface", "metered": "onstreet"}
DAYS: Final = {
    "MON": "Mo", "TUE": "Tu", "WED": "We", "THU": "Th", "FRI": "Fr", "SAT": "Sa", "SUN": "Su",
    "PH": "PH",
}  # fmt: skip
OPEN: Final = {"open": True, "closed": False}


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell by the id, whose writing nobody else has, and by what stands beside it."""
    if IDS[0] in record:
        return True
    return IDS[1] in record and bool({"name_en", "name_tc", "vehicle_type"} & record.keys())


def records(root: object) -> Records:
    return records_of(root, CAR_PARK, is_record=is_ours)


def vacancies(record: Mapping[str, object]) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield (pointer below the record, our class of its vehicle, vacancy) of either generation."""
    for vehicle, space_class in VEHICLES.items():
        for place, vacancy in _objects(record.get(vehicle), f"/{vehicle}"):
            yield place, space_class, vacancy
    for place, vehicle_type in _objects(record.get("vehicle_type"), "/vehicle_type"):
        told = VEHICLE_CODES.get(str(vehicle_type.get("type")))
        for inner, vacancy in _objects(vehicle_type.get("service_category"), "/service_category"):
            if told is not None:
                yield place + inner, told, vacancy


def _objects(value: object, pointer: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    listed = value if isinstance(value, list) else [value]
    for index, element in enumerate(listed):
        if isinstance(element, Mapping):
            yield (f"{pointer}/{index}" if isinstance(value, list) else pointer), element
