"""`GET /v1/planner/hot-areas/{hot_area_id}`: one place on one page, as data.

Its demand by time of day, its figures, how long stays are, and which lots beside it have free
spaces when it is fullest.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import problems
from api.planner.answers import FILES, about, json_answer, table_answer, told_figures
from api.planner.asked import HotAreaAsked
from api.planner.hot_area_reading import HotAreaRead, read_hot_area
from api.planner.hot_area_tables import tables_of
from api.planner.hot_areas import notes_of_kind
from api.planner.place_schemas import HotAreaAnswer
from api.planner.typical import wall_time
from api.services import Services
from parking.access import roles
from parking.planning.hot_areas import TITLES, HotAreaId, parse_hot_area
from parking.planning.kpis import kpis
from parking.planning.metrics import metric_of
from parking.planning.scope_notes import scope_notes
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import open_reading

HotAreaPath = Annotated[str, Path(max_length=60, description="As `hospital:8831aa5b2bfffff`")]
CAVEATS: Final = (
    "walks are as the crow flies · 步行距离为直线距离",
    "the time spent searching, and complaints, are in no report · 寻位时间与投诉不在数据中",
)


def hot_area_router(services: Services) -> APIRouter:
    """Make the route over one place's lots and those beside them."""
    router = APIRouter()
    clock = services.clock

    @router.get(
        "/v1/planner/hot-areas/{hot_area_id}",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": HotAreaAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="One hot area on one page, as data · 热点区域报告",
    )
    async def read_report(
        hot_area_id: HotAreaPath, asked: Annotated[HotAreaAsked, Query()]
    ) -> Response:
        area_id, now_us = _area_id(hot_area_id), clock.now_us()
        async with open_reading(services.planner_pool) as reading:
            read = await read_hot_area(reading, asked, area_id, now_us)
        figures = kpis(read.sums, read.scope.zone)
        notes = [
            *scope_notes(read.scope, reading.calendar, by_day_class=True),
            *notes_of_kind(area_id.kind),
            *map(str, figures.notes),
            *CAVEATS,
        ]
        told, tables = about(read.scope, figures.coverage, notes) | _told(read), tables_of(read)
        if asked.format != "json":
            return await table_answer(asked.format, tables[asked.table], told)
        rows = {name: list(table.members()) for name, table in tables.items()}
        return json_answer({**told, **told_figures(figures, read.scope), **rows})

    return router


def _area_id(text: str) -> HotAreaId:
    try:
        return parse_hot_area(text)
    except ValueError as error:
        told = f"There is no such hot area: {error}."
        raise ProblemError(Problem("not-found", told)) from None


def _told(read: HotAreaRead) -> dict[str, Any]:
    area_id, middle, peak = read.area.area_id, read.area.middle, read.peak
    title_zh, title = TITLES[area_id.kind]
    return {
        "hot_area_id": str(area_id),
        "kind": area_id.kind,
        "title": title,
        "title_zh": title_zh,
        "name": read.area.name,
        "lat": round(middle.lat, 6),
        "lon": round(middle.lon, 6),
        "lot_ids": [lot.lot_id for lot in read.area.lots],
        "peak": None
        if peak is None
        else {
            "day_class": peak.when.day_class,
            "time": wall_time(peak.when),
            "occupancy": metric_of("utilization", peak.sums.space),
            "days": peak.days,
        },
    }
