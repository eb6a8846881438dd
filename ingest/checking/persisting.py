"""Persisting: a step is repeated until the store is there for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.log_connection import LogAwayError

AWAY_S: Final = 1.0
AWAY: Final[tuple[type[Exception], ...]] = (LogAwayError, *DATABASE_FAILED)

_log = logging.getLogger("onelot.checking")


async def persist(step: Callable[[], Awaitable[bool]]) -> bool:
    """Return what a step returns at last; says once that the store is not there."""
    is_told = False
    while True:
        try:
            return await step()
        except AWAY as error:
            if not is_told:
                _log.warning("feeds are checked later: %s", error)
            is_told = True
            await asyncio.sleep(AWAY_S)
