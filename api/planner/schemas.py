"""Shapes of planners' answers as the OpenAPI tells them; tables also come as files."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.lots.schemas import Shape
from parking.planning.kpi_names import KpiCode
from parking.planning.metrics import Metric
from parking.planning.series_steps import SeriesStep
from parking.vocabulary import AreaLevel


class Told(Shape):
    """What every answer tells of its time: as it was used, and how much of it is known."""

    begin: datetime = Field(alias="from", description="As used: the beginning of a step of 5 min")
    end: datetime = Field(alias="to", description="As used: the end of a step, or now")
    timezone: str
    coverage: float | None = Field(
        description="Share of the open space-hours that is known; null where nothing was open"
    )
    lots: int = Field(description="How many lots it is made of")
    notes: list[str] = Field(description="English · 中文")


class KpisAnswer(Told):
    """Figures of some lots in some time; what is null has a note that says why."""

    kpis: dict[KpiCode, float | None]
    peak_at: datetime | None = Field(description="When the fullest quarter hour began")


class SeriesRow(Shape):
    """What the spaces did in one step; shares are null where under four fifths are known."""

    begin: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    coverage: float | None
    occupancy: float | None = Field(description="Taken share of what is known, 0-1")
    full_time_share: float | None
    space_hours_open: float
    space_hours_known: float
    space_hours_taken: float
    space_hours_closed: float
    entries: int | None = Field(description="Counted by the hour: null for shorter steps")
    exits: int | None


class OccupancySeries(Told):
    """Steps in the order of time, on the days that are asked for."""

    step: SeriesStep
    rows: list[SeriesRow]


class MapRow(Shape):
    """One cell, area or lot, and the figure that was asked for."""

    id: str = Field(description="A cell's 15 hexadecimal digits, an area's code or a lot's id")
    name: str | None
    name_en: str | None
    lat: float | None
    lon: float | None
    lots: int
    coverage: float | None
    space_hours_open: float
    value: float | None = Field(description="Null where under four fifths are known")
    geometry: dict[str, object] | None = None


class HeatmapAnswer(Told):
    """Places in the order of their ids, each told of as a whole."""

    metric: Metric
    unit: str
    by: Literal["cell", "area", "lot"]
    resolution: int | None
    level: AreaLevel | None
    hour: int | None = Field(description="The hour of the clock that is told of, of every day")
    rows: list[MapRow]


class Connection(Shape):
    """Of all that is filed, what was heard from in the 24 hours before."""

    lots_filed: int
    lots_connected: int
    coverage_lots: float | None
    berths_filed: int
    berths_connected: int
    coverage_berths: float | None
    lots_unmeasured: int = Field(description="They say not how many spaces they have")


class ConnectionRow(Connection):
    """One area or cell; the row without an id is what lies in none."""

    id: str
    name: str | None
    name_en: str | None
    lat: float | None
    lon: float | None


class CoverageAnswer(Shape):
    """The ledger of a full hour: the same at any later time."""

    at: datetime
    timezone: str
    by: Literal["area", "cell"]
    total: Connection
    rows: list[ConnectionRow]
    notes: list[str]
