"""Fresh databases, each a copy of one that has every migration."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from os import getpid
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from parking.storage.postgres.migrate import migrate

Result = TypeVar("Result")
NUMBERS = count(1)


def run(work: Coroutine[object, object, Result]) -> Result:
    """Run `work` on a loop of its own, so that the loop of an async test stays untouched."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def execute(url: str, *commands: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for command in commands:
            await connection.execute(command)
    finally:
        await connection.close()


async def make_template(server_url: str) -> str:
    """Make a database with all migrations; returns its name."""
    name = f"template_{getpid()}"
    await execute(
        server_url, f"drop database if exists {name} with (force)", f"create database {name}"
    )
    await migrate(with_database(server_url, name))
    return name


async def clone(server_url: str, template: str) -> str:
    name, command = _cloning(template)
    await execute(server_url, command)
    return with_database(server_url, name)


async def drop(server_url: str, url: str) -> None:
    await execute(server_url, _dropping(url))


class Databases:
    """Copies of one database on one server, made and dropped on a connection that is kept: to open
    one costs the server as much as a test's own statements.
    """

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._loop = asyncio.new_event_loop()
        self._connection: asyncpg.Connection | None = None

    def clone(self, template: str) -> str:
        name, command = _cloning(template)
        self._execute(command)
        return with_database(self._server_url, name)

    def drop(self, url: str) -> None:
        self._execute(_dropping(url))

    def close(self) -> None:
        if self._connection is not None:
            with suppress(OSError, asyncpg.PostgresError):  # the server may have ended before
                self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    def _execute(self, command: str) -> None:
        self._loop.run_until_complete(self._execute_on_kept(command))

    async def _execute_on_kept(self, command: str) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._server_url)
        await self._connection.execute(command)


def _cloning(template: str) -> tuple[str, str]:
    name = f"test_{getpid()}_{next(NUMBERS)}"
    return name, f"create database {name} template {template} strategy file_copy"


def _dropping(url: str) -> str:
    return f"drop database if exists {urlsplit(url).path[1:]} with (force)"
