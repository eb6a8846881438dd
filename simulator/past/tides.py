"""Tides: how many cars came to, left and stood in each class of each lot, by quarter hours. Pure.

The curves are those that cars follow from the first day on (`world.py`), but nobody drives here:
whole lots are drawn at once, so that weeks of a city are there within a second. Day by day the city
and each lot are a little busier or quieter than usual.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from parking.clock import from_us
from simulator.city import City
from simulator.curves import DEMAND, Demand
from simulator.world import CLASS_PULL, MINUTE_US, SATURDAY

STEP_MIN: Final = 15
STEP_US: Final = STEP_MIN * MINUTE_US
STEPS_A_DAY: Final = 96
SWING: Final = 0.08
"""By how much days differ that are alike: the spread of the logarithm of how many come."""

Numbers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


class Place(NamedTuple):
    """A class of spaces of a lot, the lot by its number in the city."""

    lot: int
    space_class: str


@dataclass(frozen=True, slots=True)
class Tides:
    """Rows are steps, columns places. `taken[n]` is at `begins_us` + n steps, the last at the end;
    `came[n]` and `went[n]` are what happened after it.
    """

    begins_us: int
    places: Sequence[Place]
    taken: Numbers
    came: Numbers
    went: Numbers

    @property
    def steps(self) -> int:
        return len(self.came)


def tides(city: City, until_us: int, days: int, zone: str) -> Tides:
    """Draw so many days up to a moment; the same city and times are the same past."""
    places = [Place(number, name) for number, lot in enumerate(city.lots) for name in lot.capacity]
    steps = days * STEPS_A_DAY
    begins_us = until_us - steps * STEP_US
    seed = [city.seed % 2**64, days, begins_us // STEP_US]
    dice = np.random.Generator(np.random.PCG64(seed))
    wanted = _Wanted(city, places, dice)
    taken, came, went = (np.zeros((steps + more, len(places)), np.int64) for more in (1, 0, 0))
    local = from_us(begins_us).astimezone(ZoneInfo(zone))
    now = np.minimum(wanted.spaces, np.rint(wanted.at_first(local))).astype(np.int64)
    for step in range(steps):
        taken[step] = now
        leave, come = wanted.leave_and_come(local + timedelta(minutes=STEP_MIN * step))
        went[step] = dice.binomial(now, leave)
        came[step] = np.minimum(dice.poisson(come), wanted.spaces - now + went[step])
        now = now - went[step] + came[step]
    taken[steps] = now
    return Tides(begins_us, places, taken, came, went)


class _Wanted:
    """What every place is like at a local time."""

    def __init__(self, city: City, places: Sequence[Place], dice: np.random.Generator) -> None:
        lots = [city.lots[place.lot] for place in places]
        self.spaces = np.array(
            [lot.capacity[place.space_class] for lot, place in zip(lots, places, strict=True)]
        )
        pulls = [
            lot.pull * CLASS_PULL.get(place.space_class, 1.0)
            for lot, place in zip(lots, places, strict=True)
        ]
        self._pull: Shares = self.spaces * np.array(pulls)
        uses = sorted({lot.land_use for lot in lots})
        self._use = np.array([uses.index(lot.land_use) for lot in lots], np.int64)
        self._curves = {
            workday: [_curve(DEMAND[use], workday=workday) for use in uses]
            for workday in (True, False)
        }
        self._lot = np.array([place.lot for place in places], np.int64)
        self._lots = len(city.lots)
        self._dice = dice
        self._day: date | None = None
        self._busy: Shares = np.ones(len(places))

    def at_first(self, local: datetime) -> Shares:
        """Return how many cars would stand there."""
        wanted, _, _ = self._now(local)
        return wanted * self._pull

    def leave_and_come(self, local: datetime) -> tuple[Shares, Shares]:
        """Return the share of cars that leave within the step, and how many come on average."""
        if local.date() != self._day:
            self._day = local.date()
            own = self._dice.normal(size=self._lots)[self._lot]
            both = (self._dice.normal() + own) / math.sqrt(2)
            self._busy = np.exp(SWING * both)
        _, leave, come = self._now(local)
        return leave, come * self._pull * self._busy

    def _now(self, local: datetime) -> tuple[Shares, Shares, Shares]:
        quarter = (local.hour * 60 + local.minute) // STEP_MIN
        curves = self._curves[local.weekday() < SATURDAY]
        told = np.array([curve[quarter] for curve in curves])[self._use]
        return told[:, 0], told[:, 1], told[:, 2]


def _curve(demand: Demand, *, workday: bool) -> list[tuple[float, float, float]]:
    """Return for each quarter hour the wanted occupancy, the share that leaves, how many come.

    Where a curve falls faster than cars leave of themselves, more of them leave.
    """
    told = []
    for quarter in range(STEPS_A_DAY):
        now = demand.wanted(quarter / 4, workday=workday)
        growth = demand.wanted((quarter + 1) / 4 % 24, workday=workday) - now
        leaving = now * STEP_MIN / demand.stay.mean_min
        come = max(0.0, growth + leaving)
        leave = -math.expm1(-(leaving + max(0.0, -growth - leaving)) / now)
        told.append((now, leave, come))
    return told
