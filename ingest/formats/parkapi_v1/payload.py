"""ParkAPI v1's own words: a city with `lots`, and a city's GeoJSON file."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.payload_records import Records

LOTS: Final = "lots"
MARKS: Final = frozenset({
    "free", "state", "coords", "forecast", "lot_type", "total", "region", "fee_hours",
})  # fmt: skip
ENVELOPE: Final = frozenset({"last_updated", "last_downloaded", "data_source"})
OPEN: Final = "open"
CLOSED: Final = "closed"
NO_DATA: Final = "nodata"
STATES: Final = (OPEN, CLOSED, NO_DATA, "unknown")
CITY: Final = "city"
"""The type of the first feature of a GeoJSON file, which is the city itself."""
BUS: Final = "bus"
STRUCTURES: Final = {
    "parkhaus": "ramp_garage",
    "garage": "ramp_garage",
    "car park": "ramp_garage",
    "multi-storey": "ramp_garage",
    "tiefgarage": "underground",
    "underground": "underground",
    "parkplatz": "surface",
    "lot": "surface",
    "surface": "surface",
    "street": "onstreet",
    "on-street": "onstreet",
}
CLASSES: Final = {
    "disabled": "accessible",
    "charging": "charging",
    "reserved": "reserved",
    "monthly": "monthly",
    "loading": "loading",
    "motorcycle": "motorcycle",
}
"""Spaces that are beside the lot's `total`, as `total:disabled` and `free:disabled`."""
_FEWEST_MARKS: Final = 2
_SPELT: Final = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss",
    **dict.fromkeys("-., '\"/\\\n\t", ""),
})  # fmt: skip
"""How letters are spelt in generated ids, which have no signs; others stay as they are."""


def is_lot(record: Mapping[str, object]) -> bool:
    """Tell a lot by two or more of the words that only this format has together."""
    return len(MARKS & record.keys()) >= _FEWEST_MARKS


def city_of(root: object) -> Mapping[str, object] | None:
    """Return the properties of the city in a city's GeoJSON file, None where there is none."""
    for _, feature in features_of(root):
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        if isinstance(properties, Mapping) and properties.get("type") == CITY:
            return properties
    return None


def features_of(root: object) -> Records:
    """Return the features of a GeoJSON collection; none of anything else."""
    features = root.get("features") if isinstance(root, Mapping) else None
    if not isinstance(features, list):
        return []
    return [(f"/features/{index}", feature) for index, feature in enumerate(features)]


def generated_id(city: str, name: str) -> str:
    """Make the id that ParkAPI makes of a city's and a lot's name, so that both files agree."""
    return f"{city}{name}".lower().translate(_SPELT) or name
