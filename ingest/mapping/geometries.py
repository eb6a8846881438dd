"""Places out of geometries: GeoJSON's, WKT's (as if it were GeoJSON), and GML's."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Members
from typing import Final

from geo.crs import is_geographic_wgs84
from ingest.mapping.place import NoPlaceError, Place, converted, place_at

Point = tuple[float, float]
_DEEPEST: Final = 6
"""Coordinates of a MultiPolygon are four lists deep; no geometry's are more."""
_AREAL: Final = {"polygon": "Polygon", "multipolygon": "MultiPolygon"}
_LINES: Final = frozenset({"linestring", "multilinestring"})
_WKT: Final = re.compile(
    r"\s*(?:SRID=(\d+);\s*)?(POINT|LINESTRING|POLYGON|MULTIPOLYGON|MULTILINESTRING|MULTIPOINT)"
    r"\s*(?:ZM?|M)?\s*(\(.*)",
    re.IGNORECASE | re.DOTALL,
)


def place_of_geometry(geometry: Members[str, object], crs: str, depth: int = 0) -> Place | None:
    """Return a point, the middle of a line, or an outline with the middle of its box."""
    kind = str(geometry.get("type", "")).lower()
    if kind == "geometrycollection":
        return _first_of(geometry.get("geometries"), crs, depth)
    points = list(_points(geometry.get("coordinates"), 0))
    if not points:
        return None
    if kind in _AREAL:
        outline = {
            "type": _AREAL[kind],
            "coordinates": _moved(geometry.get("coordinates"), crs, 0),
        }
        return place_at(*_middle(points), crs, outline=outline)
    return place_at(*(points[len(points) // 2] if kind in _LINES else points[0]), crs)


def place_of_wkt(text: str, crs: str) -> Place | None:
    """Return the place of WKT; None for other text. A MultiPolygon's holes are not kept."""
    found = _WKT.match(text)
    if found is None:
        return None
    rings: list[object] = list(_rings(found[3]))
    if found[2].lower() == "multipolygon":
        rings = [[ring] for ring in rings]
    named = f"EPSG:{found[1]}" if found[1] else crs
    return place_of_geometry({"type": found[2], "coordinates": rings}, named)


def place_of_gml(value: Members[str, object], crs: str, depth: int = 0) -> Place | None:
    """Find `pos` or `coordinates` below, with the CRS that an element around it names."""
    for name, member in value.items():
        if name in {"pos", "coordinates", "posList"} and isinstance(member, str):
            numbers = _numbers(member)
            return place_at(numbers[0], numbers[1], crs) if len(numbers) > 1 else None
        if isinstance(member, Members) and depth < _DEEPEST:
            named = str(member.get("@srsName") or crs)
            if (place := place_of_gml(member, named, depth + 1)) is not None:
                return place
    return None


def point_of(value: object) -> Point | None:
    """Return (x, y) of `[x, y, …]`; None for anything else."""
    match value:
        case [float() | int() as x, float() | int() as y, *_]:
            try:
                return float(x), float(y)
            except OverflowError as error:
                raise NoPlaceError("bad-position", value=f"{x!r:.20}…") from error
        case _:
            return None


def _first_of(parts: object, crs: str, depth: int) -> Place | None:
    for part in parts if isinstance(parts, list) and depth < _DEEPEST else ():
        place = place_of_geometry(part, crs, depth + 1) if isinstance(part, Members) else None
        if place is not None:
            return place
    return None


def _points(coordinates: object, depth: int) -> Iterator[Point]:
    point = point_of(coordinates)
    if point is not None:
        yield point
    elif isinstance(coordinates, list) and depth < _DEEPEST:
        for part in coordinates:
            yield from _points(part, depth + 1)


def _moved(coordinates: object, crs: str, depth: int) -> object:
    if not crs or is_geographic_wgs84(crs):
        return coordinates
    point = point_of(coordinates)
    if point is not None:
        lat, lon = converted(*point, crs)
        return [lon, lat]
    if isinstance(coordinates, list) and depth < _DEEPEST:
        return [_moved(part, crs, depth + 1) for part in coordinates]
    return coordinates


def _middle(points: list[Point]) -> Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _rings(text: str) -> Iterator[list[list[float]]]:
    """Yield the rings or lines of WKT, each as its points."""
    for ring in re.findall(r"\(([^()]+)\)", text):
        yield [_numbers(point) for point in ring.split(",")]


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in re.split(r"[\s,]+", text.strip()) if part]
    except ValueError as error:
        raise NoPlaceError("bad-position", value=text) from error
