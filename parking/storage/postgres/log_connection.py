"""One connection of the write path, kept for its whole life. Knows time-outs, no statement.

A pool resets a connection on every release; the write path would pay that for every batch.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from parking.storage.postgres.cancelling import heeding_cancellation
from parking.storage.postgres.errors import DATABASE_FAILED, STORE_AWAY
from parking.storage.postgres.pool import Connection, cut, cut_at

CONNECT_TIMEOUT_S: Final = 1.0
SLOW: Final = (TimeoutError, asyncpg.QueryCanceledError)
"""A database that did not end one operation may be there for others."""
_T = TypeVar("_T")


class LogAwayError(Exception):
    """PostgreSQL is away, hung or refusing; whether the last batch was committed is not known."""


class BatchFailedError(LogAwayError):
    """One operation failed or took too long, by its own fault perhaps; others may fare well."""


class LogConnection:
    """Runs one operation at a time; after a failure the next one gets a fresh connection."""

    def __init__(self, pool: asyncpg.Pool, *, timeout_s: float) -> None:
        self._pool = pool
        self._timeout_s = timeout_s
        self._connection: PoolConnectionProxy | None = None

    async def run(self, operation: Callable[[Connection], Awaitable[_T]]) -> _T:
        """Run `operation`; raises LogAwayError where PostgreSQL, or the way to it, fails."""
        with heeding_cancellation():
            return await self._run(operation)

    async def _run(self, operation: Callable[[Connection], Awaitable[_T]]) -> _T:
        loop = asyncio.get_running_loop()
        due_s = loop.time() + self._timeout_s
        try:
            if self._connection is None:
                self._connection = await self._pool.acquire(timeout=CONNECT_TIMEOUT_S)
            with cut_at(due_s, self._connection):
                return await _cancelled_at_once(operation(self._connection), self._connection)
        except DATABASE_FAILED as error:
            await self._drop()
            told = str(error) or type(error).__name__
            is_slow = loop.time() >= due_s or isinstance(error, SLOW)
            is_gone = isinstance(error, STORE_AWAY) and not is_slow
            raise (LogAwayError if is_gone else BatchFailedError)(told) from error
        except asyncio.CancelledError:
            await self._drop()
            raise

    async def aclose(self) -> None:
        """Hand the connection back; the pool ends one that hangs."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*DATABASE_FAILED):
                await self._pool.release(connection, timeout=CONNECT_TIMEOUT_S)

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            cut(connection)
            await self._pool.release(connection)


async def _cancelled_at_once(operation: Awaitable[_T], connection: Connection) -> _T:
    """Cut the connection when cancelled: undoing a transaction would wait for the server's word."""
    running = asyncio.ensure_future(operation)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        cut(connection)
        running.cancel()
        with suppress(asyncio.CancelledError, *DATABASE_FAILED):
            await running
        raise
