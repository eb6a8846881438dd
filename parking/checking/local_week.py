"""Local week: which hour of the week it is where a lot lies, and which day."""

from datetime import timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from parking.checking.thresholds import DAY_BEGINS_US
from parking.clock import DAY_US, HOUR_US, from_us

WEEK: Final = 168
SATURDAY: Final = 120
_SINCE_MONDAY: Final = 72
"""Hours from Monday to the beginning of 1970, a Thursday."""
_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def _ahead_us(utc_hour: int, zone: str) -> int:
    """Return what a zone's clock is ahead of UTC; remembered, as lots share their hours."""
    ahead = from_us(utc_hour * HOUR_US).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return ahead // _MICROSECOND


def hour_of_week(at_us: int, zone: str) -> int:
    """Return 0 for Monday 0 to 1 o'clock, up to 167."""
    return ((at_us + _ahead_us(at_us // HOUR_US, zone)) // HOUR_US + _SINCE_MONDAY) % WEEK


def day_of(at_us: int, zone: str) -> int:
    """Return the number of the local day, which begins when nearly all are asleep."""
    return (at_us + _ahead_us(at_us // HOUR_US, zone) - DAY_BEGINS_US) // DAY_US
