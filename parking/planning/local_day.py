"""Local day: on which day of a zone a moment lies, and when that day begins and ends."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from parking.clock import HOUR_US, from_us
from parking.sharing.wall_times import wall_us

_DAY: Final = timedelta(days=1)


def day_at(moment_us: int, zone: str) -> date:
    """Return the day on which a moment lies."""
    return _day_of_quarter(moment_us // (HOUR_US // 4), zone)


def end_of_day_us(day: date, zone: str) -> int:
    """Return when the next day begins."""
    return wall_us(day + _DAY, 0, zone)


def day_span_us(day: date, zone: str) -> tuple[int, int]:
    """Return when it begins and when it ends: 23 to 25 hours."""
    return wall_us(day, 0, zone), end_of_day_us(day, zone)


@lru_cache(maxsize=16384)
def _day_of_quarter(quarter: int, zone: str) -> date:
    """Remembered: no zone's midnight lies within a quarter of an hour of UTC."""
    return from_us(quarter * (HOUR_US // 4)).astimezone(ZoneInfo(zone)).date()
