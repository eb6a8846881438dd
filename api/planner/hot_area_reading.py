"""Reads one hot area: its figures, its typical days, its stays, and its neighbours at its peak."""

from dataclasses import dataclass
from datetime import date

from api.planner.filters import Times
from parking.planning.chosen_lots import LotChoice, as_lots, counted_once
from parking.planning.effort import Effort
from parking.planning.hot_areas import HotArea, HotAreaId, hot_areas, neighbours
from parking.planning.kpi_sums import KpiSums
from parking.planning.period import hours_of
from parking.planning.scope import LeftOut, Scope
from parking.planning.space_time import NOTHING, SpaceTime
from parking.planning.spill_over import SpillOver, spill_over
from parking.planning.stay_bins import Stays, stays_by_user
from parking.planning.time_series import QUARTER_US, Bucket, add_series
from parking.planning.typical_day import Typical, fullest, typical_days
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_hot_area import (
    read_quarter_by_lot,
    read_stay_lengths,
)
from parking.storage.postgres.planning.reading_kpis import KpiReader
from parking.storage.postgres.planning.reading_occupancy import read_lot_sums
from parking.storage.postgres.planning.reading_series import SeriesReader
from parking.vocabulary import SpaceClass

HOUR_MIN = 60
QUARTER_MIN = 15


@dataclass(frozen=True, slots=True)
class HotAreaRead:
    """All that its page tells. `typical` are quarter hours, `peak` the fullest of them."""

    area: HotArea
    scope: Scope
    sums: KpiSums
    by_class: dict[SpaceClass, SpaceTime]
    typical: list[Typical]
    peak: Typical | None
    stays: list[Stays]
    spill_over: list[SpillOver]


async def read_hot_area(
    reading: Reading, asked: Times, area_id: HotAreaId, now_us: int
) -> HotAreaRead:
    """Read it; ProblemError where no such lots stand there."""
    period = asked.period(now_us)
    everyone = counted_once(await reading.lots(LotChoice(), period.from_us))
    found = (area for area in hot_areas(everyone, area_id.kind) if area.area_id == area_id)
    area = next(found, None)
    if area is None:
        raise ProblemError(Problem("not-found", "There is no such hot area."))
    scope = Scope(
        lots=area.lots,
        left_out=LeftOut(),
        places=as_lots(area.lots),
        classes=asked.classes,
        period=period,
        takes_day=asked.takes_day(reading.calendar),
        summed_up=reading.summed_up,
        zone=area.lots[0].zone,
    )
    typical = await _typical(reading, scope)
    peak = fullest(typical)
    near = neighbours(area, everyone)
    at_peak: dict[int, SpaceTime] = {}
    if peak is not None:
        at_peak = await _at_peak(reading, scope, peak, [one.lot.lot_key for one in near])
    return HotAreaRead(
        area=area,
        scope=scope,
        sums=await KpiReader(reading, scope, now_us, Effort()).read(),
        by_class=await _by_class(reading, scope),
        typical=typical,
        peak=peak,
        stays=stays_by_user(await read_stay_lengths(reading.connection, scope)),
        spill_over=[] if peak is None else spill_over(near, at_peak, peak.days),
    )


async def _typical(reading: Reading, scope: Scope) -> list[Typical]:
    """Read quarter hours that lie in the period."""
    begin_us, end_us = scope.period.from_us, scope.period.to_us
    parts: list[tuple[int, Bucket]] = []
    for places in scope.places:
        series = SeriesReader(reading.connection, places, scope.classes, scope.summed_up)
        parts += (await series.quarters(begin_us, end_us))[0].items()
    inside = (
        (at_us, bucket)
        for at_us, bucket in parts
        if begin_us <= at_us <= end_us - QUARTER_US and scope.takes(at_us, scope.zone)
    )
    return typical_days(add_series(inside), scope.zone, reading.calendar)


async def _at_peak(
    reading: Reading, scope: Scope, peak: Typical, lot_keys: list[int]
) -> dict[int, SpaceTime]:
    """Read what lots did in the peak's quarter hour of the days that make it up."""

    def is_such_a_day(day: date) -> bool:
        return scope.takes_day(day) and reading.calendar.day_class(day) == peak.when.day_class

    clock_hour, minute = divmod(peak.when.minute, HOUR_MIN)
    hours = hours_of(scope.period, scope.zone, is_such_a_day, clock_hour)
    found = await read_quarter_by_lot(
        reading.connection, lot_keys, scope.classes, hours, minute // QUARTER_MIN
    )
    return dict(found)


async def _by_class(reading: Reading, scope: Scope) -> dict[SpaceClass, SpaceTime]:
    by_class: dict[SpaceClass, SpaceTime] = {}
    for places in scope.places:
        pieces = scope.pieces(places.zone)
        sums = await read_lot_sums(reading.connection, places.all_keys, scope.classes, pieces)
        for (_, space_class), of in sums.items():
            by_class[space_class] = by_class.get(space_class, NOTHING) + of.space
    return by_class
