"""Somebody who takes every connection PostgreSQL has, those of the city first."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

AT_ONCE = 20
END_CITYS = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where application_name like 'onelot%' and backend_type = 'client backend'
"""


@contextmanager
def crowd(database_url: str) -> Iterator[None]:
    """Hold them all during the block."""
    loop = asyncio.new_event_loop()
    held: list[asyncpg.Connection] = []
    try:
        loop.run_until_complete(_take_all(database_url, held))
        yield
    finally:
        for connection in held:
            connection.terminate()
        loop.run_until_complete(asyncio.sleep(0.1))
        loop.close()


async def _take_all(database_url: str, held: list[asyncpg.Connection]) -> None:
    held.append(await _connect(database_url))
    while await held[0].fetchval(END_CITYS):
        is_full = False
        while not is_full:
            tries = [_connect(database_url) for _ in range(AT_ONCE)]
            found = await asyncio.gather(*tries, return_exceptions=True)
            held += [one for one in found if not isinstance(one, BaseException)]
            is_full = any(isinstance(one, BaseException) for one in found)


async def _connect(database_url: str) -> asyncpg.Connection:
    return await asyncpg.connect(database_url, server_settings={"application_name": "crowd"})
