"""Rebuilding: asks for history to be folded anew, and leads until it is done if nobody does.

Folding is the historian's business; a city that runs goes on meanwhile.
"""

import asyncio
from typing import Final

from ingest.rollup.opening import open_historian
from parking.clock import CityClock
from parking.directory import Directory
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.leader import leadership
from parking.storage.postgres.planning.rebuilds import Rebuilds
from parking.storage.postgres.pool import Pool, open_pool
from parking.storage.postgres.registry import PostgresRegistry

LOOK_S: Final = 0.5


async def rebuild(
    database_url: str,
    *,
    leader: str,
    city_zone: str,
    from_us: int | None = None,
    to_us: int | None = None,
) -> None:
    """Fold all lots anew, what was observed in a time or ever, and wait until it is done.

    `leader` is the lock of whoever leads the city. Without a time, regions are summed up anew too.
    Raises what the database, or the way to it, fails with.
    """
    async with await open_pool(database_url, max_size=2) as pool:
        rebuilds = Rebuilds(pool)
        await rebuilds.ask(from_us, to_us)
        try:
            async with asyncio.TaskGroup() as group:
                leading = group.create_task(_lead(database_url, pool, leader, city_zone))
                while not await rebuilds.is_done():  # noqa: ASYNC110 - it is in the store
                    await asyncio.sleep(LOOK_S)
                leading.cancel()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors  # it says why the other one was ended


async def _lead(database_url: str, pool: Pool, leader: str, city_zone: str) -> None:
    """Wait until nobody else leads, and do the historian's work."""
    directory = Directory()
    store = PostgresClock(pool)
    async with leadership(database_url, leader):
        clock = CityClock(await store.read(), store.real_us)
        directory.apply(await PostgresRegistry(pool).load())
        async with open_historian(
            database_url, directory, clock.now_us, city_zone=city_zone
        ) as historian:
            await historian.run()
