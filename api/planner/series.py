"""`GET /v1/planner/series`: what some spaces did, step by step."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import (
    COVERAGE,
    FILES,
    FROM,
    FULL_SHARE,
    OCCUPANCY,
    OPEN_HOURS,
    TO,
    about,
    table_answer,
)
from api.planner.asked import SeriesAsked
from api.planner.schemas import OccupancySeries
from api.planner.scoping import scope_of
from api.services import Services
from api.tables.table import Column, Table
from parking.access import roles
from parking.clock import HOUR_US, rfc3339
from parking.planning.chosen_lots import Places
from parking.planning.local_day import day_at, day_span_us
from parking.planning.metrics import hours_of_space, metric_of, share
from parking.planning.scope import Scope
from parking.planning.scope_notes import scope_notes
from parking.planning.series_steps import SeriesStep, begin_of, begins, days_of, end_of, widened
from parking.planning.space_time import total
from parking.planning.time_series import NO_BUCKET, Bucket, Series, add_series
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import Reading, open_reading
from parking.storage.postgres.planning.reading_series import SeriesReader

MOST_HOURS: Final = 400_000
"""Hours of single lots; areas and whole cells have sums of their own."""
_COLUMNS: Final = (
    FROM,
    TO,
    COVERAGE,
    OCCUPANCY,
    FULL_SHARE,
    OPEN_HOURS,
    Column("space_hours_known", "已知泊位小时", "Known space-hours", "berth·h", "number"),
    Column("space_hours_taken", "占用泊位小时", "Taken space-hours", "berth·h", "number"),
    Column("space_hours_closed", "关闭泊位小时", "Closed space-hours", "berth·h", "number"),
    Column("entries", "进场车次", "Entries", "veh", "integer"),
    Column("exits", "出场车次", "Exits", "veh", "integer"),
)


def series_router(services: Services) -> APIRouter:
    """Make the route over the roll-ups."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/series",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": OccupancySeries, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="What some spaces did, step by step · 时间序列",
    )
    async def read_series(asked: Annotated[SeriesAsked, Query()]) -> Response:
        now_us, choice = clock.now_us(), asked.choice(directory)
        async with open_reading(services.planner_pool) as reading:
            scope = await scope_of(reading, asked, choice, directory, now_us, zone)
            scope = replace(scope, period=widened(scope.period, asked.step, scope.zone, now_us))
            series = await read_scope_series(reading, scope, asked.step)
        space = total(bucket.space for bucket in series.values())
        notes = scope_notes(scope, reading.calendar, by_day_class=asked.day_class is not None)
        table = Table("series", _COLUMNS, list(_rows(series, scope, asked.step)))
        told = about(scope, space.coverage, notes) | {"step": asked.step}
        return await table_answer(asked.format, table, told)

    return router


async def read_scope_series(reading: Reading, scope: Scope, step: SeriesStep) -> Series:
    """Read the lots of a scope together, a bucket for each step that anything is told of.

    ProblemError where too many single lots would have to be read for too long.
    """
    hours = (scope.period.to_us - scope.period.from_us) // HOUR_US
    if step != "1d" and hours * sum(len(of.lot_keys) for of in scope.places) > MOST_HOURS:
        told = "So many lots are told by the day (step=1d), by area, or for fewer days."
        raise ProblemError(Problem("bad-request", told, pointer="/query/step"))
    parts: list[tuple[int, Bucket]] = []
    for places in scope.places:
        reader = SeriesReader(reading.connection, places, scope.classes, scope.summed_up)
        found = await _read(reader, scope, places, step)
        parts += [
            (_in_zone(at_us, step, places.zone, scope.zone), bucket)
            for at_us, bucket in found.items()
        ]
    wanted = set(begins(scope.period, step, scope.zone, scope.takes_day))
    return {at_us: of for at_us, of in add_series(parts).items() if at_us in wanted}


async def _read(reader: SeriesReader, scope: Scope, places: Places, step: SeriesStep) -> Series:
    begin_us, end_us = scope.period.from_us, scope.period.to_us
    match step:
        case "1d":
            return await reader.days(days_of(scope.period, places.zone, scope.takes_day))
        case "1h":
            return await reader.hours(begin_us, end_us)
        case "15m":
            return (await reader.quarters(begin_us, end_us))[0]
        case "5m":
            return await reader.steps(begin_us, end_us)


def _in_zone(at_us: int, step: SeriesStep, zone: str, into: str) -> int:
    """Put a day at the beginning of the same day elsewhere, and other steps where they begin."""
    if step == "1d":
        return day_span_us(day_at(at_us, zone), into)[0]
    return begin_of(at_us, step, into)


def _rows(series: Series, scope: Scope, step: SeriesStep) -> Iterator[tuple[Any, ...]]:
    for at_us in begins(scope.period, step, scope.zone, scope.takes_day):
        bucket = series.get(at_us, NO_BUCKET)
        space, end_us = bucket.space, min(end_of(at_us, step, scope.zone), scope.period.to_us)
        counts = (bucket.entries, bucket.exits) if step in {"1h", "1d"} else (None, None)
        yield (
            rfc3339(at_us, scope.zone), rfc3339(end_us, scope.zone),
            share(space.known_us, space.open_us), metric_of("utilization", space),
            metric_of("full_time_share", space), hours_of_space(space.open_us),
            hours_of_space(space.known_us), hours_of_space(space.taken_us),
            hours_of_space(space.closed_us), *counts,
        )  # fmt: skip
