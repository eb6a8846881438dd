"""Bounding boxes in degrees, those across the antimeridian included. Its cells: `geo.cover`."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from geo.position import MAX_LAT, MAX_LON, Position


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """West, south, east, north in WGS-84 degrees, edges included; west > east crosses ±180."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        Position(self.south, self.west)
        Position(self.north, self.east)
        if self.south > self.north:
            raise ValueError(f"south {self.south} lies north of north {self.north}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "west,south,east,north"; ValueError in plain words otherwise."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise ValueError("a box is four numbers: west,south,east,north") from None
        return cls(west, south, east, north)

    @property
    def crosses_antimeridian(self) -> bool:
        return self.west > self.east

    @property
    def width_deg(self) -> float:
        """From west to east, whatever lies between."""
        return self.east - self.west + (2.0 * MAX_LON if self.crosses_antimeridian else 0.0)

    @property
    def centre(self) -> Position:
        """The middle in degrees."""
        lon = self.west + self.width_deg / 2.0
        return Position(
            (self.south + self.north) / 2.0, lon - 2.0 * MAX_LON if lon > MAX_LON else lon
        )

    def contains(self, position: Position) -> bool:
        if not self.south <= position.lat <= self.north:
            return False
        if self.crosses_antimeridian:
            return position.lon >= self.west or position.lon <= self.east
        return self.west <= position.lon <= self.east

    def contains_many(
        self, lats: NDArray[np.float64], lons: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """`contains` for many points at once."""
        if self.crosses_antimeridian:
            between = (lons >= self.west) | (lons <= self.east)
        else:
            between = (lons >= self.west) & (lons <= self.east)
        inside: NDArray[np.bool_] = between & (lats >= self.south) & (lats <= self.north)
        return inside

    def grown(self, degrees: float) -> Self:
        """Push every edge outwards, no further than the globe."""
        south, north = max(-MAX_LAT, self.south - degrees), min(MAX_LAT, self.north + degrees)
        west, east = max(-MAX_LON, self.west - degrees), min(MAX_LON, self.east + degrees)
        if self.crosses_antimeridian and west <= east:
            west, east = -MAX_LON, MAX_LON
        return type(self)(west, south, east, north)

    def halves(self) -> tuple[Self, ...]:
        """Split into one or two boxes that do not cross ±180."""
        if not self.crosses_antimeridian:
            return (self,)
        make = type(self)
        return (
            make(self.west, self.south, 180.0, self.north),
            make(-180.0, self.south, self.east, self.north),
        )
