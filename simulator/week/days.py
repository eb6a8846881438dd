"""Days of the simulated week: which are worked and which are free, and when they begin.

Taken from the State Council's announcement for 2026, not from any calendar of the platform.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

DayKind = Literal["workday", "weekend", "holiday"]

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
DAY_US: Final = 24 * HOUR_US
ZONE: Final = "Asia/Shanghai"
EAST_US: Final = 8 * HOUR_US
"""China has kept to UTC+8 since 1991."""
HOLIDAYS: Final = frozenset(date(2026, 5, day) for day in range(1, 6))
MADE_UP_FOR: Final = frozenset({date(2026, 5, 9)})
"""A Saturday that is worked, for a Tuesday that is not."""
FIRST: Final = date(2026, 5, 4)
"""Monday and Tuesday are the end of Labour Day, Saturday is worked, Sunday is a weekend."""
DAYS: Final = 7
SATURDAY: Final = 5

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def kind_of(day: date) -> DayKind:
    """Return what day it is in the law."""
    if day in HOLIDAYS:
        return "holiday"
    if day in MADE_UP_FOR:
        return "workday"
    return "weekend" if day.weekday() >= SATURDAY else "workday"


def begin_us(day: date) -> int:
    """Return when the day begins."""
    return (day - _EPOCH.date()).days * DAY_US - EAST_US


def day_of(at_us: int) -> date:
    """Return the local day of a moment."""
    return (_EPOCH + timedelta(microseconds=at_us + EAST_US)).date()


def clock_us(text: str) -> int:
    """Return how long after midnight `HH:MM` is."""
    hours, minutes = text.split(":")
    return int(hours) * HOUR_US + int(minutes) * MINUTE_US


def moment_us(day: date, text: str) -> int:
    """Return when the clock shows `HH:MM` on a day; 24:00 is its end."""
    return begin_us(day) + clock_us(text)


def days_from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]
