"""Reads the fullest quarter hour of some lots together, and how their days' busiest hours were.

Plain sums, as a year has thirty-five thousand quarter hours.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import add

import asyncpg

from parking.clock import to_us
from parking.planning.chosen_lots import Places
from parking.planning.day_row import is_known
from parking.planning.kpi_sums import NOBODY, BusiestHours, PeakQuarter, busiest_hours
from parking.planning.local_day import day_span_us
from parking.planning.period import local_days
from parking.planning.scope import Scope
from parking.planning.space_time import SpaceTime
from parking.planning.time_series import QUARTER_US
from parking.storage.postgres.planning.reading_occupancy import SPACE_SUMS
from parking.storage.postgres.planning.reading_series import SeriesReader
from parking.storage.postgres.pool import Connection

Sums = tuple[int, ...]
"""As `SpaceTime` has them."""
_NOTHING: Sums = (0,) * len(SPACE_SUMS)


async def read_peaks(
    connection: Connection, scope: Scope
) -> tuple[PeakQuarter | None, BusiestHours]:
    """Read both; None where four fifths are known of no quarter hour."""
    quarters: dict[int, Sums] = {}
    busiest = NOBODY
    for places in scope.places:
        series = SeriesReader(connection, places, scope.classes, scope.summed_up)
        rows = await series.quarter_rows(scope.period.from_us, scope.period.to_us)
        _add(quarters, rows, scope, places)
        entries: Counter[int] = Counter()
        for row in rows:
            entries[to_us(row["hour"])] += row["entries"]
        busiest += busiest_hours(entries, _whole_days(scope, places.zone), places.zone)
    return peak_of(quarters), busiest


def peak_of(quarters: Mapping[int, Sums]) -> PeakQuarter | None:
    """Find the quarter hour with the greatest share taken, exactly; the first of equals."""
    peak: PeakQuarter | None = None
    best_taken, best_known = -1, 1
    for at_us in sorted(quarters):
        _, known, taken, _, _ = quarters[at_us]
        if taken * best_known > best_taken * known:
            space = SpaceTime(*quarters[at_us])
            if is_known(space):
                peak = PeakQuarter(at_us, space)
                best_taken, best_known = taken, known
    return peak


def _add(
    quarters: dict[int, Sums], rows: Iterable[asyncpg.Record], scope: Scope, places: Places
) -> None:
    """Add those that lie in the period, on days that are asked for, and are over.

    In some zones a day begins amid an hour, so each quarter is asked.
    """
    first_us, last_us = scope.period.from_us, scope.period.to_us - QUARTER_US
    for row in rows:
        hour_us = to_us(row["hour"])
        columns = zip(*(row[name] for name in SPACE_SUMS), strict=True)
        for place, told in enumerate(columns):
            at_us = hour_us + place * QUARTER_US
            if first_us <= at_us <= last_us and scope.takes(at_us, places.zone):
                here = (one or 0 for one in told)
                quarters[at_us] = tuple(map(add, here, quarters.get(at_us, _NOTHING)))


def _whole_days(scope: Scope, zone: str) -> Sequence[date]:
    first_us, last_us = scope.period.from_us, scope.period.to_us
    return [
        day
        for day in filter(scope.takes_day, local_days(scope.period, zone))
        if first_us <= day_span_us(day, zone)[0] and day_span_us(day, zone)[1] <= last_us
    ]
