"""The simulated lots as a registry file: `lots.geojson` of the public contract. Pure."""

from simulator.city import City, SimulatedLot
from simulator.jinan_sharing import lent_lots

OPENING_HOURS = "24/7"
"""A lot that is closed stays closed in every answer, so these include all hours it is lent."""


def lots_geojson(city: City) -> dict[str, object]:
    """Return a FeatureCollection of points with the contract's properties."""
    gated = {lent.lot.lot_id for lent in lent_lots(city) if lent.has_gate}
    features = [_feature(lot, has_gate=lot.lot_id in gated) for lot in city.lots]
    return {"type": "FeatureCollection", "features": features}


def _feature(lot: SimulatedLot, *, has_gate: bool) -> dict[str, object]:
    properties: dict[str, object] = {
        "lot_id": lot.lot_id,
        "name": lot.name,
        "name_en": lot.name_en,
        "capacity": dict(lot.capacity),
        "lot_class": lot.lot_class,
        "structure": lot.structure,
        "land_use": lot.land_use,
        "operator": lot.operator.operator_id,
        "area_code": lot.area_code,
        "opening_hours": OPENING_HOURS,
    }
    if has_gate:
        properties["has_gate"] = True
    if lot.max_height_m is not None:
        properties["max_height_m"] = lot.max_height_m
    if lot.tariff is not None:
        properties["tariff"] = dict(lot.tariff)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lot.lon, lot.lat]},
        "properties": properties,
    }
