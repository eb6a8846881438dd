"""Embedded stores as somebody starting a city sees them."""

import asyncpg
import redis

from parking.storage.settings import StoreUrls


async def test_every_test_gets_a_migrated_database_of_its_own(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    assert await connection.fetchval("select count(*) from lot") == 0
    await connection.close()


def test_every_test_gets_an_empty_live_store(stores: StoreUrls) -> None:
    with redis.Redis.from_url(stores.redis_url) as client:
        assert client.dbsize() == 0
