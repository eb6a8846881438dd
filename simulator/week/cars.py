"""Cars: who comes, finds a space or none, stays and leaves. Same dice, same week."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from simulator.week.days import HOUR_US, MINUTE_US
from simulator.week.ground import Ground
from simulator.week.plans import WeekLot
from simulator.week.stays import Cars, Refusal, Stay

DETOUR_US: Final = 4 * MINUTE_US
LEAST_SHARE_US: Final = 30 * MINUTE_US
LONGEST_SHARE_US: Final = 10 * HOUR_US
IN_TIME_US: Final = 15 * MINUTE_US
"""Before the time that is lent is over, everybody who keeps to it has left."""
OVERSTAY_US: Final = 40 * MINUTE_US
OVERSTAYED: Final = 3
"""In one window in so many somebody stays too long."""


@dataclass(slots=True)
class Due:
    """Somebody might come (nothing else), comes (`tried`), shares until `leaves_us`, or leaves.

    `stays_us`: so long somebody who comes means to stay.
    """

    at_us: int
    place: int
    space_class: str = "general"
    tried: int | None = None
    leaves_us: int | None = None
    stay: Stay | None = None
    stays_us: int = 0


def drive(lots: Sequence[WeekLot], first: date, count: int, ends_us: int, seed: int) -> Cars:
    """Let cars come and go from when the first lot is there until `ends_us`.

    `first` and `count` are all the days of which hours and windows are looked at.
    """
    return _Drive(lots, first, count, seed).run(ends_us)


class _Drive:
    def __init__(self, lots: Sequence[WeekLot], first: date, count: int, seed: int) -> None:
        self._grounds = [Ground(lot, first, count, seed) for lot in lots]
        self._places = {lot.lot_id: place for place, lot in enumerate(lots)}
        self._begins_us = lots[0].capacity[0][0]
        self._cars = Cars()
        self._heap: list[tuple[int, int, Due]] = []
        self._number = self._car = 0

    def run(self, ends_us: int) -> Cars:
        for place, ground in enumerate(self._grounds):
            self._settle(place, ground)
            self._plan_sharers(place, ground)
        while self._heap and self._heap[0][0] < ends_us:
            *_, due = heapq.heappop(self._heap)
            self._happen(due, self._grounds[due.place])
        still = (due.stay for *_, due in self._heap if due.stay is not None)
        self._cars.stays.extend(sorted(still, key=lambda stay: stay.car))
        return self._cars

    def _settle(self, place: int, ground: Ground) -> None:
        """Fill a lot as its curve has it when it begins, and let the first ones come."""
        for space_class in ground.lot.classes():
            for _ in range(ground.wanted(self._begins_us, space_class)):
                rest_us = int(ground.dice.random() * ground.draw_stay_us())
                self._park(place, space_class, self._begins_us, rest_us, was_there=True)
            self._next(place, space_class, self._begins_us)

    def _plan_sharers(self, place: int, ground: Ground) -> None:
        """Plan who comes by an agreement, to the minute; hardly anybody stays too long."""
        visits = ground.lot.lending.visits if ground.lot.lending else 0
        for number, (opened_us, shuts_us) in enumerate(ground.windows):
            opens_us = max(opened_us, self._begins_us)
            spare_us = shuts_us - opens_us - LEAST_SHARE_US - IN_TIME_US
            for visit in range(visits if spare_us > 0 else 0):
                comes_us = opens_us + _minutes(ground.dice.random() * spare_us)
                left_us = min(shuts_us - IN_TIME_US - comes_us, LONGEST_SHARE_US) - LEAST_SHARE_US
                stays_us = LEAST_SHARE_US + _minutes(ground.dice.random() * left_us)
                if visit == 0 and number % OVERSTAYED == 1 and spare_us > HOUR_US:
                    comes_us = max(comes_us, shuts_us - LONGEST_SHARE_US)
                    stays_us = shuts_us - comes_us + OVERSTAY_US
                self._push(Due(comes_us, place, leaves_us=comes_us + stays_us))

    def _happen(self, due: Due, ground: Ground) -> None:
        if due.stay is not None:
            self._leave(due, due.stay, ground)
        elif due.leaves_us is not None:
            self._share(due, due.leaves_us, ground)
        elif due.tried is not None:
            self._come(due, due.tried, ground)
        else:
            self._next(due.place, due.space_class, due.at_us)
            if ground.comes(due.at_us, due.space_class):
                self._choose(due, ground)

    def _choose(self, due: Due, ground: Ground) -> None:
        """Let somebody come; how long, and where first, is drawn whether there is room or not."""
        stays_us, choice = ground.draw_stay_us(), ground.dice.random()
        other, share = ground.lot.tried_first or ("", 0.0)
        place = self._places.get(other, due.place)
        elsewhere = self._grounds[place]
        if choice < share and elsewhere.is_there(due.at_us, due.space_class):
            ground = elsewhere
        else:
            place = due.place
        self._come(Due(due.at_us, place, due.space_class, stays_us=stays_us), 0, ground)

    def _next(self, place: int, space_class: str, now_us: int) -> None:
        at_us = self._grounds[place].next_tick_us(now_us, space_class)
        if at_us is not None:
            self._push(Due(at_us, place, space_class))

    def _come(self, due: Due, tried: int, ground: Ground) -> None:
        at_us = ground.moment(due.at_us)
        if not ground.open.at(at_us) or not ground.lot.capacity_at(at_us, due.space_class):
            return
        if ground.has_room(at_us, due.space_class):
            self._park(due.place, due.space_class, at_us, due.stays_us)
            return
        self._cars.refusals.append(Refusal(ground.lot.lot_id, due.space_class, at_us))
        if tried < len(ground.lot.turned_to):
            place = self._places[ground.lot.turned_to[tried]]
            due = replace(due, at_us=at_us + DETOUR_US, place=place, tried=tried + 1)
            self._push(due)

    def _share(self, due: Due, leaves_us: int, ground: Ground) -> None:
        at_us = ground.moment(due.at_us)
        if not ground.has_room_to_share(at_us):
            return
        ground.sharers += 1
        stay = Stay(ground.lot.lot_id, "general", self._new_car(), at_us, is_sharer=True)
        self._push(Due(leaves_us, due.place, stay=stay))

    def _park(
        self, place: int, space_class: str, at_us: int, stays_us: int, *, was_there: bool = False
    ) -> None:
        ground = self._grounds[place]
        ground.own[space_class] += 1
        bay = None
        if ground.free_bays:
            bay = ground.free_bays.pop(ground.dice.randrange(len(ground.free_bays)))
        lot_id, car = ground.lot.lot_id, self._new_car()
        stay = Stay(lot_id, space_class, car, at_us, bay=bay, was_there=was_there)
        self._push(Due(at_us + max(1, stays_us), place, stay=stay))

    def _leave(self, due: Due, stay: Stay, ground: Ground) -> None:
        at_us = ground.moment(due.at_us)
        if ground.lot.has_gate and not stay.is_sharer and not ground.open.at(at_us):
            self._push(Due(ground.gate_opens_us(at_us), due.place, stay=stay))
            return
        if stay.is_sharer:
            ground.sharers -= 1
        else:
            ground.own[stay.space_class] -= 1
        if stay.bay is not None:
            ground.free_bays.append(stay.bay)
        self._cars.stays.append(replace(stay, left_us=at_us))

    def _push(self, due: Due) -> None:
        self._number += 1
        heapq.heappush(self._heap, (due.at_us, self._number, due))

    def _new_car(self) -> int:
        self._car += 1
        return self._car


def _minutes(us: float) -> int:
    return int(us) // MINUTE_US * MINUTE_US
