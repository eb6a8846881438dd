"""`GET /v1/planner/kpis`: every figure of some lots in some time, with its coverage beside it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import (
    COVERAGE,
    FILES,
    FROM,
    TO,
    about,
    json_answer,
    table_answer,
    told_figures,
)
from api.planner.asked import KpisAsked
from api.planner.schemas import KpisAnswer
from api.planner.scoping import scope_of
from api.services import Services
from api.tables.table import Column, Table
from parking.access import roles
from parking.clock import rfc3339
from parking.planning.effort import Effort, quick_effort
from parking.planning.kpi_names import KPI_NAMES
from parking.planning.kpis import Kpis, kpis
from parking.planning.scope import Scope
from parking.planning.scope_notes import left_out_note, scope_notes
from parking.storage.postgres.planning.reading import READ_S, THOROUGH_S, open_reading
from parking.storage.postgres.planning.reading_kpis import KpiReader

_COLUMNS = (
    Column("code", "指标代码", "Code"),
    Column("name_zh", "指标", "Name in Chinese"),
    Column("name_en", "英文名称", "Name"),
    Column("unit", "单位", "Unit"),
    Column("value", "数值", "Value", kind="number"),
    COVERAGE,
    FROM,
    TO,
)


def kpis_router(services: Services) -> APIRouter:
    """Make the route over the roll-ups."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/kpis",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": KpisAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="All figures of some lots in some time · 规划指标",
    )
    async def read_kpis(asked: Annotated[KpisAsked, Query()]) -> Response:
        now_us, choice = clock.now_us(), asked.choice(directory)
        within_s = THOROUGH_S if asked.thorough else READ_S
        async with open_reading(services.planner_pool, within_s, in_two=True) as reading:
            scope = await scope_of(reading, asked, choice, directory, now_us, zone)
            effort = Effort() if asked.thorough else quick_effort(scope)
            sums = await KpiReader(reading, scope, now_us, effort).read()
        figures = kpis(sums, scope.zone)
        notes = scope_notes(scope, reading.calendar, by_day_class=asked.day_class is not None)
        if effort.left_out:
            notes.append(left_out_note(effort.left_out))
        notes += map(str, figures.notes)
        told = about(scope, figures.coverage, notes)
        if asked.format == "json":
            return json_answer(told | told_figures(figures, scope))
        return await table_answer(asked.format, _table(figures, scope), told)

    return router


def _table(figures: Kpis, scope: Scope) -> Table:
    times = (rfc3339(at_us, scope.zone) for at_us in (scope.period.from_us, scope.period.to_us))
    begin, end = times
    names = {code: KPI_NAMES[code] for code in figures.values}
    rows = [
        (code, name.zh, name.en, name.unit, figures.values[code], figures.coverage, begin, end)
        for code, name in names.items()
    ]
    return Table("kpis", _COLUMNS, rows)
