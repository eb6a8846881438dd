"""What a report is made of: answers of the planner's routes, as far as it needs them.

Members are named as in the answers. Shares are 0 to 1, None where too little is known.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from parking.planning.hot_areas import HotKind
from parking.planning.kpi_names import KpiCode
from parking.sharing.terms import DayClass
from parking.vocabulary import LandUse, SpaceClass


class Told(Struct, frozen=True, kw_only=True):
    """The time as it was used, RFC 3339, and how much of it is known."""

    begin: str = field(name="from")
    to: str
    timezone: str
    coverage: float | None
    lots: int
    notes: tuple[str, ...] = ()


class KpisTold(Told, frozen=True, kw_only=True):
    """All figures of a time."""

    kpis: Mapping[KpiCode, float | None]
    peak_at: str | None


class StepTold(Struct, frozen=True, kw_only=True):
    """One step of a series."""

    begin: str = field(name="from")
    occupancy: float | None
    full_time_share: float | None
    space_hours_open: float
    space_hours_known: float
    space_hours_taken: float


class SeriesTold(Told, frozen=True, kw_only=True):
    """Steps in the order of time."""

    rows: tuple[StepTold, ...]


class PlaceTold(Struct, frozen=True, kw_only=True):
    """One area's value in a map."""

    id: str
    name: str | None
    name_en: str | None
    lots: int
    coverage: float | None
    space_hours_open: float
    value: float | None


class PlacesTold(Told, frozen=True, kw_only=True):
    """Areas and one figure of each."""

    rows: tuple[PlaceTold, ...]


class ConnectionTold(Struct, frozen=True, kw_only=True):
    """Who is connected, of what is on file."""

    lots_filed: int
    lots_connected: int
    coverage_lots: float | None
    berths_filed: int
    berths_connected: int
    coverage_berths: float | None
    id: str = ""
    name: str | None = None
    name_en: str | None = None


class LedgerTold(Struct, frozen=True, kw_only=True):
    """The ledger of one moment."""

    total: ConnectionTold
    rows: tuple[ConnectionTold, ...]


class HotRowTold(Struct, frozen=True, kw_only=True):
    """One hot area in a list."""

    id: str
    name: str
    lots: int
    coverage: float | None
    utilization: float | None
    full_time_share: float | None
    space_hours_full: float


class HotAreasTold(Told, frozen=True, kw_only=True):
    """Hot areas of a kind, the fullest first."""

    kind: HotKind
    rows: tuple[HotRowTold, ...]


class SupplyTold(Struct, frozen=True, kw_only=True):
    """Spaces of one class."""

    space_class: SpaceClass
    spaces: int
    space_hours_open: float
    coverage: float | None
    utilization: float | None
    full_time_share: float | None


class TimeTold(Struct, frozen=True, kw_only=True):
    """A time of day on a class of days; the marks are of single days."""

    day_class: DayClass
    time: str
    days: int
    occupancy: float | None
    occupancy_p15: float | None
    occupancy_p85: float | None


class StaysTold(Struct, frozen=True, kw_only=True):
    """How long stays of a user class were; None where fewer than five would be told of."""

    user_class: str
    stays: int | None
    under_15_min: int | None
    from_15_to_30_min: int | None = field(name="15_to_30_min")
    from_30_to_60_min: int | None = field(name="30_to_60_min")
    from_1_to_2_h: int | None = field(name="1_to_2_h")
    from_2_to_4_h: int | None = field(name="2_to_4_h")
    from_4_to_8_h: int | None = field(name="4_to_8_h")
    from_8_to_24_h: int | None = field(name="8_to_24_h")
    over_24_h: int | None

    @property
    def bins(self) -> tuple[int | None, ...]:
        """Return them from the shortest."""
        return (
            self.under_15_min, self.from_15_to_30_min, self.from_30_to_60_min, self.from_1_to_2_h,
            self.from_2_to_4_h, self.from_4_to_8_h, self.from_8_to_24_h, self.over_24_h,
        )  # fmt: skip


class NeighbourTold(Struct, frozen=True, kw_only=True):
    """A lot beside a hot area, at its fullest time."""

    name: str
    name_en: str | None
    land_use: LandUse | None
    distance_m: float
    walk_min: int
    spaces_open: float
    free: float | None
    occupancy: float | None
    coverage: float | None


class PeakTold(Struct, frozen=True, kw_only=True):
    """The fullest quarter hour of a typical day."""

    day_class: DayClass
    time: str
    occupancy: float | None


class HotAreaTold(KpisTold, frozen=True, kw_only=True):
    """One hot area, as its page tells it."""

    kind: HotKind
    name: str
    peak: PeakTold | None
    supply: tuple[SupplyTold, ...]
    demand: tuple[TimeTold, ...]
    stays: tuple[StaysTold, ...]
    spill_over: tuple[NeighbourTold, ...]


class CityTold(Struct, frozen=True):
    """All answers that a city's month is made of; `hours` by the class of days they are of."""

    kpis: KpisTold
    before: KpisTold
    days: SeriesTold
    hours: Mapping[DayClass, SeriesTold]
    utilization: PlacesTold
    full_time_share: PlacesTold
    hot_areas: tuple[HotAreasTold, ...]
    ledger: LedgerTold
