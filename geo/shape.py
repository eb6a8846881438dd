"""Outlines of areas and lots as GeoJSON: checked, mended, moved between datums. No index."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.datum import Datum, to_wgs84
from geo.position import Position

Geometry = dict[str, Any]
"""A GeoJSON geometry."""

AREAL: Final = ("Polygon", "MultiPolygon")
_FEWEST_RING_POINTS: Final = 3
_DEEPEST: Final = 4


def read_outline(
    geojson: Mapping[str, Any],
    datum: Datum = "wgs84",
    *,
    points_max: int | None = None,
    mended_points_max: int | None = None,
) -> Geometry:
    """Check and mend a Polygon or MultiPolygon: what comes back is valid, closed and in WGS-84.

    Open rings are closed and rings that cross themselves untangled; ValueError in plain words for
    what encloses no area or lies off the globe. Untangling takes time that grows with the square
    of the points: who reads a stranger's outline gives the most points it may have, and the most
    with which it may still cross itself.
    """
    kind = geojson.get("type")
    if kind not in AREAL:
        raise ValueError(f"an outline is a Polygon or a MultiPolygon, not {kind!r}")
    polygons = [geojson.get("coordinates")] if kind == "Polygon" else geojson.get("coordinates")
    listed = [_rings(polygon) for polygon in _list_of(polygons, "an outline has coordinates")]
    points = sum(len(ring) for rings in listed for ring in rings if isinstance(ring, list | tuple))
    if points_max is not None and points > points_max:
        raise ValueError(f"an outline has at most {points_max} points, this one {points}")
    closed = [[_closed(ring, datum) for ring in rings] for rings in listed]
    outline = shape({"type": "MultiPolygon", "coordinates": closed})
    if not outline.is_valid:
        if mended_points_max is not None and points > mended_points_max:
            raise ValueError(
                f"its lines cross or overlap; that is mended up to {mended_points_max} points only"
            )
        outline = shapely.make_valid(outline, method="structure", keep_collapsed=False)
    return _geojson(_areal_part(outline))


def to_wgs84_geometry(geojson: Mapping[str, Any], datum: Datum) -> Geometry:
    """Move any GeoJSON geometry with coordinates from `datum` to WGS-84."""
    return {**geojson, "coordinates": _moved(geojson.get("coordinates"), datum, _DEEPEST)}


def label_point(geojson: Mapping[str, Any]) -> Position:
    """Find a point inside the outline, where its name may stand."""
    point = shape(geojson).representative_point()
    return Position(point.y, point.x)


def centroid(geojson: Mapping[str, Any]) -> Position:
    """Find the centre of gravity, which may lie outside a bent outline."""
    point = shape(geojson).centroid
    return Position(point.y, point.x)


def _rings(polygon: object) -> Sequence[object]:
    return _list_of(polygon, "a polygon is a list of rings")


def _list_of(value: object, complaint: str) -> Sequence[object]:
    if isinstance(value, list | tuple) and value:
        return value
    raise ValueError(complaint)


def _closed(ring: object, datum: Datum) -> list[tuple[float, float]]:
    listed = _list_of(ring, "a ring is a list of [lon, lat] points")
    points = [_point(point, datum) for point in listed]
    if len(set(points)) < _FEWEST_RING_POINTS:
        raise ValueError("a ring has at least three different points")
    return points if points[0] == points[-1] else [*points, points[0]]


def _point(point: object, datum: Datum) -> tuple[float, float]:
    match point:
        case [float() | int() as lon, float() | int() as lat, *_]:
            position = to_wgs84(lat, lon, datum)
            return position.lon, position.lat
        case _:
            raise ValueError(f"a point is [lon, lat], not {str(point)[:40]}")


def _moved(coordinates: object, datum: Datum, depth: int) -> object:
    listed = _list_of(coordinates if depth else None, "coordinates are lists of [lon, lat] points")
    if isinstance(listed[0], int | float):
        return list(_point(listed, datum))
    return [_moved(part, datum, depth - 1) for part in listed]


def _areal_part(geometry: BaseGeometry) -> BaseGeometry:
    """Drop the lines and points that mending may leave; ValueError if no area is left."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in AREAL]
    area = shapely.union_all(parts)
    if area.is_empty or area.area == 0.0:
        raise ValueError("the outline encloses no area")
    return area


def _geojson(geometry: BaseGeometry) -> Geometry:
    drawn = mapping(geometry)
    return {"type": drawn["type"], "coordinates": _listed(drawn["coordinates"])}


def _listed(coordinates: object) -> object:
    """Make lists of tuples, as JSON gives them back."""
    if isinstance(coordinates, tuple):
        return [_listed(part) for part in coordinates]
    return coordinates
