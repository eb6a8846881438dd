"""Which sites of ParkAPI v3 are asked for: by source, purpose, kind, name, circle and box."""

from dataclasses import dataclass

from geo.box import BoundingBox
from geo.position import Position, haversine_m
from ingest.export.parkapi_v3.rendering import kind_of
from ingest.export.parkapi_v3.words import CAR
from parking.lot import Lot
from parking.problems import Problem, ProblemError


@dataclass(frozen=True, slots=True)
class SiteFilter:
    """Every condition that is not None must hold."""

    sources: frozenset[str] | None = None
    purpose: str | None = None
    kind: str | None = None
    name: str | None = None
    centre: Position | None = None
    radius_m: float = 0.0
    box: BoundingBox | None = None

    def holds(self, lot: Lot) -> bool:
        """Check one lot. One without a position is no site."""
        if lot.lat is None or lot.lon is None or self.purpose not in {None, CAR}:
            return False
        if self.sources is not None and lot.operator_id not in self.sources:
            return False
        if self.kind is not None and kind_of(lot) != self.kind:
            return False
        if self.name is not None and self.name.casefold() not in lot.name.casefold():
            return False
        position = Position(lot.lat, lot.lon)
        if self.box is not None and not self.box.contains(position):
            return False
        return self.centre is None or haversine_m(self.centre, position) <= self.radius_m


def circle_of(
    lat: float | None, lon: float | None, radius: float | None
) -> tuple[Position | None, float]:
    """Read a circle: all three or none, the radius in metres."""
    if lat is None and lon is None and radius is None:
        return None, 0.0
    if lat is None or lon is None or radius is None:
        raise ProblemError(Problem("bad-request", "Give lat, lon and radius together."))
    return _position(lat, lon), radius


def box_of(
    lat_min: float | None, lat_max: float | None, lon_min: float | None, lon_max: float | None
) -> BoundingBox | None:
    """Read a box: all four or none."""
    edges = (lon_min, lat_min, lon_max, lat_max)
    known = [edge for edge in edges if edge is not None]
    if not known:
        return None
    if len(known) < len(edges):
        raise ProblemError(
            Problem("bad-request", "Give lat_min, lat_max, lon_min and lon_max together.")
        )
    try:
        return BoundingBox(*known)
    except ValueError as error:
        raise ProblemError(Problem("bad-request", f"{error}.")) from None


def _position(lat: float, lon: float) -> Position:
    try:
        return Position(lat, lon)
    except ValueError as error:
        raise ProblemError(Problem("bad-request", f"{error}.")) from None
