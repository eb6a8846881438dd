"""Sums of one lot of a hundred spaces over a day in Jinan, to be changed in one place at a time."""

from datetime import date

from msgspec.structs import replace

from parking.clock import DAY_US, HOUR_US, MINUTE_US
from parking.planning.connection import Connected
from parking.planning.durations import SessionSums
from parking.planning.history.service_hour import ServiceHour
from parking.planning.kpi_sums import BusiestHours, KpiSums, PeakQuarter
from parking.planning.kpis import kpis
from parking.planning.local_day import day_span_us
from parking.planning.occupancy_sums import OccupancySums
from parking.planning.space_time import SpaceTime
from parking.planning.time_series import QUARTER_US
from parking.planning.unmet_demand import PARTS, Unmet
from parking.sharing.figures import Figures

ZONE = "Asia/Shanghai"
DAY = date(2026, 10, 8)
NOON_US = day_span_us(DAY, ZONE)[0] + 12 * HOUR_US
SPACES = 100


def space_time(hours=24, known=1.0, taken=0.6, full=0.1, closed_hours=0):
    open_us = int(SPACES * hours * HOUR_US)
    known_us = int(open_us * known)
    return SpaceTime(
        open_us, known_us, int(known_us * taken), int(known_us * full),
        int(SPACES * closed_hours * HOUR_US),
    )  # fmt: skip


def peak(taken=90, known=SPACES, spaces=SPACES, full=0):
    counts = (spaces, known, taken, full, 0)
    return PeakQuarter(NOON_US, SpaceTime(*(count * QUARTER_US for count in counts)))


SERVICE = ServiceHour(
    hour_us=0, until_us=DAY_US, reports=1000, suspects=100, entries=300, exits=290,
    due_us=DAY_US, online_us=DAY_US * 9 // 10, delays={1: 700, 5: 200, 61: 100},
    drifts=10, drift_spaces=20, drift_capacity=1000,
)  # fmt: skip
SHARING = Figures(
    lent_us=120 * HOUR_US, suspended_us=20 * HOUR_US, used_us=40 * HOUR_US, bookings=20, stays=16,
    overstays=2, no_shows=2, cancelled=2, owner_blocked=1,
)  # fmt: skip
SUMS = KpiSums(
    asked_us=DAY_US,
    occupancy=OccupancySums(space_time(), 300, 290, hours_known=24, hours_in_band=6),
    counting=space_time(),
    peak=peak(),
    busiest=BusiestHours(60, 300),
    sessions=SessionSums(280, 10, 10, 280 * 90 * MINUTE_US, {30: 140, 80: 98, 300: 42}),
    unmet=Unmet(300, 20 * PARTS, full_us=240 * HOUR_US),
    service=SERVICE,
    connected=Connected(10, 8, 1000, 900),
    sharing=SHARING,
)


def figures(zone=ZONE, **changed):
    """Return the KPIs of these sums with something changed."""
    return kpis(replace(SUMS, **changed), zone)


def with_space(space, **changed):
    """Return what the KPIs come to where spaces did something else."""
    occupancy = replace(SUMS.occupancy, space=space)
    return figures(occupancy=occupancy, counting=space, **changed)


def noted(told, code):
    """Return the English of all that is said of a figure."""
    return " ".join(note.remark.en for note in told.notes if code in note.codes)
