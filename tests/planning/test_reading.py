"""A reading is one picture of the database, also where two connections read it at once."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from parking.storage.postgres.planning.reading import open_reading
from parking.storage.postgres.pool import Connection, Pool, open_pool

WITHIN_S = 20.0


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[Pool]:
    async with await open_pool(postgres_url, min_size=0, max_size=2) as opened:
        yield opened


async def areas(connection: Connection) -> int:
    return await connection.fetchval("select count(*) from area")


async def test_both_see_what_was_there_when_it_was_opened(pool: Pool, postgres_url: str):
    owner = await asyncpg.connect(postgres_url)
    async with open_reading(pool, in_two=True) as reading:
        assert reading.beside is not None
        await owner.execute("insert into area (area_code, level, name) values ('37', 'city', '城')")
        assert await reading.both(areas, areas) == (0, 0)
    async with open_reading(pool, in_two=True) as reading:
        assert await reading.both(areas, areas) == (1, 1)
    await owner.close()


async def test_who_finds_no_second_connection_reads_with_one(pool: Pool):
    async with pool.acquire(), open_reading(pool, in_two=True) as reading:
        assert reading.beside is None
        assert await reading.both(areas, areas) == (0, 0)


async def test_however_many_read_at_once_nobody_waits_for_another_who_waits(pool: Pool):
    async def read() -> tuple[int, int]:
        async with open_reading(pool, WITHIN_S, in_two=True) as reading:
            return await reading.both(areas, areas)

    async with asyncio.timeout(WITHIN_S):
        assert await asyncio.gather(*(read() for _ in range(12))) == [(0, 0)] * 12


async def test_what_fails_ends_what_is_read_beside_it(pool: Pool):
    async def fail(connection: Connection) -> None:
        await connection.execute("select 1 / 0")

    async def take_long(connection: Connection) -> None:
        await connection.execute(f"select pg_sleep({WITHIN_S})")

    async with asyncio.timeout(WITHIN_S / 2):
        for pair in ((fail, take_long), (take_long, fail)):
            with pytest.raises(asyncpg.DivisionByZeroError):
                async with open_reading(pool, WITHIN_S, in_two=True) as reading:
                    await reading.both(*pair)
