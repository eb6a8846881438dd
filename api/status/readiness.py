"""Readiness: what this process still lacks before its answers are the truth."""

import asyncio
from typing import Final

from api.services import Services
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.pool import borrowed
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError

PATIENCE_S: Final = 1.0


async def missing(services: Services) -> list[str]:
    """Name what is not there; empty when all is.

    Both stores are asked at once and little: in a flood each answer waits its turn in the loop.
    """
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(_postgres(services)), group.create_task(_projection(services))]
    lacking = [told for task in asked if (told := task.result()) is not None]
    if not services.replica.is_complete:
        lacking.append("the replica is still loading")
    elif services.follower.lag_ms():
        lacking.append("the replica is behind")
    return lacking


async def _postgres(services: Services) -> str | None:
    try:
        async with borrowed(services.pool, within_s=PATIENCE_S) as connection:
            await connection.execute("select 1")
    except STORE_AWAY:
        return "PostgreSQL does not answer"
    return None


async def _projection(services: Services) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            await services.projection.epoch()
    except (ProjectionAwayError, OSError):
        return "Redis does not answer"
    except ProjectionLostError:
        return "the live projection is being rebuilt"
    return None
