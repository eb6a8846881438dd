"""Plans: what is meant to be of each lot in the week, before anybody comes. No dice in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from simulator.week.days import (
    DAY_US,
    MINUTE_US,
    DayKind,
    begin_us,
    clock_us,
    days_from,
    kind_of,
)
from simulator.week.steps import Span, minus, union

Feed = Literal["snapshots", "movements", "changes", "totals", "bays"]
Hours = tuple[str, str]
"""Wall times `HH:MM`; where the second is not later it is of the next day."""


@dataclass(frozen=True, slots=True)
class Lending:
    """`spaces` are lent by the kind of the day on which the time begins, but not in `suspended`."""

    spaces: int
    by_day: Mapping[DayKind, Hours]
    named: tuple[str, ...] = ()
    suspended: tuple[Span, ...] = ()
    visits: int = 0
    """So many drivers come in each time it is open."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Declared at a moment. `is_open_ended`: its end was told when it came, as a correction."""

    declared_us: int
    from_us: int
    to_us: int
    is_open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLot:
    """One lot. `capacity` holds since when it has how many spaces of which class.

    `silences`: nothing came from it, though cars did. Its gate is shut with it: who stands there
    then waits, unless it has none. `tells_capacity`: snapshots do. `tells_free`: passages do.
    """

    lot_id: str
    name: str
    name_en: str
    lat: float
    lon: float
    area: str
    land_use: str
    lot_class: str
    feed: Feed
    capacity: tuple[tuple[int, Mapping[str, int]], ...]
    hours: Mapping[int, Hours] | None = None
    hours_text: str | None = None
    lending: Lending | None = None
    closures: tuple[Closure, ...] = ()
    silences: tuple[Span, ...] = ()
    pull: float = 1.0
    has_gate: bool = True
    tells_capacity: bool = True
    tells_free: bool = False
    plateless_in: int = 0
    """One car in so many has no plate that can be read; 0: none."""
    turned_to: tuple[str, ...] = ()
    """Where those go for whom there is no space."""
    tried_first: tuple[str, float] | None = None
    """A lot that a share of those who come would rather be in, if it is open and has space."""
    swing: float = 0.0
    """By how much days differ that are alike: the spread of the logarithm of how many come."""

    @property
    def operator_id(self) -> str:
        return self.lot_id.rsplit("-", 1)[0]

    @property
    def grain_us(self) -> int:
        """How finely its sensors see time: cars there come and go at no other moments."""
        return MINUTE_US if self.feed in {"snapshots", "totals"} else 1

    def classes(self) -> list[str]:
        return list(dict.fromkeys(name for _, spaces in self.capacity for name in spaces))

    def capacity_at(self, moment_us: int, space_class: str) -> int:
        """Return how many spaces of a class there are, open or not, lent or not."""
        in_force = self.capacity[0][1]
        for since_us, spaces in self.capacity[1:]:
            in_force = spaces if since_us <= moment_us else in_force
        return in_force.get(space_class, 0)


def open_spans(lot: WeekLot, first: date, count: int) -> list[Span]:
    """Return when the lot is open, by its hours and closures, over whole days."""
    begins_us = begin_us(first)
    spans = [(begins_us, begins_us + count * DAY_US)]
    if lot.hours is not None:
        spans = [
            _span(day, lot.hours[day.weekday()])
            for day in days_from(first, count)
            if day.weekday() in lot.hours
        ]
    return minus(spans, [(closure.from_us, closure.to_us) for closure in lot.closures])


def lent_spans(lot: WeekLot, first: date, count: int) -> list[Span]:
    """Return when spaces are lent in time that begins on these days."""
    if lot.lending is None:
        return []
    windows = [
        _span(day, lot.lending.by_day[kind_of(day)])
        for day in days_from(first, count)
        if kind_of(day) in lot.lending.by_day
    ]
    return minus(union(windows), lot.lending.suspended)


def _span(day: date, hours: Hours) -> Span:
    opens_us, shuts_us = clock_us(hours[0]), clock_us(hours[1])
    next_day_us = DAY_US if shuts_us <= opens_us else 0
    return begin_us(day) + opens_us, begin_us(day) + shuts_us + next_day_us
