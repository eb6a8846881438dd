"""What each planner's route may be asked beside the filters that all of them have."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from pydantic import Field

from api.dependencies import Moment
from api.planner.filters import Asked, Filters, Times
from api.tables.formats import Format
from parking.clock import to_us
from parking.moment import FIRST_YEAR, LAST_YEAR
from parking.planning.hot_areas import HotKind
from parking.planning.metrics import Metric
from parking.planning.period import FOUR_WEEKS_US, Period, period_of
from parking.planning.series_steps import LONGEST_DAYS, SeriesStep
from parking.planning.space_time import STEP_US
from parking.planning.tidal.limits import Limits, checked
from parking.problems import Problem, ProblemError
from parking.sharing.terms_fields import MAX_VALIDITY
from parking.vocabulary import AreaLevel, SpaceClass

AskedFormat = Annotated[Format, Field(description="JSON, or a file of the same rows")]
Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
"""A local day, of the years that moments may be of."""
LENDABLE: Final[tuple[SpaceClass, ...]] = ("general", "monthly", "reserved")
"""Classes whose idle spaces an owner may lend to anybody."""
_USUAL: Final = Limits()
USUAL_RESOLUTION: Final = 8
_OF_ZOOM: Final = ((15, 9), (13, 8), (11, 7))
"""From this zoom on cells of this resolution; of less the coarsest."""
_COARSEST: Final = 6


class KpisAsked(Asked):
    """Which lots and spaces, when, and whether the caller waits for what takes seconds."""

    thorough: bool = Field(
        default=False,
        description="Also what takes seconds of many lots: peaks, unmet demand, medians, delays",
    )
    format: AskedFormat = "json"


class SeriesAsked(Asked):
    """What each time of a series is long."""

    step: SeriesStep = Field(
        "1h",
        description=f"5 min for up to {LONGEST_DAYS['5m']} days, "
        f"15 min for up to {LONGEST_DAYS['15m']}; days are local",
    )
    format: AskedFormat = "json"


class MapAsked(Asked):
    """What is drawn, in which places, and at which moment or hour where that is asked."""

    metric: Metric = "utilization"
    by: Literal["cell", "area", "lot"] = Field("cell", description="What a value is told of")
    resolution: int | None = Field(None, ge=6, le=9, description="Of the cells; 8 is usual")
    zoom: float | None = Field(None, ge=0, le=24, description="Of a map, to choose a resolution by")
    level: AreaLevel = Field("district", description="Of the areas")
    at: Moment | None = Field(None, description="RFC 3339: the 5 minutes around a moment")
    hour: int | None = Field(None, ge=0, le=23, description="This hour of the clock on every day")
    geometry: bool = Field(default=False, description="With outlines; GeoJSON always has them")
    format: AskedFormat = "json"

    @property
    def cell_resolution(self) -> int:
        """Return the resolution asked for, else the one that fits the zoom."""
        if self.resolution is not None or self.zoom is None:
            return self.resolution or USUAL_RESOLUTION
        return next((fit for least, fit in _OF_ZOOM if self.zoom >= least), _COARSEST)

    def period(self, now_us: int) -> Period:
        """Return the step of the moment, else the time; ProblemError where both are asked for."""
        if self.at is None:
            return super().period(now_us)
        if any(asked is not None for asked in (self.begin, self.end, self.hour, self.day_class)):
            told = "at is one moment: leave out from, to, hour and day_class."
            raise ProblemError(Problem("bad-request", told, pointer="/query/at"))
        step_us = to_us(self.at) // STEP_US * STEP_US
        return period_of(step_us, step_us + STEP_US, now_us)


class CoverageAsked(Filters):
    """Which lots, by what they are told apart, and as they were when."""

    by: Literal["area", "cell"] = "area"
    level: AreaLevel = Field("district", description="Of the areas")
    resolution: int = Field(8, ge=6, le=9, description="Of the cells")
    at: Moment | None = Field(None, description="RFC 3339; taken back to the full hour")
    format: AskedFormat = "json"


class ProfileAsked(Times):
    """When, and which spaces of the lot."""

    default_us = FOUR_WEEKS_US
    format: AskedFormat = "json"


class OpportunitiesAsked(Asked):
    """What is looked at, what a planner allows, and for which days drafts are made."""

    default_us = FOUR_WEEKS_US
    max_walk_m: int = Field(_USUAL.max_walk_m, description="As the crow flies")
    max_agreements: int = _USUAL.max_agreements
    min_quota: int = Field(_USUAL.min_quota, description="Fewer spaces are worth no agreement")
    min_window_h: int = Field(_USUAL.min_window_h, description="Nor are fewer hours in a row")
    margin_share: float = Field(
        _USUAL.margin_share, description="Of its spaces, above an owner's own peak"
    )
    uptake: float = Field(_USUAL.uptake, description="Share of opened spaces in use at a time")
    min_yield: float = Field(
        _USUAL.min_yield, description="Full space-hours that an opened one has to relieve"
    )
    min_relief_h: float = Field(
        _USUAL.min_relief_h, description="Full space-hours that an agreement has to add a day"
    )
    quiet_nights: bool = Field(
        default=True, description="Nobody comes or goes from 22:00 to 06:00, as in Jinan"
    )
    valid_from: Day | None = Field(None, description="Of drafts; else the next month's first")
    valid_until: Day | None = Field(None, description="The last day; else a year")
    format: AskedFormat = "json"

    @property
    def limits(self) -> Limits:
        """Return what is allowed; ProblemError where it is out of bounds."""
        asked = {
            name: getattr(self, name) for name in Limits.__struct_fields__ if hasattr(self, name)
        }
        return checked(Limits(**asked))

    @property
    def classes(self) -> tuple[SpaceClass, ...]:
        """Return the classes that are added up: where nothing is said, those that may be lent."""
        return tuple(self.space_class or LENDABLE)

    def valid(self, today: date) -> tuple[date, date]:
        """Return the days of drafts; ProblemError where the last is before the first."""
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        first = self.valid_from or next_month
        until = self.valid_until or first + timedelta(days=364)
        if not first <= until <= first + MAX_VALIDITY:
            told = "valid_until is from valid_from to five years after."
            raise ProblemError(Problem("bad-request", told, pointer="/query/valid_until"))
        return first, until


class HotAreasAsked(Asked):
    """Which kind of place."""

    default_us = FOUR_WEEKS_US
    kind: HotKind = "hospital"
    limit: int = Field(50, ge=1, le=500)
    format: AskedFormat = "json"


class HotAreaAsked(Times):
    """When, and which of its tables comes as a file."""

    default_us = FOUR_WEEKS_US

    table: Literal["supply", "demand", "stays", "spill_over"] = Field(
        "spill_over", description="What a file holds; JSON has all of them"
    )
    format: AskedFormat = "json"
