"""Shapes of what planners are told of before and after, as the OpenAPI tells them."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.lots.schemas import Shape
from parking.planning.compare.comparison import Verdict
from parking.planning.compare.outcomes import Outcome


class SideShape(Shape):
    """A figure before and after, every class of days weighing as it does after."""

    before: float
    after: float


class EffectShape(Shape):
    """An effect and its interval, in units of the outcome."""

    effect: float = Field(description="Its change, less the average change of its controls")
    low: float
    high: float
    widening: float = Field(description="1, or more where it moves more from day to day than they")
    chance: float = Field(description="Share of all places that differ as much from the others")


class DaysShape(Shape):
    """Days of one side; `counted`: those that can be compared."""

    first: date | None = Field(alias="from")
    last: date | None = Field(alias="until", description="Included")
    counted: int


class DayShape(Shape):
    """A day that counts."""

    day: date
    side: Literal["before", "after"]
    treated: float
    controls: float = Field(description="On average of the controls")


class ControlShape(Shape):
    """A place where nothing was changed; `distance`: how unlike it was before, 0 being the same."""

    id: str
    name: str | None
    name_en: str | None
    lat: float | None
    lon: float | None
    distance: float
    before: float
    after: float


class CompareAnswer(Shape):
    """What a measure changed, against matched places where nothing was changed."""

    outcome: Outcome
    unit: str
    changed: date
    timezone: str
    lots: int = Field(description="In how many it was changed")
    coverage: float | None = Field(description="Of the open space-hours of these lots")
    before: DaysShape
    after: DaysShape
    confidence: float
    verdict: Verdict = Field(description="none: no effect can be told from chance")
    effect: EffectShape | None
    treated: SideShape | None
    expected: float | None = Field(description="After, had it changed as its controls did")
    earlier: EffectShape | None = Field(description="The same within the time before, as a check")
    notes: list[str] = Field(description="English · 中文")
    controls: list[ControlShape]
    rows: list[DayShape]


class TidalEffectAnswer(CompareAnswer):
    """What an agreement changed in the cell around its lot, in the hours in which it lends."""

    agreement_id: str
    lot_id: str
    cell: str
    hours: list[str] = Field(description="Classes of days and clock hours", examples=["workday 19"])
