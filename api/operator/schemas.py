"""Shapes of the operator's routes as the OpenAPI tells them."""

from pydantic import Field

from api.lots.schemas import LotFacts, Shape
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


class OwnLot(LotFacts):
    """A lot as its operator sees it."""

    is_draft: bool = Field(description="Nobody else is shown it yet")


class PutLotAnswer(OwnLot):
    """The lot as it is stored."""

    created: bool
    changed: bool


class OwnLotPage(Shape):
    """A page of the caller's lots in the order of their ids."""

    lots: list[OwnLot]
    next_cursor: str | None


class OwnIdentity(Shape):
    """Who the key says the caller is."""

    role: Role
    key_id: str
    operator: str | None
    name: str | None
    source: str | None
