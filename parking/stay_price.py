"""Stay price: what a stay costs by a tariff, in whole fen.

A period that has begun runs to its end; time in no period is free; the steps begin anew with each
period and each 24 hours from arrival, which is what the cap of a day counts.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, floor
from typing import Final
from zoneinfo import ZoneInfo

from parking import clock
from parking.tariff import DayClass, Period, Step, Tariff

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_SATURDAY: Final = 5

DayClassOf = Callable[[date], DayClass]


def calendar_day_class(day: date) -> DayClass:
    """Return weekend on Saturdays and Sundays; a bare calendar knows no holidays."""
    return "weekend" if day.weekday() >= _SATURDAY else "workday"


def price_stay_fen(
    tariff: Tariff,
    from_us: int,
    stay_min: int,
    timezone: str,
    vehicle_class: str = "small",
    day_class_of: DayClassOf = calendar_day_class,
) -> int:
    """Return the price of a stay that begins at `from_us`, in the lot's own time zone."""
    if tariff.free or stay_min <= tariff.free_min:
        return 0
    begins = clock.from_us(from_us)
    leaves = begins + stay_min * _MINUTE
    occurrences = list(_occurrences(tariff, begins, leaves, ZoneInfo(timezone), day_class_of))
    fen = tariff.visit_fen
    while begins < leaves:
        ends = min(begins + _DAY, leaves)
        fen += _day_fen(tariff, occurrences, begins, ends)
        begins = ends
    return floor(fen * tariff.vehicle_factor.get(vehicle_class, 1) + 0.5)


def _day_fen(
    tariff: Tariff,
    occurrences: list[tuple[datetime, datetime, Period]],
    begins: datetime,
    ends: datetime,
) -> int:
    fen = 0
    for opens, closes, period in occurrences:
        here, there = max(opens, begins), min(closes, ends)
        if here < there:
            fen += _period_fen(period, there - here)
            begins = there
    return fen if tariff.day_cap_fen is None else min(fen, tariff.day_cap_fen)


def _period_fen(period: Period, span: timedelta) -> int:
    fen, done = 0, timedelta()
    for step in period.steps:
        limit = span if step.up_to_min is None else min(span, step.up_to_min * _MINUTE)
        if limit > done:
            fen += _step_fen(step, limit - done)
            done = limit
    return fen if period.cap_fen is None else min(fen, period.cap_fen)


def _step_fen(step: Step, span: timedelta) -> int:
    return step.fen if step.per_min is None else step.fen * ceil(span / (step.per_min * _MINUTE))


def _occurrences(
    tariff: Tariff, begins: datetime, leaves: datetime, zone: ZoneInfo, day_class_of: DayClassOf
) -> Iterator[tuple[datetime, datetime, Period]]:
    """Yield when each period opens and closes, from the night before the stay on."""
    day = begins.astimezone(zone).date() - _DAY
    last = leaves.astimezone(zone).date()
    while day <= last:
        today = {"all", day_class_of(day)}
        held = [period for period in tariff.periods if not today.isdisjoint(period.days)]
        for period in sorted(held, key=_opening_time):
            opens = _moment(day, period.begins, zone)
            closes_on = day if period.ends > period.begins else day + _DAY
            yield opens, _moment(closes_on, period.ends, zone), period
        day += _DAY


def _opening_time(period: Period) -> str:
    return period.begins


def _moment(day: date, clock_time: str, zone: ZoneInfo) -> datetime:
    if clock_time == "24:00":
        day, clock_time = day + _DAY, "00:00"
    return datetime.combine(day, time.fromisoformat(clock_time), zone).astimezone(UTC)
