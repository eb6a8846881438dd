"""Past facts: what the registry said of one lot when, and how often its sources spoke.

It knows no report and no store; whoever reads the tables makes it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from operator import attrgetter
from typing import Final

from msgspec import Struct

from parking.clock import HOUR_US, MINUTE_US
from parking.vocabulary import SpaceClass

HOLD_US: Final = HOUR_US
"""A count holds so long after its lot was last heard; longer where the source speaks less often."""
USUAL_INTERVAL_US: Final = 2 * MINUTE_US
"""Of a source of which nothing has been learned."""
FOR_EVER_US: Final = 2**62
_since_us = attrgetter("since_us")


class FactsStep(Struct, frozen=True):
    """So the registry had it from `since_us` on; a class that is absent has no known capacity."""

    since_us: int
    capacity: Mapping[SpaceClass, int] = {}
    opening_hours: str | None = None
    timezone: str = "Asia/Shanghai"
    is_deleted: bool = False


class RhythmStep(Struct, frozen=True):
    """From `since_us` on the source was due every `interval_us`: its time to live as learned."""

    since_us: int
    interval_us: int


class PastFacts(Struct, frozen=True):
    """`steps` in order of time, at least one; `rhythms` by source key, in order too.

    The first step holds for all time before it as well: who reports was there, registered or not.
    The same goes for what is first learned of a source.
    """

    steps: tuple[FactsStep, ...]
    rhythms: Mapping[int, tuple[RhythmStep, ...]] = {}

    @property
    def since_us(self) -> int:
        """Since when the lot is registered."""
        return self.steps[0].since_us

    def at(self, moment_us: int) -> FactsStep:
        """Return what the registry said at a moment."""
        return self.steps[max(0, bisect_right(self.steps, moment_us, key=_since_us) - 1)]

    def next_turn_us(self, now_us: int) -> int:
        """Return when the registry next changed; FOR_EVER_US where it has not."""
        following = bisect_right(self.steps, now_us, key=_since_us)
        return self.steps[following].since_us if following < len(self.steps) else FOR_EVER_US

    def interval_us(self, source_key: int, at_us: int) -> int:
        """Return within which time of a report the source's next one was due."""
        rhythm = self.rhythms.get(source_key)
        if not rhythm:
            return USUAL_INTERVAL_US
        return rhythm[max(0, bisect_right(rhythm, at_us, key=_since_us) - 1)].interval_us

    def hold_us(self, source_key: int, at_us: int) -> int:
        """Return how long what the lot said holds after a report of that source."""
        return max(HOLD_US, self.interval_us(source_key, at_us))
