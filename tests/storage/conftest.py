"""The app's and the ingest's view of a fresh database, and a live projection in an empty Redis."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parking.principal import Principal
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.redis.projection import RedisProjection
from tests.storage.registers import PARTITIONS


@pytest.fixture
async def app_pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(postgres_url) as pool:
        yield pool


@pytest.fixture
async def ingest_pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(postgres_url, "onelot_ingest") as pool:
        yield pool


@pytest.fixture
async def projection(redis_url: str) -> AsyncIterator[RedisProjection]:
    opened = RedisProjection(redis_url, partitions=PARTITIONS)
    yield opened
    await opened.aclose()


async def new_operator(pool: asyncpg.Pool, operator_id: str) -> Principal:
    """An operator with a key, as its caller is known."""
    keys = PostgresKeys(pool)
    issued = await keys.create(PLATFORM, role="operator", operator_id=operator_id)
    principal = await keys.find(issued.key)
    assert principal is not None
    return principal


@pytest.fixture
async def op_a(app_pool: asyncpg.Pool) -> Principal:
    return await new_operator(app_pool, "op-a")


@pytest.fixture
async def op_b(app_pool: asyncpg.Pool) -> Principal:
    return await new_operator(app_pool, "op-b")
