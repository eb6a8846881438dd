"""Local hours: where the hour begins that a moment lies in, by the lot's own clock."""

from datetime import timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from parking.clock import HOUR_US, from_us

_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def hour_of(timezone: str, moment_us: int) -> int:
    """Return when the clock there last showed a full hour; remembered, as lots share their hours.

    Where clocks are moved by half an hour it may be one that was skipped: then the first half of
    the hour's steps belongs to the hour before.
    """
    offset = from_us(moment_us).astimezone(ZoneInfo(timezone)).utcoffset() or timedelta()
    return moment_us - (moment_us + offset // _MICROSECOND) % HOUR_US
