"""`GET /v1/planner/lots/{lot_id}/profile`: what a lot is like at each hour of a class of days."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.lots.routes import LotId
from api.planner.answers import FILES, about, table_answer
from api.planner.asked import ProfileAsked
from api.planner.place_schemas import ProfileAnswer
from api.planner.scoping import scope_of
from api.planner.typical import COLUMNS, OF_HOURS, rows_of
from api.services import Services
from api.tables.table import Table
from parking.access import roles
from parking.clock import HOUR_US
from parking.planning.chosen_lots import LotChoice
from parking.planning.scope import Scope
from parking.planning.scope_notes import scope_notes
from parking.planning.space_time import total
from parking.planning.time_series import Bucket, Series, add_series
from parking.planning.typical_day import typical_days
from parking.storage.postgres.planning.reading import Reading, open_reading
from parking.storage.postgres.planning.reading_series import SeriesReader

BAND_NOTE: Final = (
    "p15 to p85: seven of ten days lie between them; of days of which four fifths are known"
    " · p15 至 p85：十天中约有七天落在其间，仅计已知率达到 80 % 的日子"
)


def profiles_router(services: Services) -> APIRouter:
    """Make the route over one lot's hours."""
    router = APIRouter()
    clock, zone = services.clock, services.settings.timezone

    @router.get(
        "/v1/planner/lots/{lot_id}/profile",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": ProfileAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="One lot's typical workday, weekend day and holiday · 停车场画像",
    )
    async def read_profile(lot_id: LotId, asked: Annotated[ProfileAsked, Query()]) -> Response:
        now_us = clock.now_us()
        async with open_reading(services.planner_pool) as reading:
            scope = await scope_of(
                reading, asked, LotChoice(lot_id=lot_id), services.directory, now_us, zone
            )
            hours = await _hours(reading, scope)
        space = total(bucket.space for bucket in hours.values())
        typical = typical_days(hours, scope.zone, reading.calendar)
        notes = scope_notes(scope, reading.calendar, by_day_class=True)
        table = Table("profile", (*COLUMNS, *OF_HOURS), rows_of(typical, HOUR_US))
        told = about(scope, space.coverage, [*notes, BAND_NOTE]) | _facts(scope)
        return await table_answer(asked.format, table, told)

    return router


async def _hours(reading: Reading, scope: Scope) -> Series:
    """Read whole hours of the clock that lie in the period."""
    begin_us, end_us = scope.period.from_us, scope.period.to_us
    found: list[tuple[int, Bucket]] = []
    for places in scope.places:
        series = SeriesReader(reading.connection, places, scope.classes, scope.summed_up)
        found += (await series.hours(begin_us, end_us)).items()
    return add_series(
        (at_us, bucket)
        for at_us, bucket in found
        if at_us >= begin_us and at_us + HOUR_US <= end_us and scope.takes(at_us, scope.zone)
    )


def _facts(scope: Scope) -> dict[str, object]:
    lot = scope.lots[-1]
    return {
        "lot_id": lot.lot_id,
        "name": lot.name,
        "name_en": lot.name_en,
        "lot_class": lot.lot_class,
        "land_use": lot.land_use,
        "capacity": lot.capacity,
        "is_aggregate": lot.is_aggregate,
    }
