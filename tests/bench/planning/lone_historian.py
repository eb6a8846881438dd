"""`python -m tests.bench.planning.lone_historian URL`: a historian and nothing beside it."""

import sys
import time

import uvloop

from ingest.rollup.opening import open_historian
from parking.directory import Directory
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.registry import PostgresRegistry

ZONE = "Asia/Shanghai"


async def _run(database_url: str) -> None:
    directory = Directory()
    async with await open_pool(database_url, max_size=1) as pool:
        directory.apply(await PostgresRegistry(pool).load())
    async with open_historian(database_url, directory, _now_us, city_zone=ZONE) as historian:
        await historian.run()


def _now_us() -> int:
    return time.time_ns() // 1_000


if __name__ == "__main__":
    uvloop.run(_run(sys.argv[1]))
