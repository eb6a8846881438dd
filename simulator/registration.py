"""The simulated lots as a registry file: `lots.geojson` of the public contract. Pure."""

from simulator.city import City, SimulatedLot


def lots_geojson(city: City) -> dict[str, object]:
    """Return a FeatureCollection of points with the contract's properties."""
    return {"type": "FeatureCollection", "features": [_feature(lot) for lot in city.lots]}


def _feature(lot: SimulatedLot) -> dict[str, object]:
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
        "opening_hours": "24/7",
    }
    if lot.max_height_m is not None:
        properties["max_height_m"] = lot.max_height_m
    if lot.tariff is not None:
        properties["tariff"] = dict(lot.tariff)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lot.lon, lot.lat]},
        "properties": properties,
    }
