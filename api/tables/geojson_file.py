"""GeoJSON as RFC 7946 has it: each row a feature, in WGS-84. It knows no route."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from api.tables.table import Table

_IDS: Final = ("id", "lot_id")
"""Columns whose cell is also the feature's id."""


def geojson_bytes(table: Table, about: Mapping[str, Any]) -> bytes:
    """Render it; `about` is further members of the collection.

    The geometry is the cell of the column of that kind, else the point at `lat` and `lon`, else
    null.
    """
    kinds, names = table.kinds(), [column.name for column in table.columns]
    shape = names[kinds.index("geometry")] if "geometry" in kinds else None
    told = {
        **about,
        "type": "FeatureCollection",
        "features": [_feature(member, shape) for member in table.members()],
    }
    return msgspec.json.encode(told)


def _feature(member: dict[str, Any], shape: str | None) -> dict[str, Any]:
    geometry = _point(member) if shape is None else member.pop(shape)
    feature_id = next((member[name] for name in _IDS if member.get(name) is not None), None)
    named = {} if feature_id is None else {"id": feature_id}
    return {"type": "Feature", **named, "geometry": geometry, "properties": member}


def _point(member: Mapping[str, Any]) -> dict[str, Any] | None:
    lat, lon = member.get("lat"), member.get("lon")
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [lon, lat]}
