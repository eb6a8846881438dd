"""Time series: what some spaces did in each of many times of one length. It knows no store."""

from collections.abc import Iterable
from typing import Final, Self

from msgspec import Struct

from parking.clock import MINUTE_US
from parking.planning.space_time import NOTHING, STEPS_AN_HOUR, SpaceTime

QUARTER_US: Final = 15 * MINUTE_US
STEPS_A_QUARTER: Final = 3
QUARTERS_AN_HOUR: Final = STEPS_AN_HOUR // STEPS_A_QUARTER


class Bucket(Struct, frozen=True, gc=False):
    """Spaces and vehicles in one time; vehicles are told by the hour and by the day alone."""

    space: SpaceTime = NOTHING
    entries: int = 0
    exits: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.space + other.space, self.entries + other.entries, self.exits + other.exits
        )


NO_BUCKET: Final = Bucket()
Series = dict[int, Bucket]
"""By the moment at which each time begins."""


def add_series(parts: Iterable[tuple[int, Bucket]]) -> Series:
    """Add up what begins at the same moment, in the order of time."""
    sums: Series = {}
    for at_us, bucket in parts:
        before = sums.get(at_us)
        sums[at_us] = bucket if before is None else before + bucket
    return dict(sorted(sums.items()))


def within(series: Series, from_us: int, to_us: int) -> Series:
    """Keep what begins within a time."""
    return {at_us: bucket for at_us, bucket in series.items() if from_us <= at_us < to_us}
