"""Facts: a lot's static side as JSON; what moves by the second is appended by `live_lot`."""

import msgspec

from geo.datum import Datum, from_wgs84
from geo.position import Position
from parking.lot import Lot

POSITION_DECIMALS = 7


def position_in(lot: Lot, datum: Datum) -> tuple[float | None, float | None]:
    """Return (lat, lon) in a datum; None twice where the lot has no position."""
    if lot.lat is None or lot.lon is None:
        return None, None
    lat, lon = from_wgs84(Position(lot.lat, lot.lon), datum)
    return round(lat, POSITION_DECIMALS), round(lon, POSITION_DECIMALS)


def facts_head(lot: Lot, datum: Datum) -> bytes:
    """Render what lists and maps need of a lot, as an object without its closing brace."""
    lat, lon = position_in(lot, datum)
    facts: dict[str, object] = {"lot_id": lot.lot_id, "name": lot.name, "lat": lat, "lon": lon}
    for name in ("name_en", "lot_class", "max_height_m"):
        value = getattr(lot, name)
        if value is not None:
            facts[name] = value
    return msgspec.json.encode(facts)[:-1]


def facts_of(lot: Lot, datum: Datum) -> dict[str, object]:
    """Return all that is public of a lot and small; outlines and entrances are `shape_of`."""
    lat, lon = position_in(lot, datum)
    facts: dict[str, object] = {
        "lot_id": lot.lot_id,
        "name": lot.name,
        "name_en": lot.name_en,
        "operator": lot.operator_id,
        "lat": lat,
        "lon": lon,
        "coordsys": datum,
        "capacity": lot.capacity,
        "lot_class": lot.lot_class,
        "structure": lot.structure,
        "land_use": lot.land_use,
        "address": lot.address,
        "opening_hours": lot.opening_hours,
        "tariff": lot.tariff,
        "max_height_m": lot.max_height_m,
        "area_code": lot.area_code,
        "has_gate": lot.has_gate,
        "timezone": lot.timezone,
    }
    return facts
