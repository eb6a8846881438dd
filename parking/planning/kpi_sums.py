"""KPI sums: all that the figures of some lots in some time are made of, in integers that add up.

Whoever reads the tables fills it in; `kpis` makes the figures. It knows no store.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Self

from msgspec import Struct

from parking.planning.connection import Connected
from parking.planning.durations import NO_SESSIONS, SessionSums
from parking.planning.history.service_hour import ServiceHour
from parking.planning.kpi_names import KpiCode
from parking.planning.local_day import day_at
from parking.planning.occupancy_sums import OccupancySums
from parking.planning.space_time import SpaceTime
from parking.planning.unmet_demand import Unmet
from parking.sharing.figures import Figures


class PeakQuarter(Struct, frozen=True):
    """What the spaces did in their fullest quarter hour, of those of which four fifths are known.

    It begins at `at_us`, and is the one with the greatest share of known space-time taken; the
    first of equals.
    """

    at_us: int
    space: SpaceTime


class BusiestHours(Struct, frozen=True):
    """Of whole local days: so many came, `busiest` of them in the busiest hour of each day."""

    busiest: int = 0
    entries: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(self.busiest + other.busiest, self.entries + other.entries)


NOBODY: Final = BusiestHours()


class KpiSums(Struct, frozen=True, kw_only=True):
    """Of the chosen lots and classes in the time that is asked for, which is `asked_us` long.

    `counting`: the part of `occupancy.space` of those classes of lots where a vehicle was counted
    in or out on a day that the time touches. What is made of arrivals is made of it: elsewhere
    nobody counts them.
    `busiest` is of the whole days in that time. `service` is of the lots, whatever the classes;
    `connected` is as it is at the time's end. `unmet`, `service` and `sharing` are None where they
    were not looked at; figures that are `left_out` were not either, whatever the sums say.
    """

    asked_us: int
    occupancy: OccupancySums
    counting: SpaceTime
    peak: PeakQuarter | None = None
    busiest: BusiestHours = NOBODY
    sessions: SessionSums = NO_SESSIONS
    unmet: Unmet | None = None
    service: ServiceHour | None = None
    connected: Connected = Connected()
    sharing: Figures | None = None
    left_out: tuple[KpiCode, ...] = ()


def busiest_hours(
    entries_by_hour: Mapping[int, int], days: Iterable[date], zone: str
) -> BusiestHours:
    """Find it from how many came in the hours that begin at these moments; other days are left out.

    The lots are taken together: their busiest hour is one for all of them.
    """
    by_day: dict[date, list[int]] = {day: [] for day in days}
    for hour_us, entries in entries_by_hour.items():
        by_day.get(day_at(hour_us, zone), []).append(entries)
    return sum((BusiestHours(max(hours), sum(hours)) for hours in by_day.values() if hours), NOBODY)
