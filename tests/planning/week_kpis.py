"""The platform's figures of the simulated week, made of what the fold makes of its reports.

Everything is added up here as the stored sums are read: hours and days of lots and classes.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import timedelta

from parking.clock import DAY_US, HOUR_US
from parking.planning.connection import FiledLot, connected
from parking.planning.day_row import QUARTER_US, STEPS_A_QUARTER, Peak, is_in_band, is_known
from parking.planning.durations import session_sums
from parking.planning.kpi_sums import KpiSums, PeakQuarter, busiest_hours
from parking.planning.kpis import kpis
from parking.planning.local_day import day_at
from parking.planning.occupancy_sums import OccupancySums, total_sums
from parking.planning.service_sums import total_service
from parking.planning.sessions import pair, passages_of
from parking.planning.space_time import STEPS_AN_HOUR, total
from parking.planning.unmet_demand import NO_UNMET, unmet_of
from parking.sharing.figures import Figures
from parking.sharing.wall_times import wall_us
from parking.vocabulary import SPACE_CLASSES
from simulator.week.days import ZONE
from simulator.week.service import lending_sums
from simulator.week.town import ENDS_US
from tests.planning.week_folded import folded_week, standing_of


class Folded:
    """One lot's week, folded and paired."""

    def __init__(self, truth, bodies):
        self.lot, self.truth = truth.lot, truth
        standing = standing_of(truth.lot, bodies)
        folded = folded_week(truth, standing, ENDS_US)
        self.rows = folded.rows
        self.sessions = pair(passages_of(standing, str.encode))
        self._heard_us = [record.observed_us for record in standing]
        self._rows = by_hour(self.rows, lambda row: row.hour_us)
        self._services = by_hour(folded.services, lambda hour: hour.hour_us)
        self._sessions = by_hour(self.sessions, lambda one: one.left_us or one.entered_us)

    def rows_of(self, span, classes):
        return [row for row in _between(self._rows, span) if row.space_class in classes]

    def services_of(self, span):
        return _between(self._services, span)

    def sessions_of(self, span, classes):
        """Those that anything ended or began in: none has both, that is of another time."""
        return [one for one in _between(self._sessions, span) if one.space_class in classes]

    def counting_of(self, span, classes):
        """The rows of classes in which anybody was counted on the days that are touched: a quiet
        hour of a lot that counts is one in which nobody came.
        """
        days = _day_us(span[0]), _day_us(span[1] - 1) + DAY_US
        around = self.rows_of(days, classes)
        counting = {row.space_class for row in around if row.entries or row.exits}
        return [row for row in self.rows_of(span, classes) if row.space_class in counting]

    def filed(self, at_us):
        heard = bisect_left(self._heard_us, at_us) > bisect_left(self._heard_us, at_us - DAY_US)
        capacity = {name: self.lot.capacity_at(at_us - 1, name) for name in self.lot.classes()}
        return FiledLot(id(self), capacity, heard)


def by_hour(things, moment_us):
    found = defaultdict(list)
    for thing in things:
        found[moment_us(thing) // HOUR_US * HOUR_US].append(thing)
    return found


def _between(found, span):
    return [one for hour_us in range(*span, HOUR_US) for one in found.get(hour_us, ())]


def _day_us(at_us):
    return wall_us(day_at(at_us, ZONE), 0, ZONE)


def platform_kpis(lots, asked):
    """Return the platform's figures of folded lots, for what the books are asked about."""
    return kpis(_sums(lots, asked), ZONE)


def _sums(lots, asked):
    span = asked.from_us, asked.to_us
    classes = [name for name in SPACE_CLASSES if asked.classes is None or name in asked.classes]
    rows = [row for lot in lots for row in lot.rows_of(span, classes)]
    services = [hour for lot in lots for hour in lot.services_of(span)]
    sessions = [one for lot in lots for one in lot.sessions_of(span, classes)]
    counting = {lot: lot.counting_of(span, classes) for lot in lots}
    return KpiSums(
        asked_us=asked.to_us - asked.from_us,
        occupancy=total_sums(_occupancy(row) for row in rows),
        counting=total(row.sums for found in counting.values() for row in found),
        peak=_peak(rows),
        busiest=_busiest(rows, *span),
        sessions=session_sums(sessions, *span, asked.to_us),
        unmet=_unmet(counting.values()),
        service=total_service(services) if services else None,
        connected=connected((lot.filed(asked.to_us) for lot in lots), classes),
        sharing=_figures(asked),
    )


def _occupancy(row):
    known = is_known(row.sums)
    return OccupancySums(
        row.sums, row.entries, row.exits, int(known), int(known and is_in_band(row.sums))
    )


def _peak(rows):
    greatest, quarters = None, {}
    for row in rows:
        for place in range(STEPS_AN_HOUR // STEPS_A_QUARTER):
            first = place * STEPS_A_QUARTER
            at_us = row.hour_us + place * QUARTER_US
            quarters.setdefault(at_us, []).extend(row.steps[first : first + STEPS_A_QUARTER])
    for at_us, steps in sorted(quarters.items()):
        space = total(steps)
        peak = Peak(space.taken_us, space.known_us, at_us)
        if is_known(space) and peak.exceeds(greatest and greatest[0]):
            greatest = peak, PeakQuarter(at_us, space)
    return None if greatest is None else greatest[1]


def _busiest(rows, from_us, to_us):
    came = Counter()
    for row in rows:
        came[row.hour_us] += row.entries
    first = day_at(from_us, ZONE)
    days = [first + timedelta(days=number) for number in range((to_us - from_us) // DAY_US)]
    return busiest_hours(came, days, ZONE)


def _unmet(counting):
    found = NO_UNMET
    for rows in counting:
        by_day = defaultdict(list)
        for row in rows:
            by_day[row.space_class, day_at(row.hour_us, ZONE)].append(row)
        found = sum(map(unmet_of, by_day.values()), found)
    return found


def _figures(asked):
    offered_us, used_us, stays, overstays = lending_sums(asked)
    return Figures(
        lent_us=offered_us,
        used_us=used_us,
        bookings=len(stays),
        stays=len(stays),
        overstays=overstays,
    )
