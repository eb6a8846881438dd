"""Another reading of local time: the C library's, asked each quarter of an hour what walls show.

It goes from moments to walls, the other way round than what it is held against.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import TZPATH

QUARTER_S = 900
DAY_S = 86_400


@dataclass(frozen=True)
class ClockChange:
    """What walls show around one change of a zone's clocks, each quarter of an hour."""

    zone: str
    day: date
    shown: tuple[tuple[int, int], ...]
    """(moment, wall), both in seconds since 1970, the wall's as if it were UTC."""

    def moment_s(self, day: date, minute: int) -> int:
        """The first moment at which walls show it; if none, by the offset before they jump."""
        wall_s = seconds_of(day) + minute * 60
        firsts = [moment_s for moment_s, shown_s in self.shown if shown_s == wall_s]
        if firsts:
            return firsts[0]
        jumped = next(n for n, (_, shown_s) in enumerate(self.shown) if shown_s > wall_s)
        before_s, shown_s = self.shown[jumped - 1]
        return wall_s - (shown_s - before_s)


def clock_changes(zone: str, first_year: int, last_year: int) -> list[ClockChange]:
    """The changes of a zone's clocks in some years, in order."""
    begins_s, ends_s = (seconds_of(date(year, 1, 1)) for year in (first_year, last_year + 1))
    with _walls_of(zone):
        hours = range(begins_s, ends_s, 3600)
        offsets = [time.localtime(hour_s).tm_gmtoff for hour_s in hours]
        changed = [
            hour_s
            for hour_s, before, after in zip(hours[1:], offsets, offsets[1:], strict=False)
            if before != after
        ]
        return [_around(zone, hour_s) for hour_s in changed]


def seconds_of(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _around(zone: str, hour_s: int) -> ClockChange:
    moments = range(hour_s - 4 * DAY_S, hour_s + 4 * DAY_S, QUARTER_S)
    shown = tuple((at_s, at_s + time.localtime(at_s).tm_gmtoff) for at_s in moments)
    local = datetime.fromtimestamp(hour_s + time.localtime(hour_s).tm_gmtoff, UTC)
    return ClockChange(zone, (local - timedelta(minutes=1)).date(), shown)


@contextmanager
def _walls_of(zone: str) -> Iterator[None]:
    """Let the C library live in the zone, with the same rules as Python's own."""
    package = find_spec("tzdata")
    assert package is not None
    assert package.origin is not None
    places = [*map(Path, TZPATH), Path(package.origin).parent / "zoneinfo"]
    before = {name: os.environ.get(name) for name in ("TZ", "TZDIR")}
    os.environ["TZ"] = zone
    os.environ["TZDIR"] = str(next(place for place in places if (place / zone).is_file()))
    time.tzset()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ.update({} if value is None else {name: value})
        time.tzset()
