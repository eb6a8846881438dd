"""What may be asked about before and after: what was changed, where, when, and beside what."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field

from api.planner.asked import AskedFormat, Day
from api.planner.filters import Days, Filters, Spaces, several
from parking.planning.compare.asked_hours import TakesTime, between_hours, every_time
from parking.planning.compare.compare import CONFIDENCE
from parking.planning.compare.comparison import FEWEST_DAYS
from parking.planning.compare.outcomes import Outcome
from parking.planning.compare.pool import APART_M
from parking.planning.period import TakesDay
from parking.vocabulary import LAND_USES, AreaLevel, LandUse

LONGEST_DAYS: Final = 184
USUAL_DAYS: Final = 28
_CLOCK: Final = r"^([01]\d|2[0-3])-([01]\d|2[0-4])$"
_DAY: Final = timedelta(days=1)


class Measured(BaseModel):
    """How long before and after, how sure, and which of the tables comes as a file."""

    days_before: int = Field(USUAL_DAYS, ge=FEWEST_DAYS, le=LONGEST_DAYS)
    days_after: int = Field(USUAL_DAYS, ge=FEWEST_DAYS, le=LONGEST_DAYS)
    confidence: float = Field(CONFIDENCE, ge=0.5, le=0.99, description="Of the interval")
    apart_m: int = Field(
        APART_M, ge=0, le=20_000, description="So near to what was changed nothing is a control"
    )
    table: Literal["days", "controls"] = Field(
        "days", description="What a file holds; JSON has both"
    )
    format: AskedFormat = "json"

    def sides(
        self, changed: date, last: date, takes_day: TakesDay
    ) -> tuple[list[date], list[date]]:
        """Return the days before and those from the change on, up to the last that is over."""
        before = [changed - number * _DAY for number in range(self.days_before, 0, -1)]
        after = [changed + number * _DAY for number in range(self.days_after)]
        return [*filter(takes_day, before)], [
            day for day in after if day <= last and takes_day(day)
        ]


class CompareAsked(Filters, Days, Measured):
    """What was changed is chosen as lots are elsewhere, and taken as one."""

    changed: Day = Field(description="The first local day on which it was as it is now")
    outcome: Outcome = "utilization"
    by: Literal["lot", "area", "cell"] = Field("lot", description="What a control is")
    level: AreaLevel = Field("subdistrict", description="Of areas")
    resolution: int = Field(8, ge=6, le=9, description="Of cells")
    control_land_use: Annotated[list[LandUse] | None, *several(LAND_USES)] = Field(
        None, description="Of lots that are controls; else that of the lots that were changed"
    )
    hours: str | None = Field(
        None, pattern=_CLOCK, description="Of the clock, such as 07-19 or 19-07", examples=["07-19"]
    )

    @property
    def takes_time(self) -> TakesTime:
        """Tell which times of day are asked for."""
        if self.hours is None:
            return every_time
        first, _, last = self.hours.partition("-")
        return between_hours(int(first), int(last))


class TidalEffectAsked(Spaces, Measured):
    """Of one agreement, in the hours in which it lends."""

    outcome: Outcome = "full_time_share"
    resolution: int = Field(8, ge=6, le=9, description="Of the cell around it, and of its controls")
