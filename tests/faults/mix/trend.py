"""Trend: how fast a series grows, and how sure that is. Knows nothing of what was measured.

The slope is that of Theil and Sen, the median of the slopes between all pairs of blocks, where a
block is the median of the samples of one twelfth of the time: it does not see single peaks. The
noise is half the width of the 95 % interval that the same pairs give (Sen 1968), so a series that
is too short to tell says so by a noise greater than the limit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

BLOCKS = 12
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Trend:
    """Both per hour, in the unit of the series."""

    slope: float
    noise: float

    def grows_beyond(self, limit: float) -> bool:
        """Say whether it is sure to grow by more than the limit."""
        return self.slope - self.noise > limit

    def is_within(self, limit: float) -> bool:
        return self.slope <= limit


def trend_of(times_s: Sequence[float], values: Sequence[float]) -> Trend:
    """Fit a series of at least `BLOCKS` samples."""
    blocks = _blocks(times_s, values)
    slopes = sorted(
        (later - earlier) / (t_later - t_earlier) * 3_600
        for (t_earlier, earlier), (t_later, later) in combinations(blocks, 2)
    )
    count = len(blocks)
    spread = Z_95 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(0, round((len(slopes) - spread) / 2))
    high = min(len(slopes) - 1, round((len(slopes) + spread) / 2))
    return Trend(median(slopes), (slopes[high] - slopes[low]) / 2)


def _blocks(times_s: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
    began_s, width_s = times_s[0], (times_s[-1] - times_s[0]) / BLOCKS
    blocks: dict[int, list[tuple[float, float]]] = {}
    for time_s, value in zip(times_s, values, strict=True):
        place = min(BLOCKS - 1, int((time_s - began_s) / width_s))
        blocks.setdefault(place, []).append((time_s, value))
    return [
        (median(time_s for time_s, _ in block), median(value for _, value in block))
        for block in blocks.values()
    ]
