"""Shapes of the console's calls: a count a person made, a lot closed and opened again."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from parking.draft_text import plain
from parking.moment import read_moment
from parking.vocabulary import SpaceClass

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(plain),
]
Moment = Annotated[datetime, BeforeValidator(read_moment)]


class CountedSpace(BaseModel):
    """One class as counted."""

    model_config = ConfigDict(extra="forbid")

    space_class: SpaceClass = "general"
    free: int
    capacity: int | None = None


class RecountBody(BaseModel):
    """A count that a person made, and why."""

    model_config = ConfigDict(extra="forbid")

    spaces: Annotated[list[CountedSpace], Field(min_length=1, max_length=32)]
    reason: Reason


class RecountAnswer(BaseModel):
    """The count is in the log; `late` when something newer is known already."""

    status: Literal["accepted", "duplicate", "late", "conflict"]
    flags: list[Literal["suspect"]]
    record_serial: str
    observed_at: datetime


class ClosureBody(BaseModel):
    """From now on unless `from` is given, for good unless `to` is."""

    model_config = ConfigDict(extra="forbid")

    begins_at: Moment | None = Field(default=None, alias="from")
    ends_at: Moment | None = Field(default=None, alias="to")
    reason: Reason


class ClosureAnswer(BaseModel):
    """One closure that stands."""

    closure_id: str
    begins_at: datetime = Field(serialization_alias="from")
    ends_at: datetime | None = Field(serialization_alias="to")
    reason: str | None
    source: str | None


class ClosureList(BaseModel):
    """All closures of a lot that stand."""

    closures: list[ClosureAnswer]
