"""Shapes a client may watch, read out of its request. Which tiles they touch: `api.live.tiles`."""

from dataclasses import dataclass

from api.live.limits import LiveLimits
from api.live.requests import LatLon, WatchRequest
from geo.box import BoundingBox
from geo.cell import parse_cell
from geo.position import Position
from parking.problems import Problem, ProblemError


@dataclass(frozen=True, slots=True)
class Circle:
    """All within `radius_m` of a point."""

    centre: Position
    radius_m: float


@dataclass(frozen=True, slots=True)
class Cells:
    """H3 cells of any resolution; they round out to tiles."""

    cells: frozenset[int]


@dataclass(frozen=True, slots=True)
class NamedLots:
    """Lots by id, those without a position included."""

    lot_ids: tuple[str, ...]


Shape = Circle | BoundingBox | Cells | NamedLots


def shape_of(request: WatchRequest, limits: LiveLimits) -> Shape:
    """Read the one shape of a watch; ProblemError where there is none, two, or a bad one."""
    given = [
        name for name in ("center", "bbox", "cells", "lots") if getattr(request, name) is not None
    ]
    if len(given) != 1:
        raise ProblemError(
            Problem("bad-message", "A watch has exactly one of center, bbox, cells or lots.")
        )
    try:
        if request.center is not None:
            return _circle(request.center, request.radius_m, limits)
        if request.bbox is not None:
            return _box(request.bbox)
        if request.cells is not None:
            _count("cells", len(request.cells), limits.cells)
            return Cells(frozenset(parse_cell(text) for text in request.cells))
    except ValueError as error:
        raise ProblemError(Problem("bad-message", str(error), pointer=f"/{given[0]}")) from None
    named = request.lots or []
    _count("lots", len(named), limits.named_lots)
    return NamedLots(tuple(dict.fromkeys(named)))


def _circle(center: LatLon, radius_m: float | None, limits: LiveLimits) -> Circle:
    if radius_m is None:
        raise ProblemError(
            Problem("bad-message", "A center needs radius_m, in metres.", pointer="/radius_m")
        )
    if radius_m <= 0:
        raise ProblemError(Problem("bad-message", "radius_m must be above 0.", pointer="/radius_m"))
    _count("radius_m", radius_m, limits.radius_m)
    return Circle(Position(center.lat, center.lon), radius_m)


def _box(bbox: list[float] | str) -> BoundingBox:
    if isinstance(bbox, str):
        return BoundingBox.parse(bbox)
    return BoundingBox.parse(",".join(map(str, bbox)))


def _count(name: str, asked: float, limit: int) -> None:
    if asked > limit:
        raise ProblemError(
            Problem("limit-exceeded", f"At most {limit} for {name}.", pointer=f"/{name}")
        )
