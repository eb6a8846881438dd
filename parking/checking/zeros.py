"""Zeros: a count that falls to exactly nothing at once, as 0 is sent where nothing is known."""

from typing import Final

from msgspec import Struct

from parking.checking.observation import Step
from parking.checking.thresholds import (
    ZERO_CONFIRM_US,
    ZERO_EXPECTED,
    ZERO_FROM_EMPTY_US,
    ZERO_GLITCHES,
    ZERO_STEP_LEAST,
    ZERO_STEP_SHARE,
    ZERO_WITHIN_US,
)
from parking.checking.verdict import GOOD, Bad, Judgement

_RECENT: Final = (1 << 8) - 1


class Zeros(Struct):
    """`fallen_us` is when the count fell, 0 while it has not."""

    fallen_us: int = 0
    fallen_from: int = 0
    marks: int = 0
    """A bit per count, the newest lowest: whether it was a fall."""
    glitches: int = 0
    glitch_us: int = 0
    is_jump: bool = False
    was_empty: bool = False
    """Then nothing free may be the number of cars, too."""

    def see(self, step: Step, *, is_odd: bool) -> Judgement:
        """Judge a count; `is_odd` says whether cars do not make such a step.

        `is_jump` says afterwards whether this was a fall, or the way back.
        """
        great = abs(step.change) >= max(ZERO_STEP_LEAST, ZERO_STEP_SHARE * step.capacity)
        self.is_jump = great and is_odd and 0 in {step.free, step.before}
        is_fall = self.is_jump and step.free == 0
        self.marks = (self.marks << 1 | is_fall) & _RECENT
        if is_fall:
            self.fallen_us, self.fallen_from = step.us, step.before
            self.was_empty = step.before >= step.capacity - 1
            return self._again(step)
        if step.free == 0 and self.fallen_us:
            return None if self.was_empty else self._bad()
        self.fallen_us = 0
        return None if self.marks else GOOD

    def forget(self) -> None:
        """Forget a fall, as the lot was closed."""
        self.fallen_us = 0

    def wait(self, now_us: int, expected: float) -> Judgement:
        """Judge a fall that was followed by no other count, where so many changes were expected.

        No space free may be no car there, sent for free spaces; then cars come, and it changes.
        """
        if not self.fallen_us or now_us - self.fallen_us < ZERO_CONFIRM_US:
            return None
        still_us = now_us - self.fallen_us
        if self.was_empty and expected < ZERO_EXPECTED and still_us < ZERO_FROM_EMPTY_US:
            return None
        return self._bad()

    def _again(self, step: Step) -> Judgement:
        """Single zeros among counts are told when they come again."""
        if step.us - self.glitch_us > ZERO_WITHIN_US:
            self.glitches, self.glitch_us = 0, step.us
        self.glitches += 1
        if self.glitches < ZERO_GLITCHES:
            return None
        return Bad(self.glitch_us, {"before": self.fallen_from, "times": self.glitches})

    def _bad(self) -> Bad:
        return Bad(self.fallen_us, {"before": self.fallen_from, "times": max(1, self.glitches)})
