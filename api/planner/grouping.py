"""Puts lots into the places that a map tells them by: cells, areas, or each for itself."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, Protocol

from api.planner.answers import LAT, LON
from api.tables.table import Column
from geo.cell import boundary_of, centre_of, parse_cell
from parking.directory import Directory
from parking.planning.chosen_lots import DEEPEST, ChosenLot, RegionOf, area_region, cell_at
from parking.vocabulary import AreaLevel

DECIMALS: Final = 6
PLACE: Final = (
    Column("id", "编号", "Id", kind="text"),
    Column("name", "名称", "Name", kind="text"),
    Column("name_en", "英文名称", "English name", kind="text"),
    LAT,
    LON,
)
"""Columns of a place."""


class MapPlace(NamedTuple):
    """What a value is told of: its id, its names and where it is drawn."""

    place_id: str
    name: str | None
    name_en: str | None
    lat: float | None
    lon: float | None
    geometry: dict[str, Any] | None


class Grouping(Protocol):
    """A way to tell lots apart. `region_of` names a lot's place by its stored sums."""

    @property
    def region_of(self) -> RegionOf: ...

    def place(self, region: str) -> MapPlace:
        """Say what a place is called and where it is; its outline where there is one."""
        ...


class ByCell:
    """Cells of one resolution; lots without a position are in none."""

    def __init__(self, resolution: int) -> None:
        self.region_of = cell_at(resolution)

    def place(self, region: str) -> MapPlace:
        return _place_of_cell(region.partition(":")[2])


class ByArea:
    """Areas of one level; lots that lie in none of them are left out."""

    def __init__(self, directory: Directory, level: AreaLevel) -> None:
        self._directory = directory
        self._level = level

    def region_of(self, lot: ChosenLot) -> str | None:
        code = lot.area_code
        for _ in range(DEEPEST):
            area = None if code is None else self._directory.find_area(code)
            if area is None:
                return None
            if area.level == self._level:
                return area_region(area.area_code)
            code = area.parent_code
        return None

    def place(self, region: str) -> MapPlace:
        code = region.partition(":")[2]
        area = self._directory.find_area(code)
        if area is None:
            return MapPlace(code, None, None, None, None, None)
        return MapPlace(
            code, area.name, area.name_en, area.label_lat, area.label_lon, area.outline
        )  # fmt: skip


class ByLot:
    """Every lot for itself."""

    def __init__(self, lots: Sequence[ChosenLot]) -> None:
        self._lots = {f"lot:{lot.lot_key}": lot for lot in lots}

    def region_of(self, lot: ChosenLot) -> str | None:
        return f"lot:{lot.lot_key}"

    def place(self, region: str) -> MapPlace:
        lot = self._lots[region]
        point = None
        if lot.lat is not None and lot.lon is not None:
            point = {"type": "Point", "coordinates": (lot.lon, lot.lat)}
        return MapPlace(lot.lot_id, lot.name, lot.name_en, lot.lat, lot.lon, point)


@lru_cache(maxsize=8_192)
def _place_of_cell(digits: str) -> MapPlace:
    """Draw a cell; remembered, as every map of a city has the same."""
    cell = parse_cell(digits)
    centre = centre_of(cell)
    ring = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in boundary_of(cell)]
    outline = {"type": "Polygon", "coordinates": [ring]}
    lat, lon = round(centre.lat, DECIMALS), round(centre.lon, DECIMALS)
    return MapPlace(digits, None, None, lat, lon, outline)


def grouping_by(
    by: Literal["cell", "area", "lot"],
    directory: Directory,
    lots: Sequence[ChosenLot],
    *,
    resolution: int,
    level: AreaLevel,
) -> Grouping:
    """Choose one: `resolution` is of cells, `level` of areas, and `lots` are each for itself."""
    match by:
        case "cell":
            return ByCell(resolution)
        case "area":
            return ByArea(directory, level)
        case "lot":
            return ByLot(lots)
