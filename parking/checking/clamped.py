"""Clamped: counts that lie beyond full or empty by a little, and would be cut to it."""

from msgspec import Struct

from parking.checking.observation import Step
from parking.checking.thresholds import CLAMP_LEAST, CLAMP_SHARE, CLAMP_TIMES
from parking.checking.verdict import GOOD, Bad, Judgement


class Clamped(Struct):
    """`times` in a row so far, from `first_us` on."""

    times: int = 0
    first_us: int = 0

    def see(self, step: Step) -> Judgement:
        """Judge a count."""
        if step.capacity <= 0:
            return None
        beyond = max(step.free - step.capacity, -step.free)
        if beyond <= max(CLAMP_LEAST, CLAMP_SHARE * step.capacity):
            self.times = 0
            return GOOD
        if not self.times:
            self.first_us = step.us
        self.times += 1
        if self.times < CLAMP_TIMES:
            return None
        return Bad(self.first_us, {"free": step.free, "capacity": step.capacity})
