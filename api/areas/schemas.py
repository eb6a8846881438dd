"""Shapes of areas and search hits as the OpenAPI tells them."""

from typing import Literal

from pydantic import Field

from api.lots.schemas import Shape
from geo.datum import Datum
from parking.vocabulary import AreaLevel


class AreaAnswer(Shape):
    """One named area; `lat` and `lon` are where its name stands on a map."""

    area_code: str
    level: AreaLevel
    name: str
    name_en: str | None
    parent_code: str | None
    lat: float | None
    lon: float | None
    outline: dict[str, object] | None = Field(default=None, description="GeoJSON, when asked for")


class AreasAnswer(Shape):
    """Areas in the order of their codes."""

    areas: list[AreaAnswer]


class SearchHit(Shape):
    """A place whose name fits."""

    kind: Literal["lot", "area"]
    id: str = Field(description="The lot's id or the area's code")
    name: str
    name_en: str | None
    lat: float
    lon: float
    area_code: str | None = Field(description="Of a lot: where it is. Of an area: its parent")


class SearchAnswer(Shape):
    """Best first."""

    coordsys: Datum
    results: list[SearchHit]
