"""Services: what one API process holds open, opened in order and closed in the reverse.

It knows stores, followers and who needs whom; no route and no request.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from prometheus_client import CollectorRegistry, disable_created_metrics

from api.areas.search import PlaceSearch
from api.follower import ReplicaFollower
from api.layout import LayoutKeeper
from api.settings import Settings
from api.status.eviction import EvictionWatch
from api.status.verdicts import VerdictWatch
from ingest.sharing.supplying import SupplyPublisher
from parking.clock import CityClock
from parking.directory import Directory
from parking.live.replica import Replica
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.history import PostgresHistory
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.planning.reading import THOROUGH_S
from parking.storage.postgres.pool import Pool, open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.postgres.registry_follower import RegistryFollower
from parking.storage.postgres.sharing.supplies import Supplies
from parking.storage.redis.projection import RedisProjection

APP_CONNECTIONS: Final = 8
SHARING_CONNECTIONS: Final = 8
"""A crowd that waits for one space must not keep keys from being found."""
PLANNER_CONNECTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Services:
    """Handed to the routers' factories. `refresh` takes in what the registry committed so far.

    Who changes what is shared does so in `sharing_pool`, and wakes `supplies` when it is committed.
    Planners read in `planner_pool`, where a reading of seconds keeps nobody else waiting.
    """

    settings: Settings
    pool: Pool
    sharing_pool: Pool
    planner_pool: Pool
    registry: PostgresRegistry
    keys: PostgresKeys
    clock_store: PostgresClock
    clock: CityClock
    directory: Directory
    projection: RedisProjection
    replica: Replica
    follower: ReplicaFollower
    eviction: EvictionWatch
    verdicts: VerdictWatch
    history: PostgresHistory
    places: PlaceSearch
    supplies: SupplyPublisher
    refresh: Callable[[], Awaitable[None]]
    metrics: CollectorRegistry


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """Open everything a serving process needs; the replica catches up in the background."""
    # A second series for each counter, which tells nothing we need.
    disable_created_metrics()  # type: ignore[no-untyped-call]  # has no types
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(
            await open_pool(settings.stores.database_url, max_size=APP_CONNECTIONS)
        )
        sharing_pool = await stack.enter_async_context(
            await open_pool(settings.stores.database_url, max_size=SHARING_CONNECTIONS)
        )
        planner_pool = await stack.enter_async_context(
            await open_pool(
                settings.stores.database_url,
                min_size=0,
                max_size=PLANNER_CONNECTIONS,
                statement_timeout_ms=round(THOROUGH_S * 1000),
            )
        )
        clock_store = PostgresClock(pool)
        clock = CityClock(await clock_store.read(), clock_store.real_us)
        directory = Directory()
        replica = Replica(directory, partitions=settings.partitions)
        projection = RedisProjection(settings.stores.redis_url, partitions=settings.partitions)
        stack.push_async_callback(projection.aclose)
        keys = PostgresKeys(pool, clock.now_us)
        follower = ReplicaFollower(replica, projection, clock, partitions=settings.partitions)
        eviction = EvictionWatch(projection)
        verdicts = VerdictWatch(FeedVerdicts(pool))
        layout = LayoutKeeper(replica)

        async def settle() -> None:
            await follower.take_turns()
            await layout.settle()

        registry_follower = RegistryFollower(
            pool,
            directory,
            clock,
            clock_store,
            process_id=f"api-{os.getpid()}-{time.monotonic_ns()}",
            kind="api",
            on_delta=[lambda delta: replica.apply_registry(delta, clock.now_us())],
            settle=settle,
            on_key=keys.forget,
        )
        await registry_follower.catch_up()
        start = await stack.enter_async_context(background())
        places = PlaceSearch(directory)
        supplies = SupplyPublisher(Supplies(pool), projection, clock)
        for work in (
            registry_follower.run(),
            follower.run(),
            follower.sweep(),
            eviction.run(),
            verdicts.run(),
            places.spell_for_ever(),
            supplies.run(),
        ):
            start(work)
        yield Services(
            settings=settings,
            pool=pool,
            sharing_pool=sharing_pool,
            planner_pool=planner_pool,
            registry=PostgresRegistry(pool),
            keys=keys,
            clock_store=clock_store,
            clock=clock,
            directory=directory,
            projection=projection,
            replica=replica,
            follower=follower,
            eviction=eviction,
            verdicts=verdicts,
            history=PostgresHistory(pool),
            places=places,
            supplies=supplies,
            refresh=registry_follower.catch_up,
            metrics=CollectorRegistry(),
        )


StartWork: TypeAlias = Callable[[Coroutine[None, None, None]], None]
"""Starts work that runs for ever."""


@asynccontextmanager
async def background() -> AsyncIterator[StartWork]:
    """Own work that runs for ever: the first failure ends the process, leaving ends the work."""
    tasks: list[asyncio.Task[None]] = []
    async with asyncio.TaskGroup() as group:
        yield lambda work: tasks.append(group.create_task(work))
        for task in tasks:
            task.cancel()
