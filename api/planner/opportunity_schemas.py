"""Shapes of tidal opportunities as the OpenAPI tells them."""

from pydantic import Field

from api.lots.schemas import Shape
from api.planner.schemas import Told
from parking.sharing.terms import DayClass


class OpportunityRow(Shape):
    """One proposal in a line; space-hours are those of all days looked at."""

    lot_id: str
    name: str
    lat: float
    lon: float
    quota: int
    windows: str = Field(examples=["workday 18:00-07:00; weekend 18:00-07:00"])
    space_hours_opened: float
    space_hours_relieved: float
    relieved_per_opened: float
    lots_relieved: int
    nearest_m: int


class DayEffectShape(Shape):
    """On one day of a class, of the days looked at."""

    day_class: DayClass
    days: int
    opened_h: float
    relieved_h: float = Field(description="On average")
    low_h: float = Field(description="On eight of ten days it was from low_h to high_h")
    high_h: float
    idle_spaces: int = Field(description="The fewest that were idle, on the busiest day")


class RelievedShape(Shape):
    """A lot that was full."""

    lot_id: str
    name: str
    distance_m: int = Field(description="As the crow flies")
    relieved_h: float


class ProposalShape(Shape):
    """An agreement that is worth asking an owner for."""

    lot_id: str
    quota: int
    margin_spaces: int = Field(description="Stay with the owner even on the busiest day")
    relieved_h: float
    effects: list[DayEffectShape]
    relieves: list[RelievedShape]
    draft: dict[str, object] = Field(description="As POST /v1/sharing/agreements takes it")


class OpportunitiesAnswer(Told):
    """What could relieve which full lots, best first; none could do better by `proven_gap`."""

    full_h: float = Field(description="Space-hours in full lots")
    wanted_h: float = Field(description="Space-hours that these wanted more than they had")
    opened_h: float
    relieved_h: float
    proven_gap: float = Field(description="Share by which another choice may be better at most")
    left_out: dict[str, int] = Field(description="Lots not proposed, by the first reason")
    assumptions: list[str] = Field(description="English · 中文")
    rows: list[OpportunityRow]
    proposals: list[ProposalShape]
