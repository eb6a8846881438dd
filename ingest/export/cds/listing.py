"""Which lots are zones: those along kerbs, in a box or a circle, and in which areas they lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from geo.box import BoundingBox
from geo.position import Position, haversine_m
from ingest.export.city import ExportedCity
from ingest.export.shown import is_onstreet
from parking.directory import Directory
from parking.live.live_lot import LiveLot
from parking.lot import Lot
from parking.ports import Area
from parking.problems import Problem, ProblemError

NEIGHBOURHOODS: Final = frozenset({"subdistrict", "community", "grid"})
"""A curb area is no larger than a neighbourhood."""
_DEPTH_MAX: Final = 8
_CM_A_METRE: Final = 100


@dataclass(frozen=True, slots=True)
class Around:
    """A box, or a circle whose zones come by distance."""

    box: BoundingBox | None = None
    centre: Position | None = None
    radius_m: float = 0.0

    def metres(self, lot: Lot) -> float | None:
        """Return how far a lot is; None where it lies outside."""
        if self.box is None and self.centre is None:
            return 0.0
        if lot.lat is None or lot.lon is None:
            return None
        position = Position(lot.lat, lot.lon)
        if self.box is not None and not self.box.contains(position):
            return None
        if self.centre is None:
            return 0.0
        metres = haversine_m(self.centre, position)
        return metres if metres <= self.radius_m else None


def around_of(box: list[float | None], circle: list[float | None]) -> Around:
    """Read min_lng, min_lat, max_lng, max_lat and lat, lng, radius (cm): all of a kind or none."""
    try:
        edges = _all_or_none(box, "min_lat, min_lng, max_lat and max_lng")
        round_ = _all_or_none(circle, "lat, lng and radius")
        return Around(
            BoundingBox(*edges) if edges else None,
            Position(round_[0], round_[1]) if round_ else None,
            round_[2] / _CM_A_METRE if round_ else 0.0,
        )
    except ValueError as error:
        raise ProblemError(Problem("bad-request", f"{error}.")) from None


def zones(city: ExportedCity, around: Around, *, is_kerb_only: bool = True) -> Iterator[LiveLot]:
    """Yield the lots that are zones: by id, or the nearest first in a circle."""
    chosen = (
        (metres, live)
        for live in city.lots()
        if (not is_kerb_only or is_onstreet(live.lot))
        and (metres := around.metres(live.lot)) is not None
    )
    if around.centre is None:
        return (live for _, live in chosen)
    return iter([live for _, live in sorted(chosen, key=lambda pair: pair[0])])


def areas_above(lot: Lot, directory: Directory) -> Iterator[Area]:
    """Yield the neighbourhoods that a lot lies in, the smallest first."""
    code = lot.area_code
    for _ in range(_DEPTH_MAX):
        area = directory.find_area(code) if code else None
        if area is None:
            return
        if area.level in NEIGHBOURHOODS and area.outline is not None:
            yield area
        code = area.parent_code


def _all_or_none(given: list[float | None], names: str) -> list[float]:
    known = [number for number in given if number is not None]
    if known and len(known) < len(given):
        raise ValueError(f"give {names} together")
    return known
