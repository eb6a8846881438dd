"""Looks at the stores and the worker now and then, so that /metrics never waits for them."""

import asyncio
import time
from typing import Final

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.health import PostgresHealth, postgres_health
from parking.storage.postgres.pool import Pool
from parking.storage.redis.errors import ProjectionAwayError
from parking.storage.redis.health import RedisHealth
from parking.storage.redis.projection import RedisProjection

LOOK_S: Final = 5.0
PATIENCE_S: Final = 2.0


class StoreWatch:
    """What the last look at each store found; None where it did not answer, or not yet."""

    def __init__(self, pool: Pool, projection: RedisProjection) -> None:
        self._pool = pool
        self._projection = projection
        self.postgres: PostgresHealth | None = None
        self.redis: RedisHealth | None = None
        self.clock_skew_s = 0.0
        """How far this machine's clock is ahead of the database's, give or take half the look."""

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        began_s = _wall_clock_s()
        try:
            self.postgres = await postgres_health(self._pool, within_s=PATIENCE_S)
        except DATABASE_FAILED:
            self.postgres = None
        else:
            middle_s = (began_s + _wall_clock_s()) / 2
            self.clock_skew_s = middle_s - self.postgres.server_time.timestamp()
        try:
            self.redis = await self._projection.health(within_s=PATIENCE_S)
        except ProjectionAwayError:
            self.redis = None


def _wall_clock_s() -> float:
    """This machine's own time, whatever the city's clock says."""
    return time.clock_gettime(time.CLOCK_REALTIME)
