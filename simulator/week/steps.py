"""Steps: a number that changes at moments and stays as it is between them; and spans of time."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

Span = tuple[int, int]
"""From a moment until another, which is no more in it."""


class Steps:
    """What has been added up to a moment, the moment itself included."""

    __slots__ = ("_values", "moments")

    def __init__(self, changes: Iterable[tuple[int, int]]) -> None:
        added: Counter[int] = Counter()
        for at_us, change in changes:
            added[at_us] += change
        self.moments = sorted(at_us for at_us, change in added.items() if change)
        self._values = [0, *accumulate(added[at_us] for at_us in self.moments)]

    def at(self, moment_us: int) -> int:
        return self._values[bisect_right(self.moments, moment_us)]


def within(spans: Iterable[Span], weight: int = 1) -> Steps:
    """Return in how many of the spans a moment is, times a weight."""
    return Steps(
        change for from_us, to_us in spans for change in ((from_us, weight), (to_us, -weight))
    )


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the same time in spans that do not overlap, in order."""
    joined: list[Span] = []
    for from_us, to_us in sorted(span for span in spans if span[0] < span[1]):
        if joined and from_us <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], to_us)
        else:
            joined.append((from_us, to_us))
    return joined


def minus(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return the time of the spans that is in none of the others."""
    left = union(spans)
    for from_us, to_us in others:
        left = [
            part
            for span in left
            for part in ((span[0], min(span[1], from_us)), (max(span[0], to_us), span[1]))
            if part[0] < part[1]
        ]
    return left


def overlap_us(spans: Iterable[Span], from_us: int, to_us: int) -> int:
    """Return how much of a time the spans cover; they must not overlap."""
    return sum(max(0, min(end, to_us) - max(begin, from_us)) for begin, end in spans)
