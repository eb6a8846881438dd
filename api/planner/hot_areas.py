"""`GET /v1/planner/hot-areas`: hospitals, stations and the like, the fullest first."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import (
    COVERAGE,
    FILES,
    FULL_SHARE,
    LAT,
    LON,
    LOTS,
    OPEN_HOURS,
    UTILIZATION,
    about,
    table_answer,
)
from api.planner.asked import HotAreasAsked
from api.planner.place_schemas import HotAreasAnswer
from api.planner.scoping import scope_of
from api.services import Services
from api.tables.table import Column, Table
from parking.access import roles
from parking.planning.hot_areas import HotArea, HotKind, hot_areas, land_uses_of
from parking.planning.metrics import hours_of_space, metric_of, share
from parking.planning.scope import Scope
from parking.planning.scope_notes import scope_notes
from parking.planning.space_time import NOTHING, SpaceTime, total
from parking.storage.postgres.planning.reading import Reading, open_reading
from parking.storage.postgres.planning.reading_occupancy import read_lot_sums

KIND_NOTE: Final = (
    "a hot area is the lots of that land use in one H3 cell of resolution 8, some 0.7 km²; the "
    "fullest space-hours come first"
    " · 热点区域为同一 H3 八级网格内该用地类型的停车场，按满位泊位小时排序"
)
OLD_NOTE: Final = (
    "the age of housing is in no register: these are all residential lots"
    " · 登记信息中没有建成年代，此处包含全部居住类停车场"
)
_COLUMNS: Final = (
    Column("id", "编号", "Id", kind="text"),
    Column("kind", "类型", "Kind", kind="text"),
    Column("name", "名称", "Name", kind="text"),
    LAT,
    LON,
    LOTS,
    COVERAGE,
    UTILIZATION,
    FULL_SHARE,
    OPEN_HOURS,
    Column("space_hours_full", "满位泊位小时", "Full space-hours", "berth·h", "number"),
)


class _Ranked(NamedTuple):
    area: HotArea
    space: SpaceTime


def hot_areas_router(services: Services) -> APIRouter:
    """Make the route over the roll-ups of lots."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/hot-areas",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": HotAreasAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="Places that draw cars, the fullest first · 热点区域",
    )
    async def list_hot_areas(asked: Annotated[HotAreasAsked, Query()]) -> Response:
        now_us, choice = clock.now_us(), asked.choice(directory)
        async with open_reading(services.planner_pool) as reading:
            scope = await scope_of(reading, asked, choice, directory, now_us, zone)
            ranked = await _ranked(reading, scope, asked.kind)
        space = total(one.space for one in ranked)
        notes = scope_notes(scope, reading.calendar, by_day_class=asked.day_class is not None)
        notes += notes_of_kind(asked.kind)
        table = Table("hot_areas", _COLUMNS, [_row(one) for one in ranked[: asked.limit]])
        told = about(scope, space.coverage, notes) | {"kind": asked.kind}
        return await table_answer(asked.format, table, told)

    return router


def notes_of_kind(kind: HotKind) -> list[str]:
    """Say what places of that kind are made of."""
    return [KIND_NOTE, OLD_NOTE] if kind == "old_residential" else [KIND_NOTE]


async def _ranked(reading: Reading, scope: Scope, kind: HotKind) -> list[_Ranked]:
    wanted = frozenset(land_uses_of(kind))
    areas = hot_areas(scope.lots, kind)
    keys = {lot.lot_key for lot in scope.lots if lot.land_use in wanted}
    by_lot: dict[int, SpaceTime] = {}
    for places in scope.places:
        found = await read_lot_sums(
            reading.connection, [key for key in places.all_keys if key in keys], scope.classes,
            scope.pieces(places.zone),
        )  # fmt: skip
        for (lot_key, _), sums in found.items():
            by_lot[lot_key] = by_lot.get(lot_key, NOTHING) + sums.space
    ranked = [_Ranked(area, _space_of(area, by_lot)) for area in areas]
    return sorted(ranked, key=lambda one: (-one.space.full_us, str(one.area.area_id)))


def _space_of(area: HotArea, by_lot: Mapping[int, SpaceTime]) -> SpaceTime:
    return total(by_lot.get(lot.lot_key, NOTHING) for lot in area.lots)


def _row(one: _Ranked) -> tuple[Any, ...]:
    area, space = one
    middle = area.middle
    return (
        str(area.area_id), area.area_id.kind, area.name, round(middle.lat, 6),
        round(middle.lon, 6), len(area.lots), share(space.known_us, space.open_us),
        metric_of("utilization", space), metric_of("full_time_share", space),
        hours_of_space(space.open_us), hours_of_space(space.full_us),
    )  # fmt: skip
