"""Ground: one lot while cars come and go; who stands there, what is open, who would come."""

import math
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from random import Random
from typing import Final

from simulator.curves import DEMAND, HOURS
from simulator.week.days import (
    DAY_US,
    HOUR_US,
    MINUTE_US,
    DayKind,
    begin_us,
    day_of,
    days_from,
    kind_of,
)
from simulator.week.plans import WeekLot, lent_spans, open_spans
from simulator.week.steps import within

CLASS_PULL: Final[Mapping[str, float]] = {"general": 1.0, "charging": 0.8, "accessible": 0.35}
QUARTER_US: Final = 15 * MINUTE_US
LONGEST_WAIT_US: Final = 20 * MINUTE_US
"""After a gate opens, until the last who waited for it is out."""


class Ground:
    """Days are whole, from the first on. Rates are of those who come for themselves.

    It has dice of its own: who comes here and how long they mean to stay depends on no other lot.
    """

    def __init__(self, lot: WeekLot, first: date, count: int, seed: int) -> None:
        self.lot = lot
        self.dice = Random(f"week-{seed}-{lot.lot_id}")
        self.open = within(open_spans(lot, first, count))
        self.windows = lent_spans(lot, first, count)
        self.lent = within(self.windows, lot.lending.spaces if lot.lending else 0)
        self.own: Counter[str] = Counter()
        self.sharers = 0
        spaces = lot.capacity[0][1].get("general", 0)
        self.free_bays = list(range(1, spaces + 1)) if lot.feed == "bays" else []
        self._last_us = 0
        self._days_from_us = begin_us(first)
        self._days = [(self._swing(day, seed), kind_of(day)) for day in days_from(first, count)]
        self._peaks = {space_class: self._peak(space_class) for space_class in lot.classes()}

    def has_room(self, at_us: int, space_class: str) -> bool:
        """Tell whether somebody who comes for himself finds a space that is not lent."""
        spaces = self.lot.capacity_at(at_us, space_class)
        is_lent = space_class == "general"
        lent, sharers = (self.lent.at(at_us), self.sharers) if is_lent else (0, 0)
        own = self.own[space_class]
        return own < spaces - lent and own + sharers < spaces

    def is_there(self, at_us: int, space_class: str) -> bool:
        """Tell whether it is open and has room, as whoever would rather be there knows."""
        return bool(self.open.at(at_us)) and self.has_room(at_us, space_class)

    def has_room_to_share(self, at_us: int) -> bool:
        spaces = self.lot.capacity_at(at_us, "general")
        return self.sharers < self.lent.at(at_us) and self.own["general"] + self.sharers < spaces

    def moment(self, due_us: int) -> int:
        """Return when its sensors see what is due: no two at once where they see every car."""
        if self.lot.grain_us > 1:
            return -(-due_us // self.lot.grain_us) * self.lot.grain_us
        self._last_us = max(due_us, self._last_us + 1)
        return self._last_us

    def wanted(self, at_us: int, space_class: str) -> int:
        """Return how many would stand there if nobody had ever been turned away."""
        hour, workday = clock(at_us)
        share = DEMAND[self.lot.land_use].wanted(hour, workday=workday) * self._pull(space_class)
        spaces = self.lot.capacity_at(at_us, space_class)
        return min(spaces, round(share * spaces))

    def next_tick_us(self, now_us: int, space_class: str) -> int | None:
        """Draw when somebody might come next: as often as in the busiest quarter hour."""
        if not self._peaks[space_class]:
            return None
        return now_us + max(1, round(self.dice.expovariate(self._peaks[space_class]) * MINUTE_US))

    def comes(self, at_us: int, space_class: str) -> bool:
        """Draw whether somebody does come: thinned to what the hour is, and nobody where shut."""
        is_one = self.dice.random() * self._peaks[space_class] <= self._per_min(at_us, space_class)
        return is_one and bool(self.open.at(at_us))

    def draw_stay_us(self) -> int:
        return round(DEMAND[self.lot.land_use].stay.draw_min(self.dice) * MINUTE_US)

    def gate_opens_us(self, now_us: int) -> int:
        """Draw when somebody who is shut in gets out."""
        later = (moment for moment in self.open.moments if moment > now_us)
        opens_us = next((moment for moment in later if self.open.at(moment)), now_us + DAY_US)
        return opens_us + int(self.dice.random() * LONGEST_WAIT_US)

    def _pull(self, space_class: str) -> float:
        return self.lot.pull * CLASS_PULL[space_class]

    def _swing(self, day: date, seed: int) -> float:
        """Draw how busy a day is: half of it the whole city's, half the lot's own."""
        draws = (Random(f"{seed}-{day}-{of}").gauss() for of in ("", self.lot.lot_id))
        return math.exp(self.lot.swing * sum(draws) / math.sqrt(2))

    def _per_min(self, at_us: int, space_class: str) -> float:
        """Return how many come a minute; so it is for a whole quarter hour."""
        day, since_us = divmod(at_us - self._days_from_us, DAY_US)
        busy, kind = self._days[day]
        spaces = self.lot.capacity_at(at_us, space_class)
        per_min = _rates(self.lot.land_use, spaces, kind)[since_us // QUARTER_US]
        return self._pull(space_class) * busy * per_min

    def _peak(self, space_class: str) -> float:
        spaces = max(of.get(space_class, 0) for _, of in self.lot.capacity)
        rates = (
            *_rates(self.lot.land_use, spaces, "workday"),
            *_rates(self.lot.land_use, spaces, "holiday"),
        )
        return self._pull(space_class) * max(busy for busy, _ in self._days) * max(rates)


@lru_cache(maxsize=256)
def _rates(land_use: str, spaces: int, kind: DayKind) -> tuple[float, ...]:
    """Return how many come a minute in each quarter hour of a day."""
    return tuple(
        DEMAND[land_use].arrivals_per_min(quarter / 4, spaces, workday=kind == "workday")
        for quarter in range(HOURS * 4)
    )


def clock(at_us: int) -> tuple[float, bool]:
    """Return the hour of the day, and whether the day is worked."""
    day = day_of(at_us)
    return (at_us - begin_us(day)) / HOUR_US, kind_of(day) == "workday"
