"""Books: one lot's week, ready to be asked about any time; what is told of it is in `figures`."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from typing import Final

from simulator.week.accounts import COUNTS_CARS, NO_USE, STEP_US, Use, passages, uses
from simulator.week.days import HOUR_US, MINUTE_US
from simulator.week.reports import RECOUNT_US, Told
from simulator.week.steps import Span, overlap_us
from simulator.week.truth import AMENDS, LENT, LotTruth

SECOND_US: Final = 1_000_000
DUE_US: Final = 15 * MINUTE_US
"""A lot that was silent for longer is off line, where nothing else is said."""
_left_us: Final = attrgetter("left_us")


@dataclass(frozen=True, slots=True)
class Visit:
    """A car that left by a gate that reads plates; `came_us` None where nobody saw it come."""

    space_class: str
    left_us: int
    came_us: int | None


class Books:
    """Of a time that begins and ends with steps.

    `received_us` is when each report arrived, by its kind and serial; else at once. `due_us` is
    within what time of a report the next one was due.
    """

    def __init__(
        self,
        truth: LotTruth,
        span: Span,
        received_us: Mapping[tuple[object, object], int] | None = None,
        due_us: Callable[[int], int] = lambda _: DUE_US,
    ) -> None:
        self.truth, self.lot = truth, truth.lot
        self._from_us = span[0]
        self._so_far = _so_far(uses(truth, *span), truth.classes, range(*span, STEP_US))
        self._passed = passages(truth)
        self._received_us = received_us or {}
        self._online = truth.heard_spans(due_us)
        self._stands = [one for one in truth.told if one.body["kind"] not in AMENDS]
        self._visits = sorted(_visits(truth), key=_left_us)

    def use(self, space_class: str, from_us: int, to_us: int) -> Use:
        """Return what a class came to in a time that begins and ends with steps."""
        so_far = self._so_far[space_class]
        first, last = ((at_us - self._from_us) // STEP_US for at_us in (from_us, to_us))
        return so_far[last].plus(so_far[first], -1)

    def came(self, space_class: str, hour_us: int) -> int:
        return self._passed["in"][space_class, hour_us]

    def left(self, space_class: str, hour_us: int) -> int:
        return self._passed["out"][space_class, hour_us]

    def counts_cars(self, space_class: str) -> bool:
        """Tell whether a gate there counts cars of a class; shared spaces are behind the others."""
        return self.lot.feed in COUNTS_CARS and space_class != LENT

    def reports(self, from_us: int, to_us: int) -> Sequence[Told]:
        """Return what it told in a time, without what only amends something."""
        heard_us = self.truth.heard_us
        return self._stands[bisect_left(heard_us, from_us) : bisect_left(heard_us, to_us)]

    def left_between(self, from_us: int, to_us: int) -> Sequence[Visit]:
        """Return who left in a time."""
        first, last = (bisect_left(self._visits, at_us, key=_left_us) for at_us in (from_us, to_us))
        return self._visits[first:last]

    def delays_s(self, from_us: int, to_us: int) -> Iterable[int]:
        """Yield after how many seconds each report arrived, part of a second for a whole one."""
        for one in self.reports(from_us, to_us):
            key = one.body["kind"], one.body["record_serial"]
            yield -(-(self._received_us.get(key, one.at_us) - one.at_us) // SECOND_US)

    def online_us(self, from_us: int, to_us: int) -> int:
        return overlap_us(self._online, from_us, to_us)

    def due_us(self, from_us: int, to_us: int) -> int:
        """Return for how long it ought to have been heard: since it first was."""
        return max(0, to_us - max(from_us, self.truth.heard_us[0]))

    def recounted(self, from_us: int, to_us: int) -> int:
        """Return how many spaces, one by one, met a count that vehicles had been counted into."""
        if self.lot.feed not in COUNTS_CARS:
            return 0
        begins_us = self.lot.capacity[0][0]
        return sum(
            self.lot.capacity_at(one.at_us, space_class)
            for one in self.reports(from_us, to_us)
            for space_class in _absolutes(one, self.lot.classes())
            if one.at_us >= begins_us + RECOUNT_US or one.body["kind"] != "snapshot"
        )


def by_hours(from_us: int, to_us: int) -> range:
    """Return when the clock's hours begin that lie wholly in a time."""
    return range(-(-from_us // HOUR_US) * HOUR_US, to_us - HOUR_US + 1, HOUR_US)


def _so_far(
    by_step: Mapping[tuple[str, int], Use], classes: Iterable[str], steps: range
) -> dict[str, list[Use]]:
    """Return what all steps before each of them come to, and last what all do."""
    return {
        name: list(accumulate((by_step[name, at_us] for at_us in steps), Use.plus, initial=NO_USE))
        for name in classes
    }


def _absolutes(one: Told, classes: Iterable[str]) -> Iterable[str]:
    if one.body["kind"] == "snapshot":
        yield from classes
    elif "free_after" in one.body:
        yield str(one.body["space_class"])


def _visits(truth: LotTruth) -> Iterable[Visit]:
    every = truth.lot.plateless_in
    for stay in truth.stays if truth.lot.feed == "movements" else ():
        if stay.left_us is not None and not (every and stay.car % every == 0):
            yield Visit(stay.space_class, stay.left_us, None if stay.was_there else stay.came_us)
