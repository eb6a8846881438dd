"""Asked hours: which hours the days before and after are made of, by the lots' own clock.

It knows days, times of day and agreements' windows, and no store.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from parking.clock import HOUR_US, from_us
from parking.planning.local_day import day_span_us
from parking.planning.typical_day import TimeOfDay
from parking.sharing.terms import DAY_CLASSES, DayClass, Moments

DAY_HOURS: Final = 24
OFTEN: Final = 0.5
"""Of the days of a class an hour must be lent on so many to be one of the agreement's."""

TakesTime = Callable[[TimeOfDay], bool]
ClassOf = Callable[[date], DayClass]


class AskedHour(NamedTuple):
    """An hour that counts, on which day, and at which time of it."""

    hour_us: int
    day: date
    when: TimeOfDay


def asked_hours(
    days: Iterable[date], zone: str, class_of: ClassOf, takes: TakesTime
) -> list[AskedHour]:
    """List the hours of local days, 23 to 25 of them, at the times that are asked for."""
    return [asked for day in days for asked in _of_day(day, zone, class_of) if takes(asked.when)]


def every_time(_when: TimeOfDay) -> bool:
    """Take all hours."""
    return True


def in_order(when: TimeOfDay) -> tuple[int, int]:
    """Sort workdays before weekends before holidays."""
    return DAY_CLASSES.index(when.day_class), when.minute


def between_hours(first: int, last: int) -> TakesTime:
    """Take clock hours from `first` up to `last`, over midnight where that is not later."""
    count = (last - first - 1) % DAY_HOURS + 1
    wanted = {(first + number) % DAY_HOURS for number in range(count)}
    return lambda when: when.minute // 60 in wanted


def lent_times(
    windows: Sequence[Moments], days: Collection[date], zone: str, class_of: ClassOf
) -> frozenset[TimeOfDay]:
    """Return the times of day whose whole hour is lent on half of the days of their class.

    `windows` neither touch nor overlap. So days before an agreement have the same hours as days
    within it, whatever rule its windows follow.
    """
    lent: Counter[TimeOfDay] = Counter()
    seen: Counter[DayClass] = Counter(class_of(day) for day in days)
    for asked in asked_hours(days, zone, class_of, every_time):
        end_us = asked.hour_us + HOUR_US
        lent[asked.when] += any(a <= asked.hour_us and end_us <= b for a, b in windows)
    return frozenset(when for when, count in lent.items() if count >= OFTEN * seen[when.day_class])


def _of_day(day: date, zone: str, class_of: ClassOf) -> Iterator[AskedHour]:
    tz, kind = ZoneInfo(zone), class_of(day)
    begin_us, end_us = day_span_us(day, zone)
    for hour_us in range(begin_us, end_us, HOUR_US):
        hour = from_us(hour_us).astimezone(tz).hour
        yield AskedHour(hour_us, day, TimeOfDay(kind, hour * 60))
