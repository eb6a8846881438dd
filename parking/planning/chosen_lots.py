"""Chosen lots: which lots figures are about, and whose stored sums are read for them.

Sums of areas and cells stand for their lots wherever all of these are chosen; the rest is read lot
by lot. It knows the registry's facts and no store.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from geo.box import BoundingBox
from geo.cell import cell_text, parent_of
from parking.vocabulary import LandUse, LotClass, SpaceClass

RESOLUTIONS: Final = range(6, 10)
"""Cells whose sums are stored, from coarse to fine."""
WORTH_A_REGION: Final = 2
"""Of one lot alone its own sums say the same."""
DEEPEST: Final = 8
"""Levels of areas below one another; city to grid is five."""


@dataclass(frozen=True, slots=True)
class LotChoice:
    """Every condition that is not None must hold. `area_codes` are an area's and all below it."""

    lot_id: str | None = None
    area: str | None = None
    area_codes: frozenset[str] | None = None
    box: BoundingBox | None = None
    operator_id: str | None = None
    land_uses: tuple[LandUse, ...] | None = None
    lot_class: LotClass | None = None

    @property
    def is_of_areas(self) -> bool:
        """Whether it is a whole area, or the whole city."""
        narrower = (self.lot_id, self.box, self.operator_id, self.land_uses, self.lot_class)
        return all(condition is None for condition in narrower)


class ChosenLot(Struct, frozen=True):
    """A lot as the registry has it now; `is_aggregate`: its counts are sums of other lots'.

    `twin_of` is the lot that is counted instead, where two sources tell of one.
    A struct, because there are thousands in an answer.
    """

    lot_key: int
    lot_id: str
    name: str
    name_en: str | None
    lat: float | None
    lon: float | None
    cell: int | None
    area_code: str | None
    lot_class: LotClass | None
    land_use: LandUse | None
    operator_id: str
    zone: str
    created_at: datetime
    deleted_at: datetime | None
    is_aggregate: bool
    capacity: dict[SpaceClass, int] = {}
    twin_of: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Whose stored sums are read: lots of one zone, and regions that hold such lots alone.

    `within` are the lots of the regions, for what is not summed up by region.
    """

    zone: str
    lot_keys: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    within: tuple[int, ...] = ()

    @property
    def all_keys(self) -> tuple[int, ...]:
        return self.lot_keys + self.within


RegionOf = Callable[[ChosenLot], str | None]
"""Says in which region a lot is counted; None where in none."""


def counted_once(lots: Iterable[ChosenLot]) -> list[ChosenLot]:
    """Leave out lots whose cars others count: these are their parts, or the same lot once more."""
    return [lot for lot in lots if not lot.is_aggregate and lot.twin_of is None]


def counted_once_among(lots: Sequence[ChosenLot]) -> list[ChosenLot]:
    """Leave out sums, and of two that are one the other: one whose twin is not among them stays.

    So an operator's own figures have its lot in them, whoever else tells of it.
    """
    lot_ids = {lot.lot_id for lot in lots}
    return [lot for lot in lots if not lot.is_aggregate and lot.twin_of not in lot_ids]


def as_lots(lots: Iterable[ChosenLot]) -> list[Places]:
    """Read every lot's own sums."""
    return _by_zone(lots)


def as_areas(lots: Sequence[ChosenLot], parents: Mapping[str, str | None]) -> list[Places]:
    """Read the sums of the topmost areas, for lots that are all that lie in them.

    `parents` holds the areas among which to look, and where each lies. Lots outside all of them,
    or in an area of several zones, are read lot by lot.
    """
    topmost = cache(lambda area_code: _topmost(area_code, parents))
    return _by_region(lots, lambda lot: topmost(lot.area_code))


def as_cells(lots: Sequence[ChosenLot], everyone: Iterable[ChosenLot]) -> list[Places]:
    """Read the sums of the largest cells all of whose lots are chosen; the rest lot by lot."""
    standing = list(everyone)
    whole = {resolution: _whole(lots, standing, cell_at(resolution)) for resolution in RESOLUTIONS}

    def region(lot: ChosenLot) -> str | None:
        found = ((cell_at(resolution)(lot), regions) for resolution, regions in whole.items())
        return next((name for name, regions in found if name in regions), None)

    return _by_region(lots, region)


def as_groups(
    lots: Sequence[ChosenLot], everyone: Iterable[ChosenLot], region_of: RegionOf
) -> list[Places]:
    """Read the sums of regions all of whose lots are chosen, and the others' lot by lot."""
    whole = _whole(lots, everyone, region_of)

    def region(lot: ChosenLot) -> str | None:
        name = region_of(lot)
        return name if name in whole else None

    return _by_region(lots, region)


def cell_at(resolution: int) -> RegionOf:
    """Say of a lot in which cell it lies; found once for all lots of one place."""

    @cache
    def name(cell: int) -> str:
        return cell_region(parent_of(cell, resolution))

    return lambda lot: None if lot.cell is None else name(lot.cell)


def cell_region(cell: int) -> str:
    """Name a cell's stored sums."""
    return f"cell:{cell_text(cell)}"


def area_region(area_code: str) -> str:
    """Name an area's stored sums."""
    return f"area:{area_code}"


def _whole(
    lots: Iterable[ChosenLot], everyone: Iterable[ChosenLot], region_of: RegionOf
) -> set[str | None]:
    counted_in = _counted_in(region_of)
    wanted, there = Counter(map(counted_in, lots)), Counter(map(counted_in, everyone))
    return {
        region
        for region, count in wanted.items()
        if region is not None and count == there[region] and count >= WORTH_A_REGION
    }


def _counted_in(region_of: RegionOf) -> RegionOf:
    """Say in which region's sums a lot is: one for which another is counted is in none."""
    return lambda lot: None if lot.twin_of is not None else region_of(lot)


def _topmost(area_code: str | None, parents: Mapping[str, str | None]) -> str | None:
    found = None
    for _ in range(DEEPEST):
        if area_code is None or area_code not in parents:
            break
        found, area_code = area_region(area_code), parents[area_code]
    return found


def _by_region(lots: Iterable[ChosenLot], region_of: RegionOf) -> list[Places]:
    held: dict[str | None, list[ChosenLot]] = defaultdict(list)
    counted_in = _counted_in(region_of)
    for lot in lots:
        held[counted_in(lot)].append(lot)
    alone = held.pop(None, [])
    regions: dict[str, list[str]] = defaultdict(list)
    within: list[ChosenLot] = []
    for region, inside in held.items():
        zones = {lot.zone for lot in inside}
        if region is None or len(zones) > 1:
            alone += inside
        else:
            regions[zones.pop()].append(region)
            within += inside
    return _by_zone(alone, regions, within)


def _by_zone(
    alone: Iterable[ChosenLot],
    regions: Mapping[str, Sequence[str]] = MappingProxyType({}),
    within: Iterable[ChosenLot] = (),
) -> list[Places]:
    keys, inside = _keys(alone), _keys(within)
    return [
        Places(zone, keys.get(zone, ()), tuple(sorted(regions.get(zone, ()))), inside.get(zone, ()))
        for zone in sorted({*keys, *regions})
    ]


def _keys(lots: Iterable[ChosenLot]) -> dict[str, tuple[int, ...]]:
    keys: dict[str, list[int]] = defaultdict(list)
    for lot in lots:
        keys[lot.zone].append(lot.lot_key)
    return {zone: tuple(sorted(found)) for zone, found in keys.items()}
