"""Telling: a lot's past as the reports that its feed might have sent, every half hour. Pure.

Rougher than what is told live, since planners need hours and not seconds: absolute counts every
half hour, lane counters beside them where the operator has such, and every single car in small lots
with barriers.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from simulator.city import City, SimulatedLot
from simulator.feeds.body import Gateway, Report
from simulator.past.tides import STEP_US, Tides

TOLD_EVERY: Final = 2
"""Steps from one count to the next: half an hour, so that a count holds until the next one."""
EVERY_CAR_UP_TO: Final = 60
"""Spaces of a lot that tells every car; of larger ones that would be millions of reports."""


def past_of_lot(city: City, tides: Tides, number: int) -> list[Report]:
    """Return the reports of a lot, in order of time; none of one whose operator is silent."""
    lot = city.lots[number]
    if lot.operator.fault == "offline":
        return []
    columns = [column for column, place in enumerate(tides.places) if place.lot == number]
    return list(_Teller(city, tides, lot, columns).reports())


class _Teller:
    def __init__(self, city: City, tides: Tides, lot: SimulatedLot, columns: Sequence[int]) -> None:
        self._tides, self._lot = tides, lot
        self._gateway = Gateway(lot.lot_id)
        self._dice = Random(f"past-{city.seed}-{lot.lot_id}")
        self._classes = {tides.places[column].space_class: column for column in columns}
        spaces = sum(lot.capacity.values())
        tells_cars = lot.operator.style == "movements" and spaces <= EVERY_CAR_UP_TO
        self._cars: dict[str, list[str]] | None = {} if tells_cars else None
        self._car = self._in = self._out = 0

    def reports(self) -> Iterator[Report]:
        """Go through the steps; the last count is of the end."""
        for name, column in self._classes.items():
            if self._cars is not None:
                self._cars[name] = [self._plate() for _ in range(self._tides.taken[0][column])]
        for step in range(self._tides.steps + 1):
            at_us = self._tides.begins_us + step * STEP_US
            if step % TOLD_EVERY == 0:
                yield from self._counts(step, at_us)
            if step < self._tides.steps:
                yield from self._passages(step, at_us)

    def _counts(self, step: int, at_us: int) -> Iterator[Report]:
        taken = self._tides.taken[step]
        is_inverted = self._lot.operator.fault == "inverted"
        spaces = []
        for name, column in self._classes.items():
            capacity, occupied = self._lot.capacity[name], int(taken[column])
            free = occupied if is_inverted else capacity - occupied
            spaces.append({"space_class": name, "free": free, "capacity": capacity})
        if self._lot.operator.style == "totals":
            # Read before the count: else what the count has already would be counted once more.
            lanes = [{"lane_id": "N1", "in_total": self._in, "out_total": self._out}]
            yield self._gateway.report("totals", at_us - 1, lanes=lanes)
        yield self._gateway.report("snapshot", at_us, spaces=spaces)

    def _passages(self, step: int, begins_us: int) -> Iterator[Report]:
        """Tell cars one by one where that is done, and count them where lanes do."""
        moves = []
        for name, column in self._classes.items():
            went, came = (int(of[step][column]) for of in (self._tides.went, self._tides.came))
            if self._cars is None:
                is_general = name == "general"
                self._in, self._out = self._in + came * is_general, self._out + went * is_general
                continue
            there = self._cars[name]
            leaving = [there.pop(self._dice.randrange(len(there))) for _ in range(went)]
            coming = [self._plate() for _ in range(came)]
            there += coming
            # Who leaves does so first, so that there is room for whoever comes.
            half_us = STEP_US // 2
            moves += [(self._within(begins_us, half_us), "exit", name, car) for car in leaving]
            moves += [
                (self._within(begins_us + half_us, half_us), "entry", name, car) for car in coming
            ]
        for at_us, kind, name, car in sorted(moves):
            yield self._gateway.report(kind, at_us, space_class=name, plate_hash=car, lane_id="N1")

    def _within(self, begins_us: int, length_us: int) -> int:
        return begins_us + 1 + self._dice.randrange(length_us - 2)

    def _plate(self) -> str:
        self._car += 1
        return f"past-{self._car}"
