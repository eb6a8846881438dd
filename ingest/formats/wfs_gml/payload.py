"""GML's words: the features of a collection, their properties, and their geometries in WGS-84."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from geo.crs import epsg_of, is_geographic_wgs84, to_wgs84_from
from ingest.formats.facts import line_of
from ingest.formats.xml_reading import attribute, below, child, local, namespace_of

ROOT: Final = "FeatureCollection"
_MEMBERS: Final = ("featureMember", "member", "featureMembers")
_GEOMETRIES: Final = (
    "Point", "MultiPoint", "Polygon", "Surface", "MultiSurface", "MultiPolygon", "LineString",
    "Curve", "MultiCurve", "MultiLineString",
)  # fmt: skip
_AREAS: Final = frozenset({"Polygon", "Surface", "MultiSurface", "MultiPolygon"})
_NUMBERS: Final = ("pos", "posList", "coordinates")
_NOTHING: Final = frozenset({"", "<null>", "null", "nil"})
_LAT_FIRST: Final = ("urn:", "http://www.opengis.net/def", "https://www.opengis.net/def")
"""Long names of a CRS mean its own order of axes, which is latitude first for degrees."""
_LARGEST_LAT: Final = 90.0
_DIGITS: Final = 7
_LONGEST: Final = 1_000
_RING_MIN: Final = 4


class NoGeometryError(Exception):
    """The geometry cannot be read; `code` and `value` are those of the finding."""

    def __init__(self, code: str, value: str) -> None:
        super().__init__(value)
        self.code, self.value = code, value


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a collection; its properties are text, nested names joined by `_`."""

    element: Element
    feature_id: str | None
    properties: dict[str, str]


def is_collection(root: Element) -> bool:
    """Tell by the root: a collection of WFS or of GML, whatever the version."""
    return local(root.tag) == ROOT and (
        "opengis.net" in namespace_of(root) or any(local(e.tag) in _MEMBERS for e in root)
    )


def features(root: Element) -> Iterator[Feature]:
    """Yield the features; those of no property but a geometry too."""
    for holder in root:
        if local(holder.tag) in _MEMBERS:
            for element in holder:
                properties = dict(_properties(element, ""))
                yield Feature(element, attribute(element, "id"), properties)


def geometry_of(feature: Element, otherwise: str | None) -> dict[str, object] | None:
    """Return the first geometry as GeoJSON in WGS-84; `otherwise` is the collection's CRS.

    NoGeometryError where it is in no CRS that is known, or no place of it.
    """
    found = next((e for e in feature.iter() if local(e.tag) in _GEOMETRIES), None)
    if found is None:
        return None
    named = next((name for e in found.iter() if (name := attribute(e, "srsName"))), otherwise)
    rings = [_placed(numbers, named) for numbers in _rings(found)]
    rings = [ring for ring in rings if ring]
    if not rings:
        return None
    if local(found.tag) in _AREAS:
        areas = [[ring] for ring in rings if len(ring) >= _RING_MIN]
        return {"type": "MultiPolygon", "coordinates": areas} if areas else None
    middle = rings[len(rings) // 2]
    return {"type": "Point", "coordinates": middle[len(middle) // 2]}


def crs_of(root: Element) -> str | None:
    """Return the CRS that the collection's own bounds name."""
    return next((name for e in below(child(root, "boundedBy"), "Envelope", "Box")
                 if (name := attribute(e, "srsName"))), None)  # fmt: skip


def _properties(element: Element, prefix: str) -> Iterator[tuple[str, str]]:
    for inner in element:
        name = prefix + local(inner.tag)
        if local(inner.tag) in _GEOMETRIES or local(inner.tag) == "boundedBy":
            continue
        if len(inner):
            yield from _properties(inner, f"{name}_")
        elif (written := line_of(inner.text, _LONGEST) or "").casefold() not in _NOTHING:
            yield name, written


def _rings(geometry: Element) -> Iterator[list[float]]:
    """Yield the numbers of each line or outer ring; holes are left out."""
    holes = {e for hole in below(geometry, "interior", "innerBoundaryIs") for e in hole.iter()}
    points: list[float] = []
    for element in geometry.iter():
        if element in holes or local(element.tag) not in _NUMBERS:
            continue
        try:
            numbers = [float(n) for n in (element.text or "").replace(",", " ").split()]
        except ValueError as error:
            raise NoGeometryError("bad-position", element.text or "") from error
        if local(element.tag) == "pos":
            points += numbers[:2]
        elif numbers:
            yield numbers
    if points:
        yield points


def _placed(numbers: list[float], named: str | None) -> list[list[float]]:
    """Return [longitude, latitude] pairs in WGS-84."""
    crs = named or "EPSG:4326"
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    is_lat_first = _is_lat_first(crs) and all(abs(one) <= _LARGEST_LAT for one, _ in pairs)
    placed = []
    for one, other in pairs:
        x, y = (other, one) if is_lat_first or _is_northing_first(one, other, crs) else (one, other)
        try:
            position = to_wgs84_from(x, y, crs)
        except ValueError as error:
            code = "unknown-crs" if epsg_of(crs) is None else "bad-position"
            value = crs if code == "unknown-crs" else f"{one}, {other}"
            raise NoGeometryError(code, value) from error
        placed.append([round(position.lon, _DIGITS), round(position.lat, _DIGITS)])
    return placed


def _is_lat_first(crs: str) -> bool:
    return is_geographic_wgs84(crs) and crs.startswith(_LAT_FIRST) and "CRS84" not in crs


def _is_northing_first(one: float, other: float, crs: str) -> bool:
    """Tell metres whose northing stands first: in UTM eastings have six digits, northings seven."""
    code = epsg_of(crs) or 0
    is_utm = str(code).startswith(("258", "326", "327"))
    return is_utm and one > 1_000_000 > other > 0  # noqa: PLR2004 - as said
