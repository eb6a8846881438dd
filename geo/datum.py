"""Datums of Chinese maps and their way to WGS-84 and back. Shapes are `geo.shape`'s."""

from typing import Literal, get_args

import geocoordinates_ffi as gc

from geo.position import Position

Datum = Literal["wgs84", "gcj02", "bd09", "cgcs2000"]

DATUMS: tuple[Datum, ...] = get_args(Datum)

LARGEST_SHIFT_DEGREES = 0.02
"""More than any datum shifts a point, so that a grown box in WGS-84 may judge raw coordinates."""


def to_wgs84(lat: float, lon: float, datum: Datum) -> Position:
    """Convert coordinates read in `datum`; ValueError when they are out of range.

    CGCS2000 and WGS-84 differ by centimetres, so it passes as it is. Outside the China box the
    other two are taken to be WGS-84, as the maps that use them do.
    """
    claimed = Position(lat, lon)
    if datum in {"wgs84", "cgcs2000"} or gc.out_of_china(lat, lon):
        return claimed
    found: gc.ApproxWgs84
    if datum == "gcj02":
        found = gc.gcj02_to_wgs84_refined(gc.Gcj02(lat=lat, lon=lon))
    else:
        found = gc.bd09_to_wgs84_refined(gc.Bd09(lat=lat, lon=lon))
    return Position(found.lat, found.lon)


def from_wgs84(position: Position, datum: Datum) -> tuple[float, float]:
    """Give (lat, lon) in `datum`, as a link into a map of that datum must carry them."""
    lat, lon = position.lat, position.lon
    if datum in {"wgs84", "cgcs2000"} or gc.out_of_china(lat, lon):
        return lat, lon
    if datum == "gcj02":
        gcj02 = gc.wgs84_to_gcj02(gc.Wgs84(lat=lat, lon=lon))
        return gcj02.lat, gcj02.lon
    bd09 = gc.wgs84_to_bd09(gc.Wgs84(lat=lat, lon=lon))
    return bd09.lat, bd09.lon
