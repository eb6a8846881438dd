"""Positions in WGS-84 degrees and how far apart they are. Knows nothing of lots or cells."""

import math
from dataclasses import dataclass
from typing import Final

EARTH_RADIUS_M: Final = 6_371_008.8
WALK_M_PER_MIN: Final = 80.0
MAX_LAT: Final = 90.0
MAX_LON: Final = 180.0


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the earth, WGS-84 degrees; raises ValueError outside ±90 and ±180."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and abs(self.lat) <= MAX_LAT):
            raise ValueError(f"latitude must be a number from -90 to 90, not {self.lat}")
        if not (math.isfinite(self.lon) and abs(self.lon) <= MAX_LON):
            raise ValueError(f"longitude must be a number from -180 to 180, not {self.lon}")


def haversine_m(a: Position, b: Position) -> float:
    """Measure the great circle on the sphere of the mean earth radius."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_dlat = math.sin((lat_b - lat_a) / 2.0)
    half_dlon = math.sin(math.radians(b.lon - a.lon) / 2.0)
    chord = half_dlat * half_dlat + math.cos(lat_a) * math.cos(lat_b) * half_dlon * half_dlon
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def walk_min(distance_m: float) -> int:
    """Count whole minutes on foot at 80 m a minute, rounded up; 0 only for no distance at all."""
    return math.ceil(distance_m / WALK_M_PER_MIN)
