"""Whether positions may be of a Chinese map, whose datum nobody said."""

import re
from collections.abc import Sequence
from typing import Final

from ingest.mapping.model import Mapping
from ingest.registry.rows import Row

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_WEST, _SOUTH, _EAST, _NORTH = 73.5, 18.0, 135.1, 53.6
_ELSEWHERE: Final = ((119.2, 21.8, 122.2, 25.5), (113.5, 22.05, 114.5, 22.57))
"""Taiwan; Hong Kong and Macau: their maps are of no datum of their own."""


def is_unsaid(mapping: Mapping, rows: Sequence[Row]) -> bool:
    """Tell whether a table in Chinese has a lot on the mainland, and no datum in any name."""
    if mapping.coordsys is not None or mapping.crs or mapping.shape == "geojson":
        return False
    names = "".join(column for pick in mapping.fields.values() for column in pick.columns)
    return _CHINESE.search(names) is not None and any(_is_there(row) for row in rows)


def _is_there(row: Row) -> bool:
    lat, lon = row.fields.get("lat"), row.fields.get("lon")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return False
    is_in = _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST
    return is_in and not any(w <= lon <= e and s <= lat <= n for w, s, e, n in _ELSEWHERE)
