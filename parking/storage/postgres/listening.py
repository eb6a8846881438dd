"""Hears what PostgreSQL's NOTIFY tells on one channel, on a connection of its own."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

import asyncpg

from parking.storage.postgres.cancelling import heeding_cancellation
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import CALL_S, cut, cut_at

CHECK_S: Final = 2.0
RETRY_S: Final = 0.5
_log = logging.getLogger(__name__)


async def listen(pool: asyncpg.Pool, channel: str, hear: Callable[[str], None]) -> None:
    """Hand every payload to `hear`, until cancelled; what is told while PostgreSQL is away is lost.

    A connection that tells nothing is asked now and then whether it is still there.
    """
    while True:
        try:
            with heeding_cancellation():
                async with pool.acquire(timeout=CALL_S) as connection:
                    await _listen(connection, channel, hear)
        except DATABASE_FAILED as error:
            _log.warning("%s not heard for now: %s", channel, error)
            await asyncio.sleep(RETRY_S)


async def _listen(
    connection: asyncpg.pool.PoolConnectionProxy, channel: str, hear: Callable[[str], None]
) -> None:
    def told(_connection: object, _pid: object, _channel: object, payload: object) -> None:
        hear(str(payload))

    loop = asyncio.get_running_loop()
    with cut_at(loop.time() + CALL_S, connection):
        await connection.add_listener(channel, told)
    try:
        while not connection.is_closed():
            await asyncio.sleep(CHECK_S)
            with cut_at(loop.time() + CALL_S, connection):
                await connection.execute("select 1")
    finally:
        cut(connection)  # it must not go back to the pool and listen there
