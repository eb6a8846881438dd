"""City time as it was a little while ago, so that reports that are out of order by seconds are in.

Seconds are real ones: a clock that stands or runs fast holds nothing back for longer.
"""

from collections import deque
from collections.abc import Callable


class CityTimeAgo:
    """Remembers what the city's clock showed; `now_s` is real time that never goes back."""

    def __init__(self, now_us: Callable[[], int], *, ago_s: float) -> None:
        self._now_us = now_us
        self._ago_s = ago_s
        self._seen: deque[tuple[float, int]] = deque()

    def look(self, now_s: float) -> int | None:
        """Look at the clock; returns what it showed so long ago, None where nobody looked yet."""
        self._seen.append((now_s, self._now_us()))
        while len(self._seen) > 1 and self._seen[1][0] <= now_s - self._ago_s:
            self._seen.popleft()
        seen_s, city_us = self._seen[0]
        return city_us if seen_s <= now_s - self._ago_s else None
