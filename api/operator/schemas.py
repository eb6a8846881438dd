"""Shapes of the operator's routes as the OpenAPI tells them."""

from datetime import datetime

from pydantic import Field

from api.lots.schemas import LotFacts, ProblemShape, Shape
from geo.datum import Datum
from parking.vocabulary import LandUse, LotClass, Role, SpaceClass, Structure


class LotBody(Shape):
    """A lot as it is put; what is left out is not known. Unknown fields are refused."""

    name: str = Field(max_length=200)
    name_en: str | None = None
    operator: str | None = Field(default=None, description="For an admin's key: whose lot it is")
    capacity: int | dict[SpaceClass, int] | None = Field(
        default=None, description="Spaces in all, or by space class"
    )
    lat: float | None = None
    lon: float | None = None
    coordsys: Datum = "wgs84"
    lot_class: LotClass | None = None
    structure: Structure | None = None
    land_use: LandUse | None = None
    address: str | None = None
    opening_hours: str | None = Field(default=None, description="OSM opening_hours syntax")
    tariff: dict[str, object] | None = None
    max_height_m: float | None = Field(default=None, description="Height limit for vehicles")
    area_code: str | None = Field(default=None, description="Left out: found by the position")
    entrances: list[dict[str, object]] | None = None
    outline: dict[str, object] | None = Field(default=None, description="GeoJSON (Multi)Polygon")
    has_gate: bool = False
    timezone: str | None = None


class PutLotAnswer(LotFacts):
    """The lot as it is stored."""

    created: bool
    changed: bool


class OwnLotPage(Shape):
    """A page of the caller's lots in the order of their ids."""

    lots: list[LotFacts]
    next_cursor: str | None


class OwnIdentity(Shape):
    """Who the key says the caller is."""

    role: Role
    key_id: str
    operator: str | None
    name: str | None
    source: str | None


class FeedProblemAnswer(Shape):
    """A kind of problem within the last 24 hours, with its newest case."""

    times: int
    seen_at: datetime
    lot_id: str | None
    problem: ProblemShape


class FeedAnswer(Shape):
    """One source and how it does."""

    source: str
    kind: str
    ttl_s: float
    changes_only: bool
    last_report_at: datetime | None
    lots_last_hour: int
    reports_last_hour: int
    problems: list[FeedProblemAnswer]


class FeedList(Shape):
    """All sources of the caller."""

    feeds: list[FeedAnswer]
