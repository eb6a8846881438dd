"""Impossible: counts above the capacity or below nothing, and steps that no gates let through."""

from msgspec import Struct

from parking.checking.observation import Step
from parking.checking.swing import most_cars
from parking.checking.thresholds import IMPOSSIBLE_OF, IMPOSSIBLE_TIMES, OVER_LEAST, OVER_SHARE
from parking.checking.verdict import GOOD, Bad, Evidence, Judgement


class Impossible(Struct):
    """`marks` has a bit per count, the newest lowest: whether it was impossible."""

    marks: int = 0
    first_us: int = 0
    evidence: Evidence = {}

    def see(self, step: Step, lanes: int | None, *, is_glitch: bool) -> Judgement:
        """Judge a count; a step of a `glitch`, which another rule explains, is no second sign."""
        found = _beyond(step) or (None if is_glitch else _too_fast(step, lanes))
        self.marks = (self.marks << 1 | (found is not None)) & ((1 << IMPOSSIBLE_OF) - 1)
        if found is None:
            return None if self.marks else GOOD
        if self.marks.bit_count() == 1:
            self.first_us = step.us
        self.evidence = found
        if self.marks.bit_count() < IMPOSSIBLE_TIMES:
            return None
        return Bad(self.first_us, {**found, "times": self.marks.bit_count()})


def _beyond(step: Step) -> Evidence | None:
    least = max(OVER_LEAST, OVER_SHARE * step.capacity)
    if step.capacity > 0 and -least <= step.free <= step.capacity + least:
        return None
    if step.capacity <= 0 and step.free >= 0:
        return None
    return {"free": step.free, "capacity": step.capacity}


def _too_fast(step: Step, lanes: int | None) -> Evidence | None:
    most = most_cars(step, lanes)
    if abs(step.change) <= most:
        return None
    seconds = round(step.gap_us / 1e6, 1)
    return {"free": step.free, "capacity": step.capacity, "change": step.change, "seconds": seconds}
