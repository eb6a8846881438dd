"""Place: where a record lies, out of two numbers in any CRS; or why it lies nowhere."""

import math
from dataclasses import dataclass

from geo.crs import is_geographic_wgs84, to_wgs84_from
from geo.crs_guess import likely_crs, looks_projected


class NoPlaceError(ValueError):
    """The coordinates cannot be used. `code` is the finding's; `places` fill its sentence."""

    def __init__(self, code: str, **places: object) -> None:
        super().__init__(code)
        self.code, self.places = code, places


@dataclass(frozen=True, slots=True)
class Place:
    """Latitude, longitude, and the outline where there is one. `is_wgs84`: a CRS said so."""

    lat: float
    lon: float
    outline: dict[str, object] | None = None
    is_wgs84: bool = False


def place_at(x: float, y: float, crs: str, *, outline: dict[str, object] | None = None) -> Place:
    """Make a place of an easting (or longitude) and a northing; NoPlaceError says why it is none.

    Degrees that are out of range are left to the registry, which says more about them.
    """
    if not (math.isfinite(x) and math.isfinite(y)):
        raise NoPlaceError("bad-position", value=f"{x}, {y}")
    if crs:
        lat, lon = converted(x, y, crs)
        return Place(lat, lon, outline, is_wgs84=True)
    if looks_projected(x, y):
        guess = likely_crs(x, y) or "?"
        raise NoPlaceError("unnamed-crs", value=f"{x:.1f}, {y:.1f}", guess=guess)
    return Place(y, x, outline)


def converted(x: float, y: float, crs: str) -> tuple[float, float]:
    """Return latitude and longitude in WGS-84."""
    if is_geographic_wgs84(crs):
        return y, x
    try:
        position = to_wgs84_from(x, y, crs)
    except ValueError as error:
        code = "unknown-crs" if "unknown" in str(error) else "bad-position"
        raise NoPlaceError(code, value=crs if code == "unknown-crs" else f"{x}, {y}") from error
    return round(position.lat, 7), round(position.lon, 7)
