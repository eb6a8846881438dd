"""Reads lots from GeoJSON: what a feature says, in the words of a lot's description."""

from collections.abc import Iterator, Mapping

from ingest.registry.rows import Row, UnreadableFileError
from ingest.registry.text_files import read_json


def read_lots_geojson(content: bytes) -> Iterator[Row]:
    """Yield a row per feature; UnreadableFileError for what is no FeatureCollection."""
    for index, feature in enumerate(features_of(content)):
        pointer = f"/features/{index}"
        if not isinstance(feature, Mapping):
            yield Row(pointer, {})
            continue
        properties = feature.get("properties")
        said = dict(properties) if isinstance(properties, Mapping) else {}
        if "lot_id" not in said and "id" in feature:
            said["lot_id"] = feature["id"]
        fields = {name: value for name, value in said.items() if value not in (None, "")}
        yield Row(pointer, fields | _place(feature.get("geometry")))


def features_of(content: bytes) -> list[object]:
    """Return the features of a FeatureCollection, or the one of a lone Feature."""
    whole = read_json(content)
    kind = whole.get("type") if isinstance(whole, Mapping) else None
    if kind == "Feature":
        return [whole]
    features = whole.get("features") if isinstance(whole, Mapping) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        raise UnreadableFileError("not a GeoJSON FeatureCollection")
    return features


def _place(geometry: object) -> dict[str, object]:
    match geometry:
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            return {"lat": lat, "lon": lon}
        case {"type": "Polygon" | "MultiPolygon"}:
            return {"outline": geometry}
        case None:
            return {}
        case _:
            return {"outline": {"type": "neither Point, Polygon nor MultiPolygon"}}
