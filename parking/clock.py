"""City time as integer microseconds, and the clock a process holds; knows no real clock itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from parking.ports import ClockReading

SECOND_US: Final = 1_000_000
MINUTE_US: Final = 60 * SECOND_US
HOUR_US: Final = 60 * MINUTE_US
DAY_US: Final = 24 * HOUR_US
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class ClockNotManualError(Exception):
    """The city's clock runs by itself; only a manual clock can be moved."""


class CityClock:
    """What this process believes the city's time is: the last reading, and the real time to add.

    `real_us` is handed in by the composition root; `follow` is called by whoever follows the
    clock row.
    """

    __slots__ = ("_real_us", "reading")

    def __init__(self, reading: ClockReading, real_us: Callable[[], int]) -> None:
        self.reading = reading
        self._real_us = real_us

    def now_us(self) -> int:
        return self.reading.now_us(self._real_us())

    def real_us(self) -> int:
        """Real time, for what must not follow a fast or standing clock."""
        return self._real_us()

    def follow(self, reading: ClockReading) -> None:
        self.reading = reading


def to_us(moment: datetime) -> int:
    """Exact microseconds since 1970 UTC; a naive time is refused."""
    if moment.tzinfo is None:
        raise ValueError("time without an offset")
    return (moment - _EPOCH) // _MICROSECOND


def from_us(us: int) -> datetime:
    """Give the same moment as an aware datetime in UTC; OverflowError outside years 1 to 9999."""
    return _EPOCH + timedelta(microseconds=us)


def rfc3339(us: int, zone: str) -> str:
    """RFC 3339 in the zone's own offset, with as many decimals as the moment needs (0, 3 or 6)."""
    moment = from_us(us).astimezone(ZoneInfo(zone))
    if us % 1_000_000 == 0:
        return moment.isoformat(timespec="seconds")
    return moment.isoformat(timespec="microseconds" if us % 1000 else "milliseconds")
