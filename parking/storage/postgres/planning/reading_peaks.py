"""Reads the fullest quarter hour of some lots together, and how their days' busiest hours were."""

from collections.abc import Mapping, Sequence
from datetime import date

from parking.planning.chosen_lots import Places
from parking.planning.day_row import is_known
from parking.planning.kpi_sums import NOBODY, BusiestHours, PeakQuarter, busiest_hours
from parking.planning.local_day import day_at, day_span_us
from parking.planning.period import local_days
from parking.planning.scope import Scope
from parking.planning.time_series import QUARTER_US, Bucket, Series, add_series
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_series import SeriesReader


async def read_peaks(reading: Reading, scope: Scope) -> tuple[PeakQuarter | None, BusiestHours]:
    """Read both; None where four fifths are known of no quarter hour."""
    quarters: list[tuple[int, Bucket]] = []
    busiest = NOBODY
    for places in scope.places:
        series = SeriesReader(reading.connection, places, scope.classes, scope.summed_up)
        found, vehicles = await series.quarters(scope.period.from_us, scope.period.to_us)
        quarters += _asked(found, scope, places).items()
        entries = {hour_us: bucket.entries for hour_us, bucket in vehicles.items()}
        busiest += busiest_hours(entries, _whole_days(scope, places.zone), places.zone)
    return peak_of(add_series(quarters)), busiest


def peak_of(quarters: Series) -> PeakQuarter | None:
    """Find the quarter hour with the greatest share taken, exactly; the first of equals."""
    peak: PeakQuarter | None = None
    for at_us, bucket in quarters.items():
        space = bucket.space
        if is_known(space) and (
            peak is None
            or space.taken_us * peak.space.known_us > peak.space.taken_us * space.known_us
        ):
            peak = PeakQuarter(at_us, space)
    return peak


def _asked(quarters: Series, scope: Scope, places: Places) -> Mapping[int, Bucket]:
    """Keep the quarter hours that lie in the period, on days that are asked for, and are over."""
    first_us, last_us = scope.period.from_us, scope.period.to_us - QUARTER_US
    return {
        at_us: bucket
        for at_us, bucket in quarters.items()
        if first_us <= at_us <= last_us and scope.takes_day(day_at(at_us, places.zone))
    }


def _whole_days(scope: Scope, zone: str) -> Sequence[date]:
    first_us, last_us = scope.period.from_us, scope.period.to_us
    return [
        day
        for day in filter(scope.takes_day, local_days(scope.period, zone))
        if first_us <= day_span_us(day, zone)[0] and day_span_us(day, zone)[1] <= last_us
    ]
