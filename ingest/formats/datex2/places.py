"""Where a lot is, out of any of the location references of DATEX II."""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from geo.crs import to_wgs84_from
from ingest.formats.datex2.reader import Reader
from ingest.formats.xml_reading import below, child, either, text
from parking.draft_findings import Findings
from parking.draft_outline import read_lot_outline
from parking.draft_place import doubt_of

_PREFERRED: Final = ("pointByCoordinates", "locationForDisplay", "coordinatesForDisplay")
_MAX_LAT: Final = 90.0
_MAX_LON: Final = 180.0
_RING_MIN: Final = 4
_GAUSS_KRUEGER: Final = {2: "EPSG:31466", 3: "EPSG:31467", 4: "EPSG:31468", 5: "EPSG:31469"}
_UTM_EASTINGS: Final = (160_000, 840_000)
_UTM: Final = {
    "de": "EPSG:25832", "nl": "EPSG:25831", "be": "EPSG:25831", "fr": "EPSG:25831",
    "dk": "EPSG:25832", "no": "EPSG:25832", "at": "EPSG:25833", "ch": "EPSG:25832",
    "it": "EPSG:25832",
}  # fmt: skip
"""Which zone a country's feeds mean that put eastings and northings where degrees belong."""


@dataclass(frozen=True, slots=True)
class Located:
    """WGS-84 degrees, and the outline as GeoJSON where the feed has one."""

    lat: float | None = None
    lon: float | None = None
    outline: dict[str, object] | None = None


def locate(reader: Reader, location: Element | None, lot_id: str, country: str) -> Located:
    """Read the first point and the outline below the element; told where it is no place."""
    if location is None:
        return Located()
    outline = _sound(reader, location, lot_id)
    point = _point(location)
    if point is None and outline is None:
        point = _middle_of_line(location)
    if point is None:
        return Located(outline=outline)
    lat, lon = point
    if abs(lat) > _MAX_LON or abs(lon) > _MAX_LON:
        return _unprojected(reader, location, lot_id, country, lat, lon)
    if doubt_of(lat, lon, city=None, is_city_bound=False) is not None:
        reader.find("bad-position", location, lot_id, value=f"{lat}, {lon}")
        return Located(outline=outline)
    return Located(lat, lon, outline)


def sound_point(location: Element | None) -> dict[str, float] | None:
    """Return `lat` and `lon` of an entrance; None where there is none, or none that can be."""
    point = None if location is None else _point(location)
    if point is None or doubt_of(*point, city=None, is_city_bound=False) is not None:
        return None
    return {"lat": point[0], "lon": point[1]}


def _point(location: Element) -> tuple[float, float] | None:
    for name in (*_PREFERRED, None):
        for found in below(location, name) if name else [location]:
            for holder in found.iter():
                point = _degrees(text(holder, "latitude"), text(holder, "longitude"))
                if point is not None:
                    return point
    return None


def _degrees(lat: str | None, lon: str | None) -> tuple[float, float] | None:
    try:
        return float((lat or "").replace(",", ".")), float((lon or "").replace(",", "."))
    except ValueError:
        return None


def _unprojected(
    reader: Reader, location: Element, lot_id: str, country: str, lat: float, lon: float
) -> Located:
    """Read eastings and northings in metres that stand where degrees belong."""
    northing, easting = max(lat, lon), min(lat, lon)
    zone = int(easting // 1_000_000)
    crs = _UTM.get(country) if _UTM_EASTINGS[0] < easting < _UTM_EASTINGS[1] else None
    crs = _GAUSS_KRUEGER.get(zone) if country == "de" and crs is None else crs
    if crs is not None:
        try:
            position = to_wgs84_from(easting, northing, crs)
        except ValueError:
            pass
        else:
            reader.find("projected-position", location, lot_id, value=f"{lat}, {lon}", crs=crs)
            return Located(round(position.lat, 7), round(position.lon, 7))
    reader.find("bad-position", location, lot_id, value=f"{lat}, {lon}")
    return Located()


def _sound(reader: Reader, location: Element, lot_id: str) -> dict[str, object] | None:
    """Return the outline; told and left out where the registry would refuse the lot for it."""
    outline = _outline(location)
    problems = Findings("")
    if outline is not None:
        read_lot_outline({"outline": outline}, "wgs84", problems)
    if problems.problems:
        reader.find("ignored-part", location, lot_id, value="outline")
        return None
    return outline


def _outline(location: Element) -> dict[str, object] | None:
    """Return the polygons' outer rings, whose positions are latitude first."""
    rings = [
        ring
        for polygon in below(location, "gmlPolygon", "polygon", "Polygon")
        if (ring := _ring(next(below(_outer(polygon), "posList"), None)))
    ]
    if not rings:
        return None
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": [rings[0]]}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def _outer(polygon: Element) -> Element | None:
    return either(child(polygon, "exterior"), polygon)


def _ring(positions: Element | None) -> list[list[float]] | None:
    ring = [[lon, lat] for lat, lon in _pairs(positions)]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    is_placed = all(abs(lat) <= _MAX_LAT and abs(lon) <= _MAX_LON for lon, lat in ring)
    return ring if len(ring) >= _RING_MIN and is_placed else None


def _middle_of_line(location: Element) -> tuple[float, float] | None:
    positions = next(below(location, "posList"), None)
    pairs = _pairs(positions)
    return pairs[len(pairs) // 2] if pairs else None


def _pairs(positions: Element | None) -> list[tuple[float, float]]:
    """Return (lat, lon) pairs; those that say longitude first show it by being beyond the pole."""
    written = "" if positions is None else positions.text or ""
    try:
        numbers = [float(word) for word in written.replace(",", " ").split()]
    except ValueError:
        return []
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    if any(abs(first) > _MAX_LAT for first, _ in pairs):
        return [(second, first) for first, second in pairs]
    return pairs
