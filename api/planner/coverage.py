"""`GET /v1/planner/coverage`: who is connected, of all that is filed, by area or cell, dated."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import FILES, GEOMETRY, table_answer
from api.planner.asked import CoverageAsked
from api.planner.grouping import PLACE, Grouping, MapPlace, grouping_by
from api.planner.schemas import CoverageAnswer
from api.planner.scoping import chosen_lots
from api.services import Services
from api.tables.table import Column, Table
from parking.access import roles
from parking.clock import HOUR_US, rfc3339, to_us
from parking.planning.connection import Connected, connected, connected_by
from parking.planning.metrics import share
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import open_reading, read_filed

NOTE: Final = (
    "connected: a report within the 24 hours before; below the line stands every lot on file then, "
    "whether it ever reported or not, without sums of other lots"
    " · 联网指此前 24 小时内有上报；分母为当时备案的全部停车场(含从未上报者，不含汇总停车场)"
)
ELSEWHERE: Final = MapPlace("", "区域外", "Outside", None, None, None)
"""Lots that lie in none of the places; they are filed all the same."""
_COLUMNS: Final = (
    *PLACE,
    Column("lots_filed", "备案停车场数", "Lots filed"),
    Column("lots_connected", "联网停车场数", "Lots connected"),
    Column("coverage_lots", "停车场联网率", "Share of lots connected", "0-1", "number"),
    Column("berths_filed", "备案泊位数", "Spaces filed", "berths"),
    Column("berths_connected", "联网泊位数", "Spaces connected", "berths"),
    Column("coverage_berths", "泊位联网率", "Share of spaces connected", "0-1", "number"),
    Column("lots_unmeasured", "泊位数未填报的停车场", "Lots of unknown size"),
)


def coverage_router(services: Services) -> APIRouter:
    """Make the route over the registry's past and the hours of service."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/coverage",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": CoverageAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="Connected lots and spaces of all on file, by area or cell · 联网台账",
    )
    async def read_coverage(asked: Annotated[CoverageAsked, Query()]) -> Response:
        at_us = _full_hour(asked, clock.now_us())
        async with open_reading(services.planner_pool) as reading:
            choice = asked.choice(directory)
            lots, _ = await chosen_lots(reading, choice, directory, at_us)
            filed = await read_filed(reading.connection, [lot.lot_key for lot in lots], at_us)
        grouping = grouping_by(
            asked.by, directory, lots, resolution=asked.resolution, level=asked.level
        )
        region_of = {lot.lot_key: grouping.region_of(lot) for lot in lots}
        counts = connected_by(filed, asked.classes, lambda lot: region_of[lot.lot_key])
        told = {
            "at": rfc3339(at_us, zone),
            "timezone": zone,
            "by": asked.by,
            "total": _counts(connected(filed, asked.classes)),
            "notes": [NOTE],
        }
        table = _table(counts, grouping, asked.format)
        return await table_answer(asked.format, table, told)

    return router


def _full_hour(asked: CoverageAsked, now_us: int) -> int:
    """Take a moment back to a full hour that is over: the same is told of it at any later time."""
    at_us = now_us if asked.at is None else to_us(asked.at)
    if at_us > now_us:
        told = "at: that is still to come; the ledger is of what is over."
        raise ProblemError(Problem("bad-request", told, pointer="/query/at"))
    return at_us // HOUR_US * HOUR_US


def _table(counts: Mapping[str | None, Connected], grouping: Grouping, form: str) -> Table:
    rows = []
    for region in sorted(counts, key=lambda region: (region is None, region)):
        place = ELSEWHERE if region is None else grouping.place(region)
        row = (*place[:-1], *_counts(counts[region]).values())
        rows.append((*row, place.geometry) if form == "geojson" else row)
    return Table("coverage", (*_COLUMNS, GEOMETRY) if form == "geojson" else _COLUMNS, rows)


def _counts(counts: Connected) -> dict[str, Any]:
    return {
        "lots_filed": counts.lots_filed,
        "lots_connected": counts.lots_connected,
        "coverage_lots": share(counts.lots_connected, counts.lots_filed),
        "berths_filed": counts.berths_filed,
        "berths_connected": counts.berths_connected,
        "coverage_berths": share(counts.berths_connected, counts.berths_filed),
        "lots_unmeasured": counts.lots_unmeasured,
    }
