"""Flapping: a count that jumps to and fro between two figures, faster and further than cars can."""

from msgspec import Struct, field

from parking.checking.observation import Step
from parking.checking.thresholds import (
    FLAP_DEVIATIONS,
    FLAP_LEAST,
    FLAP_SHARE,
    FLAP_WITHIN_US,
    FLAPS,
    FLAPS_OF,
)
from parking.checking.verdict import GOOD, Bad, Judgement


class Flapping(Struct):
    """`marks` has a bit per count, the newest lowest: whether it turned back by a great step."""

    marks: int = 0
    last_great: int = 0
    turned_us: list[int] = field(default_factory=list)
    turned_now: bool = False

    def see(self, step: Step, deviations: float) -> Judgement:
        """Judge a count; `turned_now` says afterwards whether this one turned back."""
        great = abs(step.change) >= max(FLAP_LEAST, FLAP_SHARE * step.capacity)
        great = great and deviations >= FLAP_DEVIATIONS
        self.turned_now = great and self.last_great * step.change < 0
        if great:
            self.last_great = step.change
        self.marks = (self.marks << 1 | self.turned_now) & ((1 << FLAPS_OF) - 1)
        if not self.turned_now:
            return GOOD if self.marks.bit_count() <= 1 else None
        self.turned_us = [*self.turned_us[-FLAPS_OF:], step.us]
        recent = sum(step.us - one <= FLAP_WITHIN_US for one in self.turned_us)
        times = max(self.marks.bit_count(), recent)
        if times < FLAPS:
            return None
        evidence = {"times": times, "low": min(step.free, step.before)}
        return Bad(self.turned_us[-times], evidence | {"high": max(step.free, step.before)})
