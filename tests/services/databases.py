"""Fresh databases, each a copy of one that has every migration."""

import asyncio
from collections.abc import Coroutine
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
    name = f"test_{getpid()}_{next(NUMBERS)}"
    await execute(server_url, f"create database {name} template {template} strategy file_copy")
    return with_database(server_url, name)


async def drop(server_url: str, url: str) -> None:
    await execute(server_url, f"drop database if exists {urlsplit(url).path[1:]} with (force)")
