"""Spans: sets of time as sorted disjoint spans, cut out of each other. Microseconds, ends excluded.

`windows.merged` makes such a set of any spans.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from parking.sharing.terms import Moments

FOR_EVER_US: Final = 2**62
"""Later than any moment; with a minus, earlier."""


def common(some: Sequence[Moments], others: Sequence[Moments]) -> list[Moments]:
    """Return the time that is in both sets."""
    found: list[Moments] = []
    one = other = 0
    while one < len(some) and other < len(others):
        from_us = max(some[one][0], others[other][0])
        to_us = min(some[one][1], others[other][1])
        if from_us < to_us:
            found.append((from_us, to_us))
        if some[one][1] <= others[other][1]:
            one += 1
        else:
            other += 1
    return found


def clipped(spans: Iterable[Moments], within: Moments) -> Iterator[Moments]:
    """Yield what of each span lies within; nothing of those that lie outside, in any order."""
    for span in spans:
        cut = max(span[0], within[0]), min(span[1], within[1])
        if cut[0] < cut[1]:
            yield cut


def without(some: Sequence[Moments], taken: Iterable[Moments]) -> list[Moments]:
    """Return the time of the first set that is not in the second."""
    edges = [-FOR_EVER_US, *chain.from_iterable(taken), FOR_EVER_US]
    return common(some, list(pairwise(edges))[::2])
