"""Where a lot is, in DATEX II: a point, or an outline with the point to show; address and zone."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ingest.export.datex2.pieces import texts
from ingest.export.datex2.words import LAT_LON
from ingest.export.xml_text import tag
from parking.clock import from_us
from parking.lot import Lot


def location_of(lot: Lot, country: str, language: str, now_us: int) -> str:
    """Write where the lot is; without position and outline, nothing but its address and zone."""
    beside = tag("loc:_locationReferenceExtension", _address(lot, country, language, now_us))
    if lot.outline is None:
        return point_location(lot.lat, lot.lon, beside)
    point = "" if lot.lat is None else _point(lot.lat, lot.lon)
    shown = tag("loc:coordinatesForDisplay", point)
    area = "".join(_polygon(rings) for rings in _polygons(lot.outline))
    content = f"{beside}{shown}{tag('loc:gmlMultiPolygon', area)}"
    return tag("fac:locationReference", content, {"xsi:type": "loc:AreaLocation"})


def point_location(lat: float | None, lon: float | None, beside: str = "") -> str:
    """Write a bare point, where there is one; `beside` stands before it."""
    place = "" if lat is None else _point(lat, lon)
    point = tag("loc:pointByCoordinates", tag("loc:pointCoordinates", place))
    return tag("fac:locationReference", beside + point, {"xsi:type": "loc:PointLocation"})


def _address(lot: Lot, country: str, language: str, now_us: int) -> str:
    offset = ZoneInfo(lot.timezone).utcoffset(from_us(now_us)) or timedelta()
    minutes = round(offset.total_seconds() / 60)
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    line = tag(
        "locx:addressLine",
        "<locx:type>generalTextLine</locx:type>" + texts("locx:text", {language: lot.address}),
        {"order": "0"},
    )
    address = tag("locx:address", f"<locx:countryCode>{country}</locx:countryCode>{line}")
    content = tag("locx:timeZone", zone) + (address if lot.address else "")
    return tag("loc:facilityLocation", content)


def _point(lat: float, lon: float | None) -> str:
    return f"<loc:latitude>{lat:.7f}</loc:latitude><loc:longitude>{lon:.7f}</loc:longitude>"


def _polygons(outline: dict[str, Any]) -> Iterable[Sequence[Any]]:
    coordinates: Sequence[Any] = outline["coordinates"]
    return [coordinates] if outline["type"] == "Polygon" else coordinates


def _polygon(rings: Sequence[Any]) -> str:
    exterior, *holes = (_ring(ring) for ring in rings)
    inside = "".join(tag("loc:interior", hole, {"srsName": LAT_LON}) for hole in holes)
    return tag("loc:gmlPolygon", tag("loc:exterior", exterior, {"srsName": LAT_LON}) + inside)


def _ring(ring: Sequence[Any]) -> str:
    return tag("loc:posList", " ".join(f"{point[1]:.7f} {point[0]:.7f}" for point in ring))
