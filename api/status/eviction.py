"""Asks Redis now and then whether it may throw live state away, and says so for as long as it may.

What is thrown away is noticed and rebuilt; a server that does so again and again is never ready.
"""

import asyncio
import logging
from typing import Final

from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection

CHECK_S: Final = 5.0
WARNING: Final = (
    "Redis evicts live state when its memory is full: set its maxmemory-policy to noeviction"
)

log = logging.getLogger("onelot.api")


class EvictionWatch:
    """One per process; what Redis said last stands while it is away."""

    def __init__(self, projection: RedisProjection) -> None:
        self._projection = projection
        self.evicts = False

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            try:
                evicts = await self._projection.evicts()
            except (ProjectionAwayError, ProjectionLostError):
                evicts = self.evicts
            if evicts and not self.evicts:
                log.error(WARNING)
            self.evicts = evicts
            await asyncio.sleep(CHECK_S)

    def warnings(self) -> list[str]:
        return [WARNING] if self.evicts else []
