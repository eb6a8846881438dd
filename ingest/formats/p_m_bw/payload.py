"""The words of the P+M feed: `capacity` and `free_capacity` are objects by kind of space."""

import json
from collections.abc import Mapping
from typing import Final

CAR: Final = "car"
CLASSES: Final = {
    CAR: "general",
    "car_women": "reserved",
    "car_charging": "charging",
    "car_handicap": "accessible",
    "motorcycle": "motorcycle",
}
"""The kinds that are for cars stand beside each other; `truck` and `bus` are left out."""
ACTIVE: Final = "active"


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell by the two objects that share their kinds of spaces."""
    both = [record.get(name) for name in ("capacity", "free_capacity")]
    return any(isinstance(one, Mapping) and CLASSES.keys() & one.keys() for one in both) and (
        "free_capacity" in record or "long_name" in record
    )


def outline_of(geometry: object) -> object:
    """Return the first geometry in a GeoJSON collection that is itself a text; None for none."""
    if not isinstance(geometry, str):
        return None
    try:
        read = json.loads(geometry)
    except (ValueError, RecursionError):
        return None
    features = read.get("features") if isinstance(read, Mapping) else None
    feature = features[0] if isinstance(features, list) and features else None
    return feature.get("geometry") if isinstance(feature, Mapping) else None
