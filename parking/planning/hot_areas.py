"""Hot areas: hospitals, stations and other places that draw cars, each with the lots around it.

A hot area is what lots of one kind of land use there are in one cell; its neighbours are all other
lots within a walk of any of them. It knows lots and where they are, no figures and no store.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, get_args

from msgspec import Struct

from geo.cell import cell_text, parent_of, parse_cell, resolution_of
from geo.position import Position, haversine_m
from parking.planning.chosen_lots import ChosenLot
from parking.vocabulary import LandUse

HotKind = Literal["hospital", "scenic", "station", "business", "school", "old_residential"]
HOT_KINDS: Final[tuple[HotKind, ...]] = get_args(HotKind)
AREA_RESOLUTION: Final = 8
"""Cells of some 0.7 km²: a hospital and what belongs to it."""
NEAR_M, FAR_M = 300.0, 500.0
"""What is walked from a space to a door."""

_LAND_USES: Final[dict[HotKind, tuple[LandUse, ...]]] = {
    "hospital": ("hospital",),
    "scenic": ("scenic",),
    "station": ("transport_hub",),
    "business": ("mall", "restaurant"),
    "school": ("school",),
    "old_residential": ("residential",),
}
TITLES: Final[dict[HotKind, tuple[str, str]]] = {
    "hospital": ("医院", "Hospital"),
    "scenic": ("景点", "Scenic spot"),
    "station": ("车站", "Station"),
    "business": ("商圈", "Business district"),
    "school": ("学校", "School"),
    "old_residential": ("老旧小区", "Old residential quarter"),
}


class HotAreaId(NamedTuple):
    """Written `hospital:8831aa5b2bfffff`."""

    kind: HotKind
    cell: int

    def __str__(self) -> str:
        return f"{self.kind}:{cell_text(self.cell)}"


class HotArea(Struct, frozen=True):
    """Its own lots, in the order of their ids."""

    area_id: HotAreaId
    lots: tuple[ChosenLot, ...]

    @property
    def name(self) -> str:
        """Return the name of its first lot, by which people know it."""
        return self.lots[0].name

    @property
    def middle(self) -> Position:
        """Return the middle of its lots."""
        at = [place for lot in self.lots if (place := position_of(lot)) is not None]
        return Position(
            sum(place.lat for place in at) / len(at), sum(place.lon for place in at) / len(at)
        )


class Neighbour(Struct, frozen=True):
    """A lot that is not the hot area's, and how far it is from the nearest of those that are."""

    lot: ChosenLot
    distance_m: float


def land_uses_of(kind: HotKind) -> tuple[LandUse, ...]:
    """Return the land uses that make a place one of that kind."""
    return _LAND_USES[kind]


def parse_hot_area(text: str) -> HotAreaId:
    """Read `hospital:8831aa5b2bfffff`; ValueError in plain words for anything else."""
    kind, _, digits = text.partition(":")
    found = next((known for known in HOT_KINDS if known == kind), None)
    if found is None:
        raise ValueError(f"it begins with one of {', '.join(HOT_KINDS)} and a colon")
    cell = parse_cell(digits)
    if resolution_of(cell) != AREA_RESOLUTION:
        raise ValueError(f"its cell is of resolution {AREA_RESOLUTION}")
    return HotAreaId(found, cell)


def hot_areas(lots: Iterable[ChosenLot], kind: HotKind) -> list[HotArea]:
    """Gather lots by cell, in the order of the cells; those without a position are in none."""
    by_cell: dict[int, list[ChosenLot]] = defaultdict(list)
    for lot in lots:
        if lot.cell is not None and lot.land_use in _LAND_USES[kind]:
            by_cell[parent_of(lot.cell, AREA_RESOLUTION)].append(lot)
    return [HotArea(HotAreaId(kind, cell), tuple(by_cell[cell])) for cell in sorted(by_cell)]


def neighbours(area: HotArea, lots: Iterable[ChosenLot]) -> list[Neighbour]:
    """Find the other lots within a walk of any of the area's, the nearest first."""
    own = {lot.lot_key for lot in area.lots}
    doors = [place for lot in area.lots if (place := position_of(lot)) is not None]
    found = [
        Neighbour(lot, distance_m)
        for lot in lots
        if lot.lot_key not in own and (distance_m := _nearest_m(lot, doors)) is not None
    ]
    return sorted(found, key=lambda near: (near.distance_m, near.lot.lot_id))


def position_of(lot: ChosenLot) -> Position | None:
    """Return where a lot is, None where it has no position."""
    return None if lot.lat is None or lot.lon is None else Position(lot.lat, lot.lon)


def _nearest_m(lot: ChosenLot, doors: Sequence[Position]) -> float | None:
    place = position_of(lot)
    if place is None or not doors:
        return None
    distance_m = min(haversine_m(place, door) for door in doors)
    return distance_m if distance_m <= FAR_M else None
