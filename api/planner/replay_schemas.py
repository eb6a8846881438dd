"""Shapes of a past minute as the OpenAPI tells them; its files hold the same, a column each."""

from datetime import datetime

from pydantic import Field

from api.lots.schemas import Availability, Shape
from parking.vocabulary import LandUse, LotClass, LotState


class ShownLotRow(Shape):
    """One lot, and what readers were given of it."""

    lot_id: str
    name: str
    name_en: str | None
    operator: str
    lat: float | None
    lon: float | None
    area_code: str | None
    lot_class: LotClass | None
    land_use: LandUse | None
    is_aggregate: bool = Field(description="Its counts are sums of other lots'")
    ttl_s: float = Field(description="Up to this age the figure was live")
    availability: Availability


class ReplayAnswer(Shape):
    """A page of the city at that moment, in the order of the lots' ids."""

    at: datetime
    timezone: str
    lots: int = Field(description="How many lots there were then that fit, on all pages")
    states: dict[LotState, int] = Field(description="Lots of this page by their state")
    coverage: float | None = Field(
        description="Of the spaces of this page's lots that were not closed, the share of which "
        "readers were given a number"
    )
    rows: list[ShownLotRow]
    next_cursor: str | None
    notes: list[str] = Field(description="English · 中文")
