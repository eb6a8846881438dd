"""Whether a document is about bicycles: what it says of itself, and what its columns hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

_BIKES: Final = re.compile(
    r"fahrr[aä]d|bicycl|bikes?\b|bike[-_ &]|\bvelo\b|vélo|fiets|bicic|radabstell|radstation"
    r"|schlie(?:ß|ss)f[aä](?:ch|echer)|anlehnb[uü]e?gel|two_tier|\bwall_loops\b|bike_|_bike"
    r"|自行车|自行車|单车|單車|脚踏车|腳踏車|非机动车",
    re.IGNORECASE,
)
_CARS: Final = re.compile(
    r"parkhaus|parkh[aä]user|tiefgarage|parkplatz|parkpl[aä]tz|car.?park|\bauto\b|\bpkw\b|\bcar\b"
    r"|garage|停车场|停車場|车位|車位|泊位|stellpl[aä]tz.*kfz",
    re.IGNORECASE,
)
_BOXES: Final = re.compile(r"(?:^|_)boxes$", re.IGNORECASE)
"""Columns of lockers; nobody counts those of cars so."""
_MOST: Final = 0.8
_SHORT: Final = 160
_FEWEST: Final = 0.5
MOTORCYCLES: Final = re.compile(r"motorr[aä]d|motor.?cycle|机车|機車|摩托", re.IGNORECASE)


def bicycles_in(
    names: Sequence[str], columns: Mapping[str, Sequence[object]], total: int
) -> str | None:
    """Return the words by which it is known, None for car parks.

    `names` are what the document and its collections are called, `columns` the values by name.
    """
    for name, values in sorted(columns.items()):
        texts = [str(v) for v in values if isinstance(v, str) and v.strip() and len(v) <= _SHORT]
        if len(texts) < _FEWEST * total or not texts:
            continue
        bikes = [text for text in texts if _BIKES.search(text)]
        if len(bikes) >= _MOST * len(texts):
            return f"{name}: {bikes[0]}"
    for name in names:
        if _BIKES.search(name) and not re.search(r"park.?(and|&|\+).?ride", name, re.IGNORECASE):
            return name
    named = sorted(name for name in columns if _BIKES.search(name) or _BOXES.search(name))
    if named and not any(_CARS.search(name) for name in columns) and not _about_cars(columns):
        return named[0]
    return None


def is_bicycles(text: str) -> bool:
    """Tell whether one value says that its record is for bicycles."""
    return _BIKES.search(text) is not None


def _about_cars(columns: Mapping[str, Sequence[object]]) -> bool:
    return any(
        isinstance(value, str) and len(value) <= _SHORT and _CARS.search(value)
        for values in columns.values()
        for value in values
    )
