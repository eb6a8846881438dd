"""Period: the time that figures are about, and the stored parts it is made of.

It knows steps, hours and days of a zone, and which days are asked for. It knows no store.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from parking.clock import DAY_US, HOUR_US, from_us
from parking.planning.day_parts import DayParts, day_parts
from parking.planning.local_day import day_at, day_span_us
from parking.planning.local_hour import hour_of
from parking.planning.space_time import STEP_US
from parking.problems import Problem, ProblemError

DEFAULT_US: Final = 7 * DAY_US
FOUR_WEEKS_US: Final = 28 * DAY_US
"""For what differs from day to day: four of each day of the week."""
LONGEST_US: Final = 367 * DAY_US
"""A leap year, and the rest of the day it is asked on."""
_DAY: Final = timedelta(days=1)

TakesDay = Callable[[date], bool]


class Period(Struct, frozen=True):
    """From the beginning of a step to the end of one, or to now."""

    from_us: int
    to_us: int
    reaches_now: bool = False

    def last_us(self, end_us: int, zone: str) -> int:
        """Return where a stored part that ends at `end_us` ends for this period.

        Of the hour that runs all that is stored belongs. Of later hours nothing does: there are
        some where the city's clock was set back.
        """
        if self.reaches_now:
            return min(end_us, hour_of(self.to_us - 1, zone) + HOUR_US)
        return min(end_us, self.to_us)


class Pieces(Struct, frozen=True):
    """A period as it is stored: local days that are summed up, and times to be summed by the hour.

    `spans` neither touch nor overlap; each is in `hours` as far as it has full hours of the zone's
    clock, and in `cuts` where it has a part of one. The hour that runs is a full one.
    """

    days: tuple[date, ...]
    spans: tuple[tuple[int, int], ...]
    hours: tuple[tuple[int, int], ...] = ()
    cuts: tuple[tuple[int, int], ...] = ()

    @property
    def some_days(self) -> tuple[date, ...] | None:
        """Return the days where they are not all from the first to the last."""
        without_gaps = self.days and (self.days[-1] - self.days[0]).days + 1 == len(self.days)
        return None if without_gaps else self.days

    @property
    def parts(self) -> DayParts:
        """Return the days as the fewest stored sums."""
        return day_parts(self.days)


class SummedUp(Struct, frozen=True):
    """How far roll-ups go: every hour that ended by `hours_until_us` is in those of regions, every
    day up to `days_until` in those of days. Of what is later there are the hours of lots.
    """

    hours_until_us: int = 0
    days_until: date = date.min


def period_of(
    from_us: int | None, to_us: int | None, now_us: int, default_us: int = DEFAULT_US
) -> Period:
    """Widen what was asked to whole steps and end it now; the last seven days by default.

    ProblemError for a time that is empty, still to come, or too long.
    """
    end_us = now_us if to_us is None else min(-(-to_us // STEP_US) * STEP_US, now_us)
    begin_us = (end_us - default_us if from_us is None else from_us) // STEP_US * STEP_US
    if from_us is not None and from_us >= now_us:
        raise _refused("from: that is still to come; figures are of what is over.")
    if begin_us >= end_us or (from_us is not None and to_us is not None and from_us >= to_us):
        raise _refused("from must be before to.")
    if end_us - begin_us > LONGEST_US:
        raise _refused(f"At most {LONGEST_US // DAY_US} days at a time.")
    return Period(begin_us, end_us, reaches_now=end_us == now_us)


def pieces(period: Period, zone: str, takes_day: TakesDay, summed_up: SummedUp) -> Pieces:
    """Cut a period into days of a zone that are asked for and summed up, and what else is asked."""
    days: list[date] = []
    spans: list[tuple[int, int]] = []
    for day in filter(takes_day, local_days(period, zone)):
        bounds = day_span_us(day, zone)
        first_us, last_us = max(bounds[0], period.from_us), period.last_us(bounds[1], zone)
        if (first_us, last_us) == bounds and day <= summed_up.days_until:
            days.append(day)
        elif spans and spans[-1][1] == first_us:
            spans[-1] = spans[-1][0], last_us
        else:
            spans.append((first_us, last_us))
    hours: list[tuple[int, int]] = []
    cuts: list[tuple[int, int]] = []
    for span in spans:
        for begin_us, end_us in _by_hours(*span, zone):
            is_cut = hour_of(begin_us, zone) != begin_us or hour_of(end_us, zone) != end_us
            (cuts if is_cut else hours).append((begin_us, end_us))
    return Pieces(tuple(days), tuple(spans), tuple(hours), tuple(cuts))


def hours_of(period: Period, zone: str, takes_day: TakesDay, clock_hour: int) -> list[int]:
    """List when an hour of the clock began on each day asked for, if it lies in the period.

    On the day of a clock change there may be none, or two.
    """
    return [
        hour_us
        for hour_us, of_day in _hours(period, zone, takes_day)
        if of_day == clock_hour
        and hour_us >= period.from_us
        and period.last_us(hour_us + HOUR_US, zone) == hour_us + HOUR_US
    ]


def local_days(period: Period, zone: str) -> Iterator[date]:
    """Yield every local day that the period touches."""
    day, last = day_at(period.from_us, zone), day_at(period.to_us - 1, zone)
    while day <= last:
        yield day
        day += _DAY


def beside(period: Period, zone: str, takes_day: TakesDay) -> list[tuple[int, int]]:
    """Return the rest of the days asked for that the period cuts at its ends."""
    first, last = day_at(period.from_us, zone), day_at(period.to_us - 1, zone)
    rests = (
        (first, day_span_us(first, zone)[0], period.from_us),
        (last, period.to_us, day_span_us(last, zone)[1]),
    )
    return [
        (begin_us, end_us)
        for day, begin_us, end_us in rests
        if begin_us < end_us and takes_day(day)
    ]


def every_day(_day: date) -> bool:
    """Take all days."""
    return True


def _by_hours(begin_us: int, end_us: int, zone: str) -> Iterator[tuple[int, int]]:
    """Cut a time where its first full hour begins and its last one ends."""
    began_us = hour_of(begin_us, zone)
    first_us = begin_us if began_us == begin_us else min(end_us, began_us + HOUR_US)
    last_us = max(first_us, hour_of(end_us, zone))
    for piece in ((begin_us, first_us), (first_us, last_us), (last_us, end_us)):
        if piece[0] < piece[1]:
            yield piece


def _hours(period: Period, zone: str, takes_day: TakesDay) -> Iterator[tuple[int, int]]:
    tz = ZoneInfo(zone)
    for day in filter(takes_day, local_days(period, zone)):
        begin_us, end_us = day_span_us(day, zone)
        for hour_us in range(begin_us, min(end_us, period.to_us), HOUR_US):
            yield hour_us, from_us(hour_us).astimezone(tz).hour


def _refused(told: str) -> ProblemError:
    return ProblemError(Problem("bad-request", told, pointer="/query/from"))
