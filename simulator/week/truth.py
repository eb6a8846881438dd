"""Truth: how many spaces of a lot were open, known, taken, full and closed at any moment.

Follows from plans and stays. Of the reports it needs only when the lot was heard: a count is known
from the first one that tells it until an hour after the lot's last word, and stays as it was then.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from simulator.week.days import HOUR_US
from simulator.week.plans import WeekLot, lent_spans, open_spans
from simulator.week.reports import Told
from simulator.week.stays import Stay
from simulator.week.steps import Span, Steps, union, within

HOLD_US: Final = HOUR_US
ABSOLUTE: Final = frozenset({"snapshot", "space"})
AMENDS: Final = frozenset({"correction", "void"})
LENT: Final = "shared"
FOR_EVER_US: Final = 2**62


class Spaces(NamedTuple):
    """At a moment: known are of the open ones, taken and full of the known ones."""

    open: int = 0
    known: int = 0
    taken: int = 0
    full: int = 0
    closed: int = 0


class LotTruth:
    """One lot; `first` and `count` are all the days of which hours and windows are looked at.

    Where nothing is `told`, everything is known.
    """

    def __init__(
        self,
        lot: WeekLot,
        stays: Sequence[Stay],
        told: Sequence[Told] | None,
        first: date,
        count: int,
    ) -> None:
        self.lot, self.stays, self.told = lot, stays, told or ()
        self.heard_us = [one.at_us for one in self.told if one.body["kind"] not in AMENDS]
        self.open = within(open_spans(lot, first, count))
        self.windows = lent_spans(lot, first, count)
        self.lent = within(self.windows, lot.lending.spaces if lot.lending else 0)
        self.sharers = within(self.shared_spans())
        self.cars: Mapping[str, Steps] = {
            space_class: within(_spans(stays, space_class)) for space_class in lot.classes()
        }
        always = [(0, FOR_EVER_US)]
        self.known: Mapping[str, Steps] = {
            space_class: within(always if told is None else self._known_spans(space_class))
            for space_class in lot.classes()
        }

    @property
    def classes(self) -> list[str]:
        return [*self.lot.classes(), *([LENT] if self.lot.lending else [])]

    def moments(self) -> set[int]:
        """Return every moment at which anything may change."""
        steps = (self.open, self.lent, self.sharers, *self.cars.values(), *self.known.values())
        capacity = (since_us for since_us, _ in self.lot.capacity)
        return {moment for one in steps for moment in one.moments}.union(capacity)

    def at(self, moment_us: int, space_class: str) -> Spaces:
        """Return what spaces of a class do at a moment.

        A space that is lent is not of its own class meanwhile, nor is the sharer's car in it. A
        car for which its class has no open space, as when spaces are lent while too many stand
        there, takes none.
        """
        spaces, taken, is_known = self._own(moment_us, space_class)
        if not self.open.at(moment_us):
            return Spaces(closed=spaces)
        if not is_known:
            return Spaces(open=spaces)
        taken = min(taken, spaces)
        return Spaces(spaces, spaces, taken, spaces if taken == spaces else 0)

    def heard_spans(self, hold_us: Callable[[int], int]) -> list[Span]:
        """Return when the lot's last word was no older than what held when it was said."""
        return union((at_us, at_us + hold_us(at_us)) for at_us in self.heard_us)

    def shared_spans(self) -> list[Span]:
        """Return when each sharer stood there within the time that was lent."""
        return [
            (max(stay.came_us, opens_us), min(_left_us(stay), shuts_us))
            for stay in self.stays
            if stay.is_sharer
            for opens_us, shuts_us in self.windows
            if stay.came_us < shuts_us and opens_us < _left_us(stay)
        ]

    def _own(self, moment_us: int, space_class: str) -> tuple[int, int, bool]:
        """Return spaces, cars in them, and whether these are known, as of lent ones they are."""
        lent, sharers = self.lent.at(moment_us), self.sharers.at(moment_us)
        if space_class == LENT:
            return lent, sharers, True
        spaces = self.lot.capacity_at(moment_us, space_class)
        cars = self.cars[space_class].at(self._last_seen_us(moment_us))
        if space_class == "general":
            spaces, cars = spaces - lent, cars - sharers
        return spaces, cars, bool(self.known[space_class].at(moment_us))

    def _last_seen_us(self, moment_us: int) -> int:
        """Return until when a lot was heard that is silent: its last count holds for a while."""
        if any(from_us <= moment_us < to_us for from_us, to_us in self.lot.silences):
            return self.heard_us[bisect_right(self.heard_us, moment_us) - 1]
        return moment_us

    def _known_spans(self, space_class: str) -> Iterable[Span]:
        said_us = [one.at_us for one in self.told if space_class in _counted(one, self.lot)]
        for from_us, to_us in self.heard_spans(lambda _: HOLD_US):
            first_us = next((at_us for at_us in said_us if from_us <= at_us < to_us), to_us)
            yield first_us, to_us


def _counted(one: Told, lot: WeekLot) -> Iterable[object]:
    """Return the classes of which a report says how many are free."""
    body = one.body
    if body["kind"] in ABSOLUTE:
        return lot.classes()
    return [body["space_class"]] if "free_after" in body else []


def _left_us(stay: Stay) -> int:
    return FOR_EVER_US if stay.left_us is None else stay.left_us


def _spans(stays: Iterable[Stay], space_class: str) -> Iterable[Span]:
    return ((stay.came_us, _left_us(stay)) for stay in stays if stay.space_class == space_class)
