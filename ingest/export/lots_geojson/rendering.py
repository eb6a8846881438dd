"""Features of `lots.geojson`: the words of a lot's description, and its availability."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from ingest.export.press import Sheet
from ingest.export.publisher import Publisher
from ingest.export.shown import Shown
from parking.clock import rfc3339
from parking.lot import Lot

MEDIA: Final = "application/geo+json"
DECIMALS: Final = 7


def lots_sheet(shown: Iterable[Shown], publisher: Publisher, now_us: int, zone: str) -> Sheet:
    """Put the collection together."""
    about = {
        "type": "FeatureCollection",
        "name": publisher.name.zh,
        "name_en": publisher.name.en,
        "as_of": rfc3339(now_us, zone),
        "attribution": publisher.attribution.en,
        "license": publisher.licence,
        "license_url": publisher.licence_url,
    }
    head = msgspec.json.encode(_said(about))[:-1] + b',"features":[\n'
    pieces = (feature_json(one) for one in shown)
    return Sheet(MEDIA, head, pieces, b",\n", b"\n]}\n")


def feature_json(shown: Shown) -> bytes:
    """Render one lot. Its geometry is the outline where it has one, and its position is beside."""
    lot = shown.lot
    # How old a figure is at this moment says nothing in a file: when it was observed does.
    availability = replace(shown.availability, age_s=None)
    properties: dict[str, Any] = {
        "lot_id": lot.lot_id,
        "name": lot.name,
        "name_en": lot.name_en,
        "operator": lot.operator_id,
        "capacity": lot.capacity or None,
        "lot_class": lot.lot_class,
        "structure": lot.structure,
        "land_use": lot.land_use,
        "address": lot.address,
        "opening_hours": lot.opening_hours,
        "tariff": lot.tariff,
        "max_height_m": lot.max_height_m,
        "area_code": lot.area_code,
        "entrances": lot.entrances,
        "has_gate": lot.has_gate or None,
        "timezone": lot.timezone,
    }
    if lot.outline is not None and lot.lat is not None and lot.lon is not None:
        properties |= {"lat": round(lot.lat, DECIMALS), "lon": round(lot.lon, DECIMALS)}
    feature = {
        "type": "Feature",
        "id": lot.lot_id,
        "geometry": _geometry(lot),
        "properties": _said(properties) | {"availability": availability},
    }
    return msgspec.json.encode(feature)


def _geometry(lot: Lot) -> dict[str, Any] | None:
    if lot.outline is not None:
        return lot.outline
    if lot.lat is None or lot.lon is None:
        return None
    return {"type": "Point", "coordinates": [round(lot.lon, DECIMALS), round(lot.lat, DECIMALS)]}


def _said(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
