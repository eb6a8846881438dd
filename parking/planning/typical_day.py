"""Typical day: what some spaces do at each time of a workday, a weekend day or a holiday.

Of all days together, and from day to day: the middle seven tenths of the days lie between the two
marks. It knows a series and the calendar, no store.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from parking.clock import from_us
from parking.planning.day_row import is_known
from parking.planning.local_day import day_at
from parking.planning.time_series import NO_BUCKET, Bucket, Series
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.terms import DAY_CLASSES, DayClass

LOW, MIDDLE, HIGH = 0.15, 0.5, 0.85
FEWEST_DAYS: Final = 3
"""Of fewer days there is no telling how they differ."""


class TimeOfDay(NamedTuple):
    """Minutes that a clock on the wall has shown since midnight, on a class of days."""

    day_class: DayClass
    minute: int


class Typical(Struct, frozen=True):
    """What all days come to together, and the utilization of single days, 0 to 1, in their order.

    `days` is how many there are, `known_days` those of them of which four fifths are known; the
    marks are of these, and None where these are fewer than three.
    """

    when: TimeOfDay
    sums: Bucket
    days: int
    known_days: int
    low: float | None = None
    middle: float | None = None
    high: float | None = None


def typical_days(series: Series, zone: str, calendar: DayCalendar) -> list[Typical]:
    """Gather the times of a series by class of day and time of day; workdays first."""
    by_time: dict[TimeOfDay, list[Bucket]] = defaultdict(list)
    for at_us, bucket in series.items():
        by_time[_time_of(at_us, zone, calendar)].append(bucket)
    return [_typical(when, by_time[when]) for when in sorted(by_time, key=_order)]


def fullest(typical: Iterable[Typical]) -> Typical | None:
    """Return the time of day with the greatest share taken, of those known; the first of equals."""
    known = [one for one in typical if is_known(one.sums.space)]
    return max(known, key=lambda one: one.sums.space.utilization or 0.0, default=None)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which that share lies, on the line between neighbours."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _time_of(at_us: int, zone: str, calendar: DayCalendar) -> TimeOfDay:
    wall = from_us(at_us).astimezone(ZoneInfo(zone))
    return TimeOfDay(calendar.day_class(day_at(at_us, zone)), wall.hour * 60 + wall.minute)


def _order(when: TimeOfDay) -> tuple[int, int]:
    return DAY_CLASSES.index(when.day_class), when.minute


def _typical(when: TimeOfDay, buckets: Sequence[Bucket]) -> Typical:
    known = sorted(
        bucket.space.taken_us / bucket.space.known_us
        for bucket in buckets
        if is_known(bucket.space)
    )
    marks = [quantile(known, share) if len(known) >= FEWEST_DAYS else None
             for share in (LOW, MIDDLE, HIGH)]  # fmt: skip
    return Typical(when, sum(buckets, NO_BUCKET), len(buckets), len(known), *marks)
