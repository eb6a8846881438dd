"""Keeps a process's directory and clock in step with PostgreSQL: told by NOTIFY, and by polling."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import asyncpg

from parking.clock import CityClock
from parking.directory import Directory
from parking.ports import RegistryDelta
from parking.storage.postgres.cancelling import heeding_cancellation
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import CALL_S, Connection, cut, cut_at
from parking.storage.postgres.processes import forget_process, report_process
from parking.storage.postgres.registry import PostgresRegistry

POLL_S = 2.0
SIGN_OFF_S = 1.0
_RETRY_S = 0.5
_log = logging.getLogger(__name__)


class RegistryFollower:
    """One per process. `on_delta` is called after the directory has taken a delta in.

    `settle` is awaited before this process says how far it is: the slow part of following.
    `on_key` gets the id of a key that was changed (`PostgresKeys.forget`).
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        directory: Directory,
        clock: CityClock,
        clock_store: PostgresClock,
        *,
        process_id: str,
        kind: str,
        on_delta: Sequence[Callable[[RegistryDelta], None]] = (),
        settle: Callable[[], Awaitable[None]] | None = None,
        on_key: Callable[[str], None] | None = None,
    ) -> None:
        self.detail: dict[str, Any] = {}
        self._pool = pool
        self._registry = PostgresRegistry(pool)
        self._clock_store = clock_store
        self._directory = directory
        self._clock = clock
        self._process = (process_id, kind)
        self._on_delta = tuple(on_delta)
        self._settle = settle
        self._on_key = on_key
        self._told = asyncio.Event()

    async def catch_up(self) -> None:
        """Take in everything committed so far, and say so. The clock is read after: see `load`."""
        delta = await self._registry.load(self._directory.version)
        if delta.version > self._directory.version:
            self._directory.apply(delta)
            for listener in self._on_delta:
                listener(delta)
        self._clock.follow(await self._clock_store.read())
        if self._settle is not None:
            await self._settle()
        await report_process(self._pool, *self._process, self._directory.version, self.detail)

    async def run(self) -> None:
        """Follow until cancelled; PostgreSQL away is waited out."""
        try:
            while True:
                try:
                    with heeding_cancellation():
                        async with self._pool.acquire(timeout=CALL_S) as connection:
                            await self._listen(connection)
                except DATABASE_FAILED as error:
                    _log.warning("registry not followed for now: %s", error)
                    await asyncio.sleep(_RETRY_S)
        finally:
            await self._sign_off()

    async def _listen(self, connection: Connection) -> None:
        with _answering(connection):
            await connection.add_listener("onelot_registry", self._registry_told)
            await connection.add_listener("onelot_keys", self._key_told)
        try:
            while not connection.is_closed():
                self._told.clear()
                await self.catch_up()
                try:
                    async with asyncio.timeout(POLL_S):
                        await self._told.wait()
                except TimeoutError:
                    with _answering(connection):  # a dead one would tell nothing for ever
                        await connection.execute("select 1")
        finally:
            cut(connection)  # it must not go back to the pool and listen there

    def _registry_told(self, *_notice: object) -> None:
        self._told.set()

    def _key_told(
        self, _connection: object, _pid: object, _channel: object, key_id: object
    ) -> None:
        if self._on_key is not None:
            self._on_key(str(key_id))

    async def _sign_off(self) -> None:
        try:
            await forget_process(self._pool, self._process[0], within_s=SIGN_OFF_S)
        except DATABASE_FAILED:
            _log.info("could not sign off; the others stop waiting for us in a few seconds")


def _answering(connection: Connection) -> AbstractContextManager[None]:
    return cut_at(asyncio.get_running_loop().time() + CALL_S, connection)
