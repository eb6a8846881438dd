"""Progress: how far checking is, and what it costs: what the worker's metrics are made of."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """`stops` counts faults of the watch itself."""

    def __init__(self) -> None:
        self.reports = self.stops = 0
        self._spent_s = 0.0
        self._level_s: float | None = None

    def be_level(self, now_s: float) -> None:
        """Note that the log was read to its end."""
        self._level_s = now_s

    def lag_s(self) -> float:
        """Seconds since it last had read the log to its end."""
        now_s = asyncio.get_running_loop().time()
        if self._level_s is None:
            self._level_s = now_s
        return now_s - self._level_s

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the processor time of a block that does not wait."""
        began_s = time.thread_time()
        try:
            yield
        finally:
            self._spent_s += time.thread_time() - began_s

    def state(self, faults: int) -> dict[str, float]:
        """Tell all of it, with the faults of detectors."""
        return {
            "checking_lag_s": round(self.lag_s(), 1),
            "checking_faults": faults + self.stops,
            "checking_reports": self.reports,
            "checking_cpu_s": round(self._spent_s, 3),
        }
