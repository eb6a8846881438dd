"""`GET /v1/planner/heatmap`: one figure of every cell, area or lot, of a time, moment or hour."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import (
    COVERAGE,
    FILES,
    GEOMETRY,
    LOTS,
    OPEN_HOURS,
    about,
    table_answer,
)
from api.planner.asked import MapAsked
from api.planner.grouping import PLACE, Grouping
from api.planner.map_scope import map_scope
from api.planner.schemas import HeatmapAnswer
from api.services import Services
from api.tables.table import Column, Table
from parking.access import roles
from parking.planning.metrics import hours_of_space, metric_name, metric_of, share
from parking.planning.occupancy_sums import NO_SUMS, OccupancySums
from parking.planning.period import hours_of
from parking.planning.scope import Scope
from parking.planning.scope_notes import scope_notes
from parking.planning.space_time import total
from parking.storage.postgres.planning.reading import Reading, open_reading
from parking.storage.postgres.planning.reading_occupancy import (
    SumsByPlace,
    read_hours_alike,
    read_sums,
)

_COLUMNS: Final = (*PLACE, LOTS, COVERAGE, OPEN_HOURS)


def heatmap_router(services: Services) -> APIRouter:
    """Make the route over the roll-ups."""
    router = APIRouter()
    clock, zone = services.clock, services.settings.timezone

    @router.get(
        "/v1/planner/heatmap",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": HeatmapAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="One figure of every cell, area or lot · 热力图",
    )
    async def read_heatmap(asked: Annotated[MapAsked, Query()]) -> Response:
        now_us = clock.now_us()
        async with open_reading(services.planner_pool, in_two=True) as reading:
            scope, grouping = await map_scope(reading, asked, services.directory, now_us, zone)
            sums = _by_region(await _read(reading, scope, asked.hour), scope, grouping)
        space = total(of.space for of in sums.values())
        notes = scope_notes(scope, reading.calendar, by_day_class=asked.day_class is not None)
        table = _table(asked, scope, grouping, sums)
        told = about(scope, space.coverage, notes) | _told(asked)
        return await table_answer(asked.format, table, told)

    return router


async def _read(reading: Reading, scope: Scope, hour: int | None) -> list[SumsByPlace]:
    """Read the period, or one hour of the clock on each of its days."""
    sums = []
    for places in scope.places:
        if hour is None:
            pieces = scope.pieces(places.zone)
            found = await read_sums(reading, places, scope.classes, pieces)
        else:
            hours = hours_of(scope.period, places.zone, scope.takes_day, hour)
            found = await read_hours_alike(
                reading.connection, places, scope.classes, hours, scope.summed_up
            )
        sums.append(found)
    return sums


def _by_region(
    found: Iterable[SumsByPlace], scope: Scope, grouping: Grouping
) -> dict[str, OccupancySums]:
    """Add up what stands for a place as a whole and what was read of its lots."""
    region_of = {lot.lot_key: grouping.region_of(lot) for lot in scope.lots}
    sums: dict[str, OccupancySums] = defaultdict(lambda: NO_SUMS)
    for by_place in found:
        for (place, _), of in by_place.items():
            region = place if isinstance(place, str) else region_of[place]
            if region is not None:
                sums[region] += of
    return dict(sums)


def _table(
    asked: MapAsked, scope: Scope, grouping: Grouping, sums: Mapping[str, OccupancySums]
) -> Table:
    lots = Counter(grouping.region_of(lot) for lot in scope.lots)
    name = metric_name(asked.metric)
    columns = (*_COLUMNS, Column("value", name.zh, name.en, name.unit, "number"))
    has_outlines = asked.geometry or asked.format == "geojson"
    rows = []
    for region in sorted(region for region in lots if region is not None):
        place, space = grouping.place(region), sums.get(region, NO_SUMS).space
        row = (
            place.place_id, place.name, place.name_en, place.lat, place.lon, lots[region],
            share(space.known_us, space.open_us), hours_of_space(space.open_us),
            metric_of(asked.metric, space),
        )  # fmt: skip
        rows.append((*row, place.geometry) if has_outlines else row)
    return Table("heatmap", (*columns, GEOMETRY) if has_outlines else columns, rows)


def _told(asked: MapAsked) -> dict[str, Any]:
    return {
        "metric": asked.metric,
        "unit": metric_name(asked.metric).unit,
        "by": asked.by,
        "resolution": asked.cell_resolution if asked.by == "cell" else None,
        "level": asked.level if asked.by == "area" else None,
        "hour": asked.hour,
    }
