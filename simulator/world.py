"""The world: cars arrive, find a space or not, stay and leave. Pure: same dice, same day."""

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from simulator.city import City
from simulator.curves import DEMAND, HOURS, Demand

What = Literal["arrival", "departure", "refusal"]
MINUTE_US = 60_000_000
SECOND_TRIES = 2
DETOUR_MIN = 4.0
CLASS_PULL = {"general": 1.0, "charging": 0.85, "accessible": 0.35}
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Happening:
    """One true event: `bay` is the space taken or left where the lot has numbered bays."""

    at_us: int
    lot: int
    space_class: str
    what: What
    car: int
    bay: int | None = None


class Spaces:
    """The spaces of one class of one lot: who stands where."""

    __slots__ = ("capacity", "demand", "free_bays", "peak_per_min", "pull")

    def __init__(self, capacity: int, demand: Demand, pull: float) -> None:
        self.capacity = capacity
        self.demand = demand
        self.pull = pull
        self.free_bays = list(range(1, capacity + 1))
        quarters = [hour / 4 for hour in range(HOURS * 4)]
        self.peak_per_min = max(
            self.rate_per_min(hour, workday=workday)
            for hour in quarters
            for workday in (True, False)
        )

    @property
    def free(self) -> int:
        return len(self.free_bays)

    def rate_per_min(self, hour: float, *, workday: bool) -> float:
        """Arrivals per minute at this hour of the day."""
        return self.pull * self.demand.arrivals_per_min(hour, self.capacity, workday=workday)


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    at_us: int
    number: int
    kind: Literal["arrive", "try", "leave"]
    lot: int
    space_class: str
    car: int = 0
    bay: int = 0
    tries: int = 0


class World:
    """All lots of a city and the cars in them, from `start_us` on."""

    def __init__(self, city: City, start_us: int, zone: str) -> None:
        self.city = city
        self.now_us = start_us
        self.spaces = [
            {
                name: Spaces(n, DEMAND[lot.land_use], lot.pull * CLASS_PULL.get(name, 1.0))
                for name, n in lot.capacity.items()
            }
            for lot in city.lots
        ]
        self._zone = ZoneInfo(zone)
        self._dice = Random(f"world-{city.seed}-{start_us}")
        self._due: list[_Due] = []
        self._number = 0
        self._cars = 0
        self._neighbours = _neighbours(city)
        self._settle()

    def advance(self, until_us: int) -> Iterator[Happening]:
        """Let time pass; yields what happens, in order."""
        while self._due and self._due[0].at_us <= until_us:
            due = heapq.heappop(self._due)
            self.now_us = due.at_us
            if due.kind == "leave":
                self.spaces[due.lot][due.space_class].free_bays.append(due.bay)
                yield Happening(due.at_us, due.lot, due.space_class, "departure", due.car, due.bay)
            else:
                yield from self._arrive(due)
        self.now_us = until_us

    def _settle(self) -> None:
        """Fill every lot as its curve wants at the start, each car with the rest of its stay."""
        hour, workday = self._hour(self.now_us)
        for lot, classes in enumerate(self.spaces):
            for name, spaces in classes.items():
                wanted = spaces.demand.wanted(hour, workday=workday) * spaces.pull
                for _ in range(min(spaces.capacity, round(wanted * spaces.capacity))):
                    rest_min = self._dice.random() * spaces.demand.stay.draw_min(self._dice)
                    self._park(lot, name, self._new_car(), rest_min)
                self._schedule_arrival(lot, name)

    def _arrive(self, due: _Due) -> Iterator[Happening]:
        spaces = self.spaces[due.lot][due.space_class]
        if due.kind == "arrive":
            self._schedule_arrival(due.lot, due.space_class)
            hour, workday = self._hour(due.at_us)
            rate = spaces.rate_per_min(hour, workday=workday)
            if self._dice.random() * spaces.peak_per_min > rate:
                return  # thinned: nobody came
        car = due.car or self._new_car()
        if spaces.free_bays:
            bay = self._park(due.lot, due.space_class, car, spaces.demand.stay.draw_min(self._dice))
            yield Happening(due.at_us, due.lot, due.space_class, "arrival", car, bay)
            return
        yield Happening(due.at_us, due.lot, due.space_class, "refusal", car)
        if due.tries < SECOND_TRIES:
            self._try_elsewhere(due, car)

    def _park(self, lot: int, space_class: str, car: int, stay_min: float) -> int:
        free = self.spaces[lot][space_class].free_bays
        slot = self._dice.randrange(len(free))
        free[slot], free[-1] = free[-1], free[slot]
        bay = free.pop()
        self._push(self.now_us + round(stay_min * MINUTE_US), "leave", lot, space_class, car, bay)
        return bay

    def _try_elsewhere(self, due: _Due, car: int) -> None:
        near = [lot for lot in self._neighbours[due.lot] if due.space_class in self.spaces[lot]]
        if near:
            at_us = due.at_us + round(self._dice.expovariate(1 / DETOUR_MIN) * MINUTE_US)
            lot = self._dice.choice(near)
            self._push(at_us, "try", lot, due.space_class, car, tries=due.tries + 1)

    def _schedule_arrival(self, lot: int, space_class: str) -> None:
        peak = self.spaces[lot][space_class].peak_per_min
        if peak > 0:
            at_us = self.now_us + max(1, round(self._dice.expovariate(peak) * MINUTE_US))
            self._push(at_us, "arrive", lot, space_class)

    def _push(
        self,
        at_us: int,
        kind: Literal["arrive", "try", "leave"],
        lot: int,
        space_class: str,
        car: int = 0,
        bay: int = 0,
        tries: int = 0,
    ) -> None:
        self._number += 1
        heapq.heappush(
            self._due, _Due(at_us, self._number, kind, lot, space_class, car, bay, tries)
        )

    def _new_car(self) -> int:
        self._cars += 1
        return self._cars

    def _hour(self, at_us: int) -> tuple[float, bool]:
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)).astimezone(
            self._zone
        )
        return local.hour + local.minute / 60, local.weekday() < SATURDAY


def _neighbours(city: City, count: int = 3) -> list[list[int]]:
    """The nearest lots of each lot; a flat plane is good enough within a few hundred metres."""
    east = math.cos(math.radians(city.lots[0].lat)) if city.lots else 1.0
    lats = np.array([lot.lat for lot in city.lots])
    lons = np.array([lot.lon for lot in city.lots]) * east
    count = min(count, len(city.lots) - 1)
    neighbours = []
    for lot in range(len(city.lots)):
        distances = np.hypot(lats - lats[lot], lons - lons[lot])
        distances[lot] = np.inf
        nearest = np.sort(np.argpartition(distances, count)[:count])
        neighbours.append(nearest[np.argsort(distances[nearest], kind="stable")].tolist())
    return neighbours
