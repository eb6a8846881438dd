"""Readiness: what this process still lacks before its answers are the truth."""

import asyncio
from typing import Final

from api.services import Services
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError

PATIENCE_S: Final = 1.0


async def missing(services: Services) -> list[str]:
    """Name what is not there; empty when all is."""
    lacking = []
    try:
        async with scoped(services.pool, PLATFORM, within_s=PATIENCE_S):
            pass
    except STORE_AWAY:
        lacking.append("PostgreSQL does not answer")
    try:
        async with asyncio.timeout(PATIENCE_S):
            await services.projection.epoch()
    except (ProjectionAwayError, OSError):
        lacking.append("Redis does not answer")
    except ProjectionLostError:
        lacking.append("the live projection is being rebuilt")
    if not services.replica.is_complete:
        lacking.append("the replica is still loading")
    elif services.follower.lag_ms():
        lacking.append("the replica is behind")
    return lacking
