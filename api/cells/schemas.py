"""Shapes of cells as the OpenAPI tells them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.cells.totals import Metric
from api.lots.schemas import Shape
from parking.vocabulary import SpaceClass


class Ring(Shape):
    """The cell's outline as GeoJSON."""

    type: Literal["Polygon"]
    coordinates: list[list[tuple[float, float]]]


class Cell(Shape):
    """One H3 cell that holds at least one open lot with such spaces."""

    cell: str = Field(description="H3 index, hexadecimal")
    lat: float
    lon: float
    lots: int
    free: int | None = Field(description="Of the lots whose count is known; null where none is")
    capacity: int
    occupancy: float | None = Field(description="Taken share of the capacity whose count is known")
    known_share: float | None = Field(description="Share of the capacity whose count is known")
    value: float | None = Field(description="The metric asked for")
    geometry: Ring | None = None


class CellsAnswer(Shape):
    """Cells that touch the box, in ascending order."""

    as_of: datetime
    resolution: int
    metric: Metric
    space_class: SpaceClass
    cells: list[Cell]
