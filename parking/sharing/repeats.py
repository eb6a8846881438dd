"""Repeats: the spans of a recurring booking, at the same wall time on days of some classes.

Each lasts as long as the first, clock changes or not: a booking is elapsed time.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from parking.clock import MINUTE_US, from_us
from parking.sharing.terms import DayClass, Moments
from parking.sharing.wall_times import wall_us

OCCURRENCES_MAX: Final = 60
DAYS_AHEAD_MAX: Final = 90
"""Windows are laid out so far ahead."""


def repeat(
    first: Moments,
    count: int,
    days: Collection[DayClass],
    day_class: Callable[[date], DayClass],
    zone: str,
) -> list[Moments]:
    """Return `count` spans, from the first day that is of those classes on; fewer where they end.

    `first` says when on its day, in the lot's `zone`, and for how long.
    """
    start = from_us(first[0]).astimezone(ZoneInfo(zone))
    minute = start.hour * 60 + start.minute
    rest_us = first[0] % MINUTE_US
    spans: list[Moments] = []
    for ahead in range(DAYS_AHEAD_MAX):
        day = start.date() + timedelta(days=ahead)
        if day_class(day) in days:
            from_at_us = wall_us(day, minute, zone) + rest_us
            spans.append((from_at_us, from_at_us + first[1] - first[0]))
        if len(spans) == count:
            break
    return spans
