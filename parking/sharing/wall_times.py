"""Wall times: what a clock on the wall shows, as a moment. It knows zones, not agreements.

A time that a clock change skips is taken with the offset before the change, as RFC 5545 says; one
that comes twice is its first coming.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from parking.clock import to_us
from parking.sharing.terms import DAY_MIN

_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=16384)
def wall_us(day: date, minute: int, zone: str) -> int:
    """Return the moment at which walls show `minute` of that day; 1,440 is the next midnight.

    Remembered, as the agreements of a city share their days and hours. Raises
    ZoneInfoNotFoundError for a zone that is none.
    """
    days_on, of_day = divmod(minute, DAY_MIN)
    wall = time(of_day // 60, of_day % 60, tzinfo=ZoneInfo(zone))
    return to_us(datetime.combine(day + days_on * _DAY, wall))
