"""Applies registers to the live projection, for as long as that is quick. Knows no log.

What is acknowledged never hangs on Redis: while it is away the projector catches up instead.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.metrics import IngestMetrics
from parking.ports import Register
from parking.storage.redis.errors import (
    ProjectionAwayError,
    ProjectionFullError,
    ProjectionLostError,
)
from parking.storage.redis.projection import RedisProjection
from parking.storage.redis.transport import away_after

TIMEOUT_S: Final = 0.25
PAUSE_S: Final = 1.0
"""After a failure nobody waits for Redis for so long; the acknowledgements go on without it."""

_log = logging.getLogger("onelot.ingest")


class LiveApply:
    """One projection, and the memory that it was away a moment ago."""

    def __init__(self, projection: RedisProjection, metrics: IngestMetrics) -> None:
        self._projection = projection
        self._metrics = metrics
        self._pause_until_s = 0.0
        self._is_failing = False

    async def apply(self, batches: Mapping[int, Sequence[Register]]) -> dict[int, str]:
        """Merge registers by partition; a status digit each, nothing where Redis is away."""
        loop = asyncio.get_running_loop()
        if not batches:
            return {}
        if loop.time() >= self._pause_until_s:
            try:
                async with away_after(TIMEOUT_S):  # all of it, however many calls that takes
                    statuses = await self._projection.apply_all(batches, timeout_s=TIMEOUT_S)
            except (ProjectionAwayError, ProjectionLostError) as error:
                self._pause_until_s = loop.time() + PAUSE_S
                self._note_failure(error)
            else:
                self._is_failing = False
                return statuses
        missed = sum(len(registers) for registers in batches.values())
        self._metrics.live_missed.inc(missed)
        return {}

    def _note_failure(self, error: ProjectionAwayError | ProjectionLostError) -> None:
        self._metrics.live_failures.labels(_reason_of(error)).inc()
        if not self._is_failing:
            self._is_failing = True
            _log.warning("reports are left to the projector for now: %s", error)


def _reason_of(error: ProjectionAwayError | ProjectionLostError) -> str:
    if isinstance(error, ProjectionLostError):
        return "lost"
    return "full" if isinstance(error, ProjectionFullError) else "away"
