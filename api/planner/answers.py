"""How planners' answers go out: as JSON or as a file of the same rows, with notes beside it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from fastapi import Response

from api.caching import JSON
from api.tables.formats import MEDIA_TYPES, Format, file_name, render
from api.tables.table import Column, Table
from api.tables.xlsx_file import TooManyRowsError
from parking.clock import rfc3339
from parking.planning.kpis import Kpis
from parking.planning.scope import Scope
from parking.problems import Problem, ProblemError

FROM: Final = Column("from", "起", "From", kind="time")
TO: Final = Column("to", "止", "To", kind="time")
LAT: Final = Column("lat", "纬度", "Latitude", "deg")
LON: Final = Column("lon", "经度", "Longitude", "deg")
LOTS: Final = Column("lots", "停车场数", "Lots", kind="integer")
COVERAGE: Final = Column("coverage", "数据覆盖率", "Coverage", "0-1", "number")
UTILIZATION: Final = Column("utilization", "泊位利用率", "Utilization", "0-1", "number")
OCCUPANCY: Final = Column("occupancy", "占用率", "Occupancy", "0-1", "number")
FULL_SHARE: Final = Column("full_time_share", "满位时长比", "Share of time full", "0-1", "number")
OPEN_HOURS: Final = Column(
    "space_hours_open", "开放泊位小时", "Open space-hours", "berth·h", "number"
)
GEOMETRY: Final = Column("geometry", "几何", "Geometry", kind="geometry")
"""Columns that several tables have."""

FILES: Final[dict[str, Any]] = {
    "content": {media: {} for form, media in MEDIA_TYPES.items() if form != "json"}
}
"""What a 200 may hold beside JSON, as the OpenAPI tells it."""
_PRIVATE: Final = {"cache-control": "private, no-cache"}
_IN_A_THREAD: Final = 500
"""Rows that take longer to render than a thread takes to begin."""


def about(scope: Scope, coverage: float | None, notes: Sequence[str]) -> dict[str, Any]:
    """Return what every answer tells of its time and lots, and what is to be said beside it."""
    period = scope.period
    return {
        "from": rfc3339(period.from_us, scope.zone),
        "to": rfc3339(period.to_us, scope.zone),
        "timezone": scope.zone,
        "coverage": coverage,
        "lots": len(scope.lots),
        "notes": list(notes),
    }


def told_figures(figures: Kpis, scope: Scope) -> dict[str, Any]:
    """Return the figures, and when the fullest quarter hour began."""
    at_us = figures.peak_at_us
    return {
        "kpis": figures.values,
        "peak_at": None if at_us is None else rfc3339(at_us, scope.zone),
    }


async def table_answer(form: Format, table: Table, told: Mapping[str, Any]) -> Response:
    """Answer with a table; ProblemError where it cannot be in that format."""
    try:
        if len(table.rows) > _IN_A_THREAD:
            body = await asyncio.to_thread(render, table, form, told)
        else:
            body = render(table, form, told)
    except TooManyRowsError as error:
        raise ProblemError(Problem("bad-request", f"{error}.", pointer="/query/format")) from error
    headers = dict(_PRIVATE)
    if form != "json":
        headers["content-disposition"] = f'attachment; filename="{file_name(table, form)}"'
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)


def json_answer(told: Mapping[str, Any]) -> Response:
    """Answer with what is no table."""
    return Response(msgspec.json.encode(told), media_type=JSON, headers=_PRIVATE)
