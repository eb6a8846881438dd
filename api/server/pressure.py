"""Pressure: whether this process has been given more than it can do, told by how late its loop is.

A loop that turns late has taken more than it could answer, and whatever it takes now waits behind
that. It knows moments; what is turned away, and in which words, is the protocol's business.
"""

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

LOOK_S: Final = 0.02
LATE_S: Final = 0.05
STILL_LATE_S: Final = 0.01
"""So late is too late for a process that has just turned somebody away: else it takes in, as soon
as it breathes, what keeps it from breathing for a second."""
LASTS_S: Final = 0.5
"""One long stall is no overload: what came meanwhile is worked off."""
REMEMBERED_S: Final = 2.0
"""For so long after it has turned somebody away a process believes its lateness at once."""


class Pressure(Collector):
    """One per process; it presses nobody until `run` does."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._due_s = math.inf
        self._late_s = 0.0
        self._since_s: float | None = None
        self._believed_until_s = 0.0
        self.turned_away = 0

    async def run(self) -> None:
        """Look for ever how late the loop comes round."""
        while True:
            self.look_again_in(LOOK_S)
            await asyncio.sleep(LOOK_S)
            self.turn()

    def look_again_in(self, seconds: float) -> None:
        self._due_s = self._now_s() + seconds

    def turn(self) -> None:
        """The loop has come round."""
        now_s = self._now_s()
        self._late_s = max(0.0, now_s - self._due_s)
        if self._late_s <= LATE_S:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = now_s

    def is_over(self) -> bool:
        """Tell whether what comes now is to be turned away.

        Late as found at the last turn, or as the loop has become since.
        """
        now_s = self._now_s()
        allowed_s = STILL_LATE_S if now_s < self._believed_until_s else LATE_S
        if max(self._late_s, now_s - self._due_s) <= allowed_s:
            return False
        if self._since_s is None:
            self._since_s = now_s
        if now_s - self._since_s < LASTS_S and now_s >= self._believed_until_s:
            return False
        self._believed_until_s = now_s + REMEMBERED_S
        return True

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily(
            "onelot_http_turned_away",
            "Requests answered 503 because the process had too much to do",
            value=self.turned_away,
        )
        yield GaugeMetricFamily(
            "onelot_loop_late_seconds", "How late the loop last came round", value=self._late_s
        )
