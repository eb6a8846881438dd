"""Comparing: in how many hours a lot's spaces and cars were the sum of other lots'.

Hours in which the count stood still prove nothing by themselves, as any lots may be empty at
night; those in which it moved count as evidence.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from parking.planning.sums.counted_hours import CountedHours, Floats

APART_SHARE: Final = 0.005
"""Of its spaces a sum may be apart from its parts: they are reported some minutes apart."""
APART_LEAST: Final = 0.25
"""In spaces, which an hour's average may be apart in any case."""
LEAST_MOVED: Final = 48
"""Hours in which the count moved; fewer may agree by chance."""
EQUAL_SHARE: Final = 0.95
"""Of hours in common must agree; a count that was refused or came late may spoil some."""
REFUTED_SHARE: Final = 0.8
"""Of a lot that was found to be a sum and agrees in less than that, it is no longer said."""


class Agreement(Struct, frozen=True):
    """Of `hours` that all lots are known of, `equal` agree; so do `moved_equal` of `moved`."""

    hours: int = 0
    equal: int = 0
    moved: int = 0
    moved_equal: int = 0
    first_us: int = 0
    last_us: int = 0

    @property
    def is_proof(self) -> bool:
        """Whether it is no chance that they agree."""
        return (
            self.moved >= LEAST_MOVED
            and self.moved_equal >= EQUAL_SHARE * self.moved
            and self.equal >= EQUAL_SHARE * self.hours
        )

    @property
    def is_refuted(self) -> bool:
        """Whether they were seen for long enough to say that they do not."""
        return self.moved >= LEAST_MOVED and self.moved_equal < REFUTED_SHARE * self.moved


def agreement(counted: CountedHours, lot: int, parts: Sequence[int]) -> Agreement:
    """Compare a lot with the sum of others, all by their places in `counted`."""
    chosen = list(parts)
    spaces, taken = counted.spaces[lot], counted.taken[lot]
    summed_spaces, summed = counted.spaces[chosen].sum(axis=0), counted.taken[chosen].sum(axis=0)
    known = np.flatnonzero(~np.isnan(taken + summed))
    if not len(known):
        return Agreement()
    most = apart(spaces[known])
    equal = (np.abs(taken[known] - summed[known]) <= most) & (
        np.abs(spaces[known] - summed_spaces[known]) <= most
    )
    moved = np.concatenate([[False], np.abs(np.diff(taken[known])) > most[1:]])
    return Agreement(
        hours=len(known),
        equal=int(equal.sum()),
        moved=int(moved.sum()),
        moved_equal=int((moved & equal).sum()),
        first_us=int(counted.hour_us[known[0]]),
        last_us=int(counted.hour_us[known[-1]]),
    )


def apart(spaces: Floats) -> Floats:
    """Return how far a sum may be from its parts, in spaces."""
    return np.maximum(APART_LEAST, APART_SHARE * spaces)
