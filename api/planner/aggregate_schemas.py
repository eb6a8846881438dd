"""Shapes of what planners are told of lots that are sums of others, as the OpenAPI tells them."""

from datetime import datetime

from pydantic import Field

from api.lots.schemas import Shape
from parking.storage.postgres.planning.lot_aggregates import Origin


class AggregateRow(Shape):
    """One lot of which it is said that it is a sum, or that it is none."""

    lot_id: str
    name: str
    name_en: str | None
    operator: str
    is_aggregate: bool = Field(description="Whether it is left out of sums")
    origin: Origin = Field(description="A person's word, or what history shows")
    parts: str = Field(description="Ids of the lots that it sums up, with commas between")
    hours: int | None = Field(description="Hours that were compared, where history shows it")
    hours_equal: int | None
    reason: str | None = Field(description="A person's")
    since: datetime
    told: str = Field(description="English · 中文")


class AggregatesAnswer(Shape):
    """All of them, in the order of their ids."""

    timezone: str
    rows: list[AggregateRow]
    notes: list[str]
