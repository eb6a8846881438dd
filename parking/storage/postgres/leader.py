"""Leadership: one process of a kind works, the others wait. Held by a session's advisory lock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import CLOSE_S, SILENT_SESSION

STANDBY_S: Final = 0.5
CHECK_S: Final = 1.0
ANSWER_S: Final = 5.0
LEASE_MS: Final = 10_000
"""A leader that was not heard of for so long leads no more, in the server's eyes too."""


class LeadershipLostError(Exception):
    """The connection that held the lock is gone; another process may lead already."""


@asynccontextmanager
async def leadership(url: str, name: str) -> AsyncIterator[None]:
    """Wait until this process leads, and lead; raises LeadershipLostError out of the body.

    The lock's own connection does nothing else, so that no query's failure gives the lock up.
    """
    connection = await asyncpg.connect(
        url,
        timeout=ANSWER_S,
        command_timeout=ANSWER_S,
        server_settings={
            "application_name": f"onelot {name}",
            "idle_session_timeout": str(LEASE_MS),
            **SILENT_SESSION,
        },
    )
    try:
        while not await connection.fetchval(  # noqa: ASYNC110
            "select pg_try_advisory_lock(hashtext($1))", name
        ):
            await asyncio.sleep(STANDBY_S)  # polled: a lock waited for in a query holds back vacuum
        async with _guarded(connection):
            yield
    finally:
        await _close(connection)


@asynccontextmanager
async def _guarded(connection: asyncpg.Connection) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        guard = group.create_task(_watch(connection))
        yield
        guard.cancel()


async def _watch(connection: asyncpg.Connection) -> None:
    while True:
        await asyncio.sleep(CHECK_S)
        try:
            await connection.fetchval("select 1")
        except DATABASE_FAILED as error:
            raise LeadershipLostError(str(error)) from error


async def _close(connection: asyncpg.Connection) -> None:
    """Say goodbye, by our own clock: asyncpg would first wait for answers that are still due."""
    try:
        async with asyncio.timeout(CLOSE_S):
            await connection.close()
    except DATABASE_FAILED:
        connection.terminate()
