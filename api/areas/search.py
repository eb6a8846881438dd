"""Search for a destination among areas and lots by name, best first. From memory alone."""

from collections.abc import Iterator
from heapq import nsmallest
from typing import NamedTuple

from api.areas.names import NO_MATCH, folded, rank
from geo.datum import Datum, from_wgs84
from geo.position import Position
from parking.directory import Directory

DECIMALS = 7


class Found(NamedTuple):
    """Ordered by fit, areas before lots, then by name; what is not known is empty."""

    fit: int
    kind_order: int
    name: str
    id: str
    name_en: str
    lat: float
    lon: float
    area_code: str


def search(directory: Directory, text: str, limit: int, datum: Datum) -> list[dict[str, object]]:
    """Return the best hits for what somebody typed."""
    best = nsmallest(limit, _fitting(directory, folded(text)))
    return [_shown(found, datum) for found in best]


def _fitting(directory: Directory, typed: str) -> Iterator[Found]:
    if not typed:
        return
    for area in directory.areas():
        fit = rank(typed, area.name, area.name_en)
        if fit != NO_MATCH and area.label_lat is not None and area.label_lon is not None:
            yield Found(
                fit, 0, area.name, area.area_code, area.name_en or "", area.label_lat,
                area.label_lon, area.parent_code or "",
            )  # fmt: skip
    for lot in directory.lots():
        fit = rank(typed, lot.name, lot.name_en)
        if fit != NO_MATCH and lot.lat is not None and lot.lon is not None:
            yield Found(
                fit, 1, lot.name, lot.lot_id, lot.name_en or "", lot.lat, lot.lon,
                lot.area_code or "",
            )  # fmt: skip


def _shown(found: Found, datum: Datum) -> dict[str, object]:
    lat, lon = from_wgs84(Position(found.lat, found.lon), datum)
    return {
        "kind": "lot" if found.kind_order else "area",
        "id": found.id,
        "name": found.name,
        "name_en": found.name_en or None,
        "lat": round(lat, DECIMALS),
        "lon": round(lon, DECIMALS),
        "area_code": found.area_code or None,
    }
