"""Gives running servers the settings of a weakened build."""

import asyncpg
import redis

from parking.storage.settings import StoreUrls
from tests.faults.kit.builds import Build
from tests.services.databases import run


def weaken_servers(build: Build, urls: StoreUrls) -> None:
    """PostgreSQL keeps them over a restart; Valkey has to be told again."""
    if build.postgres:
        run(_weaken_postgres(build, urls.database_url))
    if build.valkey:
        with redis.Redis.from_url(urls.redis_url) as client:
            for name, value in build.valkey.items():
                client.config_set(name, value)


async def _weaken_postgres(build: Build, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        for name, value in build.postgres.items():
            await connection.execute(f"alter system set {name} = '{value}'")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
