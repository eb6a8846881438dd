"""Series steps: how long each time of a series is, and how its period is widened to whole ones."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from parking.clock import DAY_US, HOUR_US, MINUTE_US
from parking.planning.local_day import day_at, day_span_us
from parking.planning.local_hour import clock_floor
from parking.planning.period import Period, TakesDay
from parking.problems import Problem, ProblemError

SeriesStep = Literal["5m", "15m", "1h", "1d"]
LENGTH_US: Final[dict[SeriesStep, int]] = {
    "5m": 5 * MINUTE_US,
    "15m": 15 * MINUTE_US,
    "1h": HOUR_US,
    "1d": DAY_US,
}
LONGEST_DAYS: Final[dict[SeriesStep, int]] = {"5m": 31, "15m": 93, "1h": 367, "1d": 367}


def widened(period: Period, step: SeriesStep, zone: str, now_us: int) -> Period:
    """Widen a period to whole steps of a zone's clock, up to now; ProblemError for too many."""
    if period.to_us - period.from_us > LONGEST_DAYS[step] * DAY_US:
        told = f"step={step} is told of {LONGEST_DAYS[step]} days at most; take a longer step."
        raise ProblemError(Problem("bad-request", told, pointer="/query/step"))
    begin_us = begin_of(period.from_us, step, zone)
    last_us = begin_of(period.to_us - 1, step, zone)
    end_us = end_of(last_us, step, zone)
    return Period(begin_us, min(end_us, now_us), end_us >= now_us)


def begins(period: Period, step: SeriesStep, zone: str, takes_day: TakesDay) -> Iterator[int]:
    """Yield when each step begins, on the days that are asked for."""
    at_us = period.from_us
    while at_us < period.to_us:
        if takes_day(day_at(at_us, zone)):
            yield at_us
        at_us = end_of(at_us, step, zone)


def days_of(period: Period, zone: str, takes_day: TakesDay) -> list[date]:
    """List the days that are asked for."""
    return [day_at(at_us, zone) for at_us in begins(period, "1d", zone, takes_day)]


def begin_of(at_us: int, step: SeriesStep, zone: str) -> int:
    """Return when the step began in which a moment lies."""
    if step == "1d":
        return day_span_us(day_at(at_us, zone), zone)[0]
    return clock_floor(at_us, LENGTH_US[step], zone)


def end_of(at_us: int, step: SeriesStep, zone: str) -> int:
    """Return when the step ends that begins at a moment."""
    return day_span_us(day_at(at_us, zone), zone)[1] if step == "1d" else at_us + LENGTH_US[step]
