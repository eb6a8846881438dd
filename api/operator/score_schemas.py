"""Shapes of an operator's score, as the OpenAPI tells them."""

from datetime import datetime

from pydantic import Field

from api.lots.schemas import Shape
from api.operator.feed_schemas import BothLanguages, DelayAnswer
from parking.planning.quality import Part


class ScorePart(Shape):
    """One part of the score; null where nothing shows it, and then the others weigh more."""

    part: Part
    name: BothLanguages
    weight: float = Field(description="Of the whole, 0-1, where every part is there")
    value: float | None = Field(description="0-1")


class OperatorScore(Shape):
    """How well an operator's lots were reported on, 0 to 100; null where none was ever heard."""

    operator: str
    name: str
    lots: int
    score: float | None
    parts: list[ScorePart]
    online_rate: float | None
    information_delay_s: DelayAnswer
    count_drift: float | None


class ScoreAnswer(OperatorScore):
    """The score in some time."""

    begin: datetime = Field(alias="from")
    end: datetime = Field(alias="to")


class OperatorsAnswer(Shape):
    """The scores of a page of operators, by id."""

    begin: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    operators: list[OperatorScore]
    next_cursor: str | None
