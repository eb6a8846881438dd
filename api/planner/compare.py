"""`GET /v1/planner/compare`: what a measure changed, against places where nothing was changed."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import FILES
from api.planner.compare_answers import compare_answer
from api.planner.compare_asked import CompareAsked
from api.planner.compare_schemas import CompareAnswer
from api.planner.comparing import Measure, compared, last_day
from api.planner.grouping import grouping_by
from api.planner.scoping import chosen_lots
from api.services import Services
from parking.access import roles
from parking.directory import Directory
from parking.planning.chosen_lots import ChosenLot, LotChoice, counted_once
from parking.planning.local_day import day_span_us
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import Reading, open_reading


def compare_router(services: Services) -> APIRouter:
    """Make the route over the roll-ups."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/compare",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": CompareAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="What a measure changed, before and after, beside controls · 前后对比",
    )
    async def read_compare(asked: Annotated[CompareAsked, Query()]) -> Response:
        now_us = clock.now_us()
        async with open_reading(services.planner_pool) as reading:
            measure = await _measure(reading, asked, directory, now_us, zone)
            found = await compared(reading, measure, asked)
        return await compare_answer(found, asked.changed, asked, {})

    return router


async def _measure(
    reading: Reading, asked: CompareAsked, directory: Directory, now_us: int, zone: str
) -> Measure:
    """Choose what was changed and what is compared; ProblemError where nothing is chosen."""
    since_us = day_span_us(asked.changed, zone)[0]
    choice = asked.choice(directory)
    if choice == LotChoice():
        raise _refused("Say where it was changed, such as by lot_id, area or bbox.", "lot_id")
    if since_us >= now_us:
        raise _refused("changed: that is still to come; an effect is of what is over.", "changed")
    treated, _ = await chosen_lots(reading, choice, directory, since_us)
    if not treated:
        raise _refused("No lot fits.", "lot_id")
    everyone = counted_once(await reading.lots(LotChoice(), since_us))
    candidates = _alike(everyone, treated, asked) if asked.by == "lot" else everyone
    lots = [*treated, *candidates]
    grouping = grouping_by(
        asked.by, directory, lots, resolution=asked.resolution, level=asked.level
    )
    last = last_day(reading, treated[0].zone, now_us)
    before, after = asked.sides(asked.changed, last, asked.takes_day(reading.calendar))
    return Measure(
        treated=treated,
        candidates=candidates,
        grouping=grouping,
        outcome=asked.outcome,
        classes=asked.classes,
        before=before,
        after=after,
        takes_time=asked.takes_time,
    )


def _alike(
    everyone: Sequence[ChosenLot], treated: Sequence[ChosenLot], asked: CompareAsked
) -> list[ChosenLot]:
    uses = asked.control_land_use or {lot.land_use for lot in treated}
    return [lot for lot in everyone if lot.land_use in uses]


def _refused(told: str, name: str) -> ProblemError:
    return ProblemError(Problem("bad-request", told, pointer=f"/query/{name}"))
