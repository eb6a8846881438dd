"""Opposed: whether a count moves against what is usual, hour by hour, as a mirror image would.

Of two explanations, that it follows its usual changes and that it goes against them, the evidence
is added up as it comes; apart for hours in which the lot usually empties and those in which it
fills, so that a day that is only late or only early is not taken for a mirror image.
"""

from typing import Final

from msgspec import Struct

from parking.checking.profile import HourSeen, Profile
from parking.checking.thresholds import (
    OPPOSED_A_STEP,
    OPPOSED_AT_LEAST_US,
    OPPOSED_EACH,
    OPPOSED_FADES,
    OPPOSED_LEVEL,
    OPPOSED_SUM,
    OPPOSED_UNSURE,
)

_SCATTER: Final = 0.06
_LEAST_SCATTER: Final = 0.03
_WEIGHT: Final = 0.03
_LEVEL: Final = 0.2
_MOST: Final = 4 * OPPOSED_EACH


class Opposed(Struct):
    """`scatter` is how far an hour's change usually is from the usual one, as a share."""

    scatter: float = _SCATTER
    emptying: float = 0.0
    filling: float = 0.0
    level: float = 0.0
    since_us: int = 0
    before: HourSeen | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing should be learned from what is seen now."""
        return self.emptying + self.filling >= OPPOSED_UNSURE

    def is_mirror(self, at_us: int) -> bool:
        """Tell whether the mirror image explains what is seen, and has for a while."""
        if at_us - self.since_us < OPPOSED_AT_LEAST_US:
            return False
        both = min(self.emptying, self.filling)
        return both >= OPPOSED_EACH and self.emptying + self.filling + self.level >= OPPOSED_SUM

    def see(self, seen: HourSeen, profile: Profile, at_us: int) -> float:
        """Take in an hour that is over; returns how much it speaks for a mirror image."""
        before, self.before = self.before, seen
        usual = profile.usual(seen.hour)
        was_usual = None if before is None else profile.usual(before.hour)
        if before is None or usual is None or was_usual is None:
            return 0.0
        self._fade(seen.share, usual)
        change, expected = seen.share - before.share, usual - was_usual
        spread = max(_LEAST_SCATTER, self.scatter)
        for_mirror = -2.0 * change * expected / spread**2
        for_mirror = min(OPPOSED_A_STEP, max(-OPPOSED_A_STEP, for_mirror))
        if not self.is_doubtful:
            self.since_us = at_us
        if not self.is_doubtful or for_mirror < 0.0:
            self.scatter += _WEIGHT * (min(0.3, abs(change - expected)) * 1.25 - self.scatter)
        if expected > 0:
            self.emptying = min(_MOST, max(0.0, self.emptying + for_mirror))
        else:
            self.filling = min(_MOST, max(0.0, self.filling + for_mirror))
        return for_mirror

    def forget(self, at_us: int) -> None:
        """Begin anew, but for what is known of the scatter."""
        self.emptying = self.filling = self.level = 0.0
        self.before, self.since_us = None, at_us

    def _fade(self, share: float, usual: float) -> None:
        """Let what is older count less, and add which image lies nearer to the usual."""
        self.emptying, self.filling = self.emptying * OPPOSED_FADES, self.filling * OPPOSED_FADES
        nearer = ((share - usual) ** 2 - (1.0 - share - usual) ** 2) / (2 * _LEVEL**2)
        an_hour, most = OPPOSED_LEVEL
        level = self.level * OPPOSED_FADES + min(an_hour, max(-an_hour, nearer))
        self.level = min(most, max(-most, level))
