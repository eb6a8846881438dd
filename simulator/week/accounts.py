"""Accounts: a lot's week added up exactly, in spaces times microseconds, by five minutes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple, Self

from simulator.week.days import HOUR_US, MINUTE_US
from simulator.week.truth import LotTruth, Spaces

STEP_US: Final = 5 * MINUTE_US
COUNTS_CARS: Final = frozenset({"movements", "totals"})
"""Of other feeds nobody knows how many came, only how many stand there."""


class Use(NamedTuple):
    """Spaces times microseconds."""

    open: int = 0
    known: int = 0
    taken: int = 0
    full: int = 0
    closed: int = 0

    def plus(self, spaces: Spaces | Self, times: int = 1) -> "Use":
        return Use(*(mine + times * more for mine, more in zip(self, spaces, strict=True)))


NO_USE: Final = Use()


def added(parts: Iterable[Use]) -> Use:
    """Add up."""
    return Use(*(sum(column) for column in zip(*parts, strict=True)))


def uses(
    truth: LotTruth, from_us: int, to_us: int, step_us: int = STEP_US
) -> dict[tuple[str, int], Use]:
    """Return what each class came to in each step, piece by piece between moments.

    Steps are counted from `from_us` on, and named by their beginning.
    """
    steps = range(from_us, to_us, step_us)
    inner = (moment for moment in truth.moments() if from_us < moment < to_us)
    edges = sorted({to_us}.union(inner, steps))
    sums: defaultdict[tuple[str, int], Use] = defaultdict(Use)
    for begin_us, end_us in pairwise(edges):
        step_begins_us = begin_us - (begin_us - from_us) % step_us
        for space_class in truth.classes:
            key = space_class, step_begins_us
            sums[key] = sums[key].plus(truth.at(begin_us, space_class), end_us - begin_us)
    return dict(sums)


def passages(truth: LotTruth) -> Mapping[str, Counter[tuple[str, int]]]:
    """Return how many were counted `in` and `out`, by class and the hour's beginning."""
    counted: dict[str, Counter[tuple[str, int]]] = {"in": Counter(), "out": Counter()}
    for stay in truth.stays if truth.lot.feed in COUNTS_CARS else ():
        if not stay.was_there:
            counted["in"][stay.space_class, stay.came_us // HOUR_US * HOUR_US] += 1
        if stay.left_us is not None:
            counted["out"][stay.space_class, stay.left_us // HOUR_US * HOUR_US] += 1
    return counted
