"""Local hour: when the hour of a zone's clock began that a moment lies in, or a part of one."""

from datetime import timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from parking.clock import HOUR_US, from_us

_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def hour_of(at_us: int, zone: str) -> int:
    """Return when the clock there last showed a full hour; remembered, as lots share their hours.

    Where clocks are moved by half an hour it may be one that was skipped: then the first half of
    the hour's steps belongs to the hour before.
    """
    return clock_floor(at_us, HOUR_US, zone)


def clock_floor(at_us: int, length_us: int, zone: str) -> int:
    """Take a moment back to what a clock on the wall shows as a multiple of up to an hour."""
    ahead = from_us(at_us).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return at_us - (at_us + ahead // _MICROSECOND) % length_us
