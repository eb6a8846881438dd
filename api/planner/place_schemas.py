"""Shapes of what planners are told of one lot or one hot area, as the OpenAPI tells them."""

from datetime import datetime

from pydantic import Field

from api.lots.schemas import Shape
from api.planner.schemas import Told
from parking.planning.hot_areas import HotKind
from parking.planning.kpi_names import KpiCode
from parking.sharing.terms import DayClass
from parking.vocabulary import LandUse, LotClass, SpaceClass


class QuarterRow(Shape):
    """A time of day on a class of days: of all days together, and from day to day."""

    day_class: DayClass
    time: str = Field(description="When it begins, as walls show it", examples=["07:45"])
    days: int
    known_days: int = Field(description="Days of which four fifths are known")
    coverage: float | None
    occupancy: float | None
    occupancy_p15: float | None = Field(description="Of known days; null of fewer than three")
    occupancy_p50: float | None
    occupancy_p85: float | None
    full_time_share: float | None
    spaces_open: float


class HourRow(QuarterRow):
    """An hour, and how many vehicles came and left in it on an average day."""

    entries: float
    exits: float


class ProfileAnswer(Told):
    """One lot's typical days, hour by hour."""

    lot_id: str
    name: str
    name_en: str | None
    lot_class: LotClass | None
    land_use: LandUse | None
    capacity: dict[SpaceClass, int]
    is_aggregate: bool = Field(description="Its counts are sums of other lots'")
    rows: list[HourRow]


class HotAreaRow(Shape):
    """One place and how full its lots were."""

    id: str
    kind: HotKind
    name: str
    lat: float
    lon: float
    lots: int
    coverage: float | None
    utilization: float | None
    full_time_share: float | None
    space_hours_open: float
    space_hours_full: float


class HotAreasAnswer(Told):
    """Places of one kind, the most full space-hours first."""

    kind: HotKind
    rows: list[HotAreaRow]


class SupplyRow(Shape):
    """Spaces of one class."""

    space_class: SpaceClass
    spaces: int
    space_hours_open: float
    coverage: float | None
    utilization: float | None
    full_time_share: float | None


class StaysRow(Shape):
    """How long stays were; of fewer than five nothing is told."""

    user_class: str
    stays: int | None
    under_15_min: int | None
    from_15_to_30_min: int | None = Field(alias="15_to_30_min")
    from_30_to_60_min: int | None = Field(alias="30_to_60_min")
    from_1_to_2_h: int | None = Field(alias="1_to_2_h")
    from_2_to_4_h: int | None = Field(alias="2_to_4_h")
    from_4_to_8_h: int | None = Field(alias="4_to_8_h")
    from_8_to_24_h: int | None = Field(alias="8_to_24_h")
    over_24_h: int | None


class NeighbourRow(Shape):
    """A lot beside the place, at the time of day when the place is fullest."""

    lot_id: str
    name: str
    name_en: str | None
    lat: float
    lon: float
    land_use: LandUse | None
    within_m: int
    distance_m: float
    walk_min: int
    spaces_open: float
    free: float | None
    occupancy: float | None
    coverage: float | None


class Peak(Shape):
    """The fullest quarter hour of a typical day."""

    day_class: DayClass
    time: str
    occupancy: float | None
    days: int


class HotAreaAnswer(Told):
    """One place on one page."""

    hot_area_id: str
    kind: HotKind
    title: str
    title_zh: str
    name: str
    lat: float
    lon: float
    lot_ids: list[str]
    peak: Peak | None
    peak_at: datetime | None = Field(description="When the fullest quarter hour began")
    kpis: dict[KpiCode, float | None]
    supply: list[SupplyRow]
    demand: list[QuarterRow]
    stays: list[StaysRow]
    spill_over: list[NeighbourRow]
