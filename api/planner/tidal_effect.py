"""`GET /v1/planner/tidal/agreements/{agreement_id}/effect`: what an agreement changed around it.

The cell around its lot, in the hours in which it lends, against cells like it in which no sharing
began or ended.
"""

from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import problems
from api.planner.answers import FILES
from api.planner.compare_answers import compare_answer
from api.planner.compare_asked import TidalEffectAsked
from api.planner.compare_schemas import TidalEffectAnswer
from api.planner.comparing import Measure, compared, last_day
from api.planner.grouping import ByCell
from api.services import Services
from geo.cell import cell_text, parent_of
from parking.access import roles
from parking.planning.chosen_lots import LotChoice, counted_once
from parking.planning.compare.asked_hours import in_order, lent_times
from parking.planning.local_day import day_span_us
from parking.planning.period import every_day
from parking.planning.typical_day import TimeOfDay
from parking.problems import Problem, ProblemError
from parking.sharing.windows import expand, merged
from parking.storage.postgres.planning.reading import Reading, open_reading
from parking.storage.postgres.planning.reading_panel import LentLot, find_lent_lot

_DAY: Final = timedelta(days=1)
AgreementId = Annotated[str, Path(max_length=64)]


def tidal_effect_router(services: Services) -> APIRouter:
    """Make the route over the roll-ups."""
    router, clock = APIRouter(), services.clock

    @router.get(
        "/v1/planner/tidal/agreements/{agreement_id}/effect",
        openapi_extra=roles("planner", "admin"),
        responses={
            200: {"model": TidalEffectAnswer, **FILES}, **problems(400, 401, 403, 404, 422)
        },
        summary="What a sharing agreement changed around its lot · 共享协议实测效果",
    )  # fmt: skip
    async def read_effect(
        agreement_id: AgreementId, asked: Annotated[TidalEffectAsked, Query()]
    ) -> Response:
        now_us = clock.now_us()
        async with open_reading(services.planner_pool) as reading:
            lent = await find_lent_lot(reading.connection, agreement_id)
            if lent is None:
                raise ProblemError(Problem("not-found", "There is no such agreement."))
            measure, cell, times = await _measure(reading, lent, asked, now_us)
            found = await compared(reading, measure, asked)
        more = {
            "agreement_id": agreement_id,
            "lot_id": lent.lot_id,
            "cell": cell_text(cell),
            "hours": [
                f"{when.day_class} {when.minute // 60:02d}" for when in sorted(times, key=in_order)
            ],
        }
        return await compare_answer(found, lent.terms.first, asked, more)

    return router


async def _measure(
    reading: Reading, lent: LentLot, asked: TidalEffectAsked, now_us: int
) -> tuple[Measure, int, frozenset[TimeOfDay]]:
    """Choose the cell, the hours and the days; ProblemError where nothing can have come of it."""
    lots = await reading.lots(LotChoice(lot_id=lent.lot_id), 0)
    lot = next((one for one in reversed(lots) if one.cell is not None), None)
    if lot is None or lot.cell is None:
        raise ProblemError(Problem("bad-request", "Its lot has no position."))
    first, zone = lent.terms.first, lot.zone
    since_us = day_span_us(first, zone)[0]
    if since_us >= now_us or not lent.is_in_force:
        raise ProblemError(Problem("bad-request", "The agreement is not in force yet."))
    last = min(last_day(reading, zone, now_us), lent.terms.until)
    before, after = asked.sides(first, last, every_day)
    times = _times(lent, reading, zone, after)
    cell, grouping = parent_of(lot.cell, asked.resolution), ByCell(asked.resolution)
    everyone = counted_once(await reading.lots(LotChoice(), since_us))
    own = grouping.region_of(lot)
    return (
        Measure(
            treated=[one for one in everyone if grouping.region_of(one) == own] or [lot],
            candidates=everyone,
            grouping=grouping,
            outcome=asked.outcome,
            classes=asked.classes,
            before=before,
            after=after,
            takes_time=times.__contains__,
        ),
        cell,
        times,
    )


def _times(lent: LentLot, reading: Reading, zone: str, days: list[date]) -> frozenset[TimeOfDay]:
    """Return in which hours of which days it lends, as a rule."""
    if not days:
        return frozenset()
    windows = expand(lent.terms, reading.calendar, zone, days[0] - _DAY, days[-1]).windows
    spans = merged(window.stay for window in windows)
    return lent_times(spans, days, zone, reading.calendar.day_class)
