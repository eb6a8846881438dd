"""Applies registers to the live projection, for as long as that is quick. Knows no log.

What is acknowledged never hangs on Redis: while it is away the projector catches up instead.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.metrics import IngestMetrics
from parking.ports import Register
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection

TIMEOUT_S: Final = 0.25
PAUSE_S: Final = 1.0
"""After a failure nobody waits for Redis for so long; the acknowledgements go on without it."""


class LiveApply:
    """One projection, and the memory that it was away a moment ago."""

    def __init__(self, projection: RedisProjection, metrics: IngestMetrics) -> None:
        self._projection = projection
        self._metrics = metrics
        self._pause_until_s = 0.0

    async def apply(self, batches: Mapping[int, Sequence[Register]]) -> dict[int, str]:
        """Merge registers by partition; a status digit each, nothing where Redis is away."""
        loop = asyncio.get_running_loop()
        if not batches:
            return {}
        if loop.time() >= self._pause_until_s:
            try:
                return await self._projection.apply_all(batches, timeout_s=TIMEOUT_S)
            except (ProjectionAwayError, ProjectionLostError):
                self._pause_until_s = loop.time() + PAUSE_S
        missed = sum(len(registers) for registers in batches.values())
        self._metrics.live_missed.inc(missed)
        return {}
