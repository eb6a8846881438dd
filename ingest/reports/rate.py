"""How many reports a second one key may send. Knows no request; time is handed in."""

from typing import Final

MOST_KEYS: Final = 10_000


class ReportRate:
    """A bucket per key that fills at `per_s` and holds one second's worth; 0 is no limit."""

    def __init__(self, per_s: float) -> None:
        self._per_s = per_s
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str, reports: int, now_s: float) -> float:
        """Take `reports` out; returns 0, or the seconds after which they would be let in.

        A request larger than the bucket is let in when the bucket is full, and overdraws it.
        """
        if self._per_s <= 0:
            return 0.0
        level, at_s = self._buckets.get(key, (self._per_s, now_s))
        level = min(self._per_s, level + (now_s - at_s) * self._per_s)
        wanted = min(float(reports), self._per_s)
        if level < wanted:
            return (wanted - level) / self._per_s
        if len(self._buckets) >= MOST_KEYS and key not in self._buckets:
            self._buckets.clear()
        self._buckets[key] = (level - reports, now_s)
        return 0.0
