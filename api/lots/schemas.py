"""Shapes of lots and availabilities as the OpenAPI tells them; answers are rendered elsewhere."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.datum import Datum
from parking.vocabulary import (
    Flag,
    Freshness,
    LandUse,
    LotClass,
    LotState,
    SpaceClass,
    SpaceStatus,
    Structure,
    Trend,
    ValueKind,
)


class Shape(BaseModel):
    """A shape that says everything it holds."""

    model_config = ConfigDict(extra="forbid")


class LastKnown(Shape):
    """What was last counted, once that is too old to be called the truth."""

    free: int
    observed_at: datetime


class ClassAvailability(Shape):
    """One space class of a lot."""

    free: int | None
    capacity: int | None
    low: int | None
    high: int | None
    freshness: Freshness


class Availability(Shape):
    """What is known of a lot's free spaces at this moment. Unknown is never 0."""

    state: LotState
    free: int | None = Field(description="General plus open shared spaces; null when not known")
    capacity: int | None
    low: int | None = Field(description="Lower end of the interval, which widens with age")
    high: int | None
    kind: ValueKind
    freshness: Freshness
    trend: Trend
    observed_at: datetime | None
    age_s: float | None
    source: str | None
    flags: list[Flag]
    by_class: dict[SpaceClass, ClassAvailability]
    last_known: LastKnown | None = None
    count_drift: int | None = None


class NearbyLot(Shape):
    """One lot near the place asked for."""

    lot_id: str
    name: str
    name_en: str | None = None
    lat: float
    lon: float
    lot_class: LotClass | None = None
    max_height_m: float | None = None
    v: int = Field(description="Grows with every change of this lot")
    ttl_s: float = Field(description="Up to this age the figure is live")
    availability: Availability
    distance_m: float
    walk_min: int
    price_fen: int | None = Field(
        default=None, description="Price of the stay; null where the tariff is not known"
    )


class NearbyAnswer(Shape):
    """The nearest lots that qualify, exactly; ties stand in the order of their ids."""

    as_of: datetime
    replica_lag_ms: int
    results: list[NearbyLot]


class LotFacts(Shape):
    """What does not move: where a lot is and what it has."""

    lot_id: str
    name: str
    name_en: str | None = None
    operator: str
    lat: float | None = None
    lon: float | None = None
    coordsys: Datum
    capacity: dict[SpaceClass, int]
    lot_class: LotClass | None = None
    structure: Structure | None = None
    land_use: LandUse | None = None
    address: str | None = None
    opening_hours: str | None = None
    tariff: dict[str, object] | None = None
    max_height_m: float | None = None
    area_code: str | None = None
    has_gate: bool
    timezone: str


class LotAnswer(LotFacts):
    """A lot's facts and its availability; `v` grows with every change of it."""

    v: int
    ttl_s: float
    availability: Availability


class OneLotAnswer(LotAnswer):
    """One lot in full."""

    operator_name: str | None = Field(description="What the operator is called; its id where unset")
    operator_name_en: str | None
    entrances: list[dict[str, object]] | None = None
    outline: dict[str, object] | None = None
    navigation: dict[str, str] = Field(description="Links into maps, each in its own datum")


class LotPage(Shape):
    """A page of lots in the order of their ids."""

    as_of: datetime
    lots: list[LotAnswer]
    next_cursor: str | None


class HistoryPoint(Shape):
    """One count, movement, closure, correction or void as it was reported."""

    observed_at: datetime
    kind: str
    record_serial: str
    space_class: SpaceClass | None = None
    free: int | None = Field(default=None, description="Within 0 and the capacity")
    raw_free: int | None = Field(default=None, description="What was said, where that is not")
    capacity: int | None = None
    space_code: str | None = Field(default=None, description="The bay, in reports of one bay")
    status: SpaceStatus | None = None
    flags: list[Literal["suspect", "corrected", "voided"]] = Field(
        description="corrected and voided: taken back since, by a point of its own"
    )


class HistoryAnswer(Shape):
    """A lot's reports in the order of observation."""

    lot_id: str
    points: list[HistoryPoint]
    next_cursor: str | None


class ProblemShape(BaseModel):
    """RFC 9457; `type` is stable."""

    type: str
    title: str
    title_zh: str
    status: int
    detail: str
    pointer: str | None = None
    current: str | None = Field(default=None, description="The state that a thing is in")
    retryable: bool
