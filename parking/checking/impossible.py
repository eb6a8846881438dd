"""Impossible: counts above the capacity or below nothing, and steps that no gates let through."""

from typing import Final

from msgspec import Struct

from parking.checking.observation import Step
from parking.checking.swing import most_cars
from parking.checking.thresholds import (
    IMPOSSIBLE_OF,
    IMPOSSIBLE_TIMES,
    OVER_DAY_SHARE,
    OVER_LEAST,
    OVER_SHARE,
)
from parking.checking.verdict import GOOD, Bad, Evidence, Judgement
from parking.clock import DAY_US

TOO_SMALL: Final = "most_free"
"""The evidence of a capacity that is too small, and of no other impossible count."""


class Impossible(Struct):
    """`marks` has a bit per count, the newest lowest: whether it was impossible.

    `over` is for which part of the last day the count was above the capacity, `most_free` the most
    of it.
    """

    marks: int = 0
    first_us: int = 0
    evidence: Evidence = {}
    over: float = 0.0
    most_free: int = 0

    def see(self, step: Step, lanes: int | None, *, is_glitch: bool) -> Judgement:
        """Judge a count; a step of a `glitch`, which another rule explains, is no second sign."""
        self._be_over(step)
        found = self._beyond(step) or (None if is_glitch else _too_fast(step, lanes))
        self.marks = (self.marks << 1 | (found is not None)) & ((1 << IMPOSSIBLE_OF) - 1)
        if found is None:
            return None if self.marks else GOOD
        if self.marks.bit_count() == 1:
            self.first_us = step.us
        self.evidence = found
        if self.marks.bit_count() < IMPOSSIBLE_TIMES:
            return None
        start_us = step.us if TOO_SMALL in found else self.first_us
        return Bad(start_us, {**found, "times": self.marks.bit_count()})

    def _be_over(self, step: Step) -> None:
        is_over = step.before > step.capacity > 0
        if is_over:
            self.most_free = max(self.most_free, step.before)
        elif not self.over:
            self.most_free = 0
        self.over += min(1.0, max(0.0, step.gap_us / DAY_US)) * (is_over - self.over)

    def _beyond(self, step: Step) -> Evidence | None:
        least = max(OVER_LEAST, OVER_SHARE * step.capacity)
        if step.capacity > 0 and -least <= step.free <= step.capacity + least:
            return None
        if step.capacity <= 0 and step.free >= 0:
            return None
        found = {"free": step.free, "capacity": step.capacity}
        if step.free < 0 or self.over <= OVER_DAY_SHARE:
            return found
        most_free = max(self.most_free, step.free)
        return {**found, TOO_SMALL: most_free, "percent": round(100 * self.over)}


def _too_fast(step: Step, lanes: int | None) -> Evidence | None:
    most = most_cars(step, lanes)
    if abs(step.change) <= most:
        return None
    seconds = round(step.gap_us / 1e6, 1)
    return {"free": step.free, "capacity": step.capacity, "change": step.change, "seconds": seconds}
