"""What `onelot ingest` holds open: write path, registry, live state. A composition root."""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry

from api.follower import ReplicaFollower
from api.settings import Settings
from ingest.assembly import WritePath, open_write_path
from ingest.lorawan.device_book import DeviceBook
from ingest.metrics import IngestMetrics
from parking.clock import CityClock
from parking.directory import Directory
from parking.live.replica import Replica
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.devices import PostgresDevices
from parking.storage.postgres.pool import Pool, open_pool
from parking.storage.postgres.registry_follower import RegistryFollower
from parking.storage.redis.projection import RedisProjection

CONNECTIONS: Final = 8
"""So many feeds are polled at once."""


@dataclass(frozen=True, slots=True)
class IngestProcess:
    """Handed to whatever brings reports in: MQTT, polled feeds.

    `works` are run for ever, whoever leads. `refresh` takes in what the registry committed so far.
    """

    pool: Pool
    directory: Directory
    clock: CityClock
    devices: DeviceBook
    writing: WritePath
    refresh: Callable[[], Awaitable[None]]
    metrics: CollectorRegistry
    works: tuple[Callable[[], Coroutine[None, None, None]], ...]


@asynccontextmanager
async def open_ingest(
    settings: Settings, metrics: CollectorRegistry
) -> AsyncIterator[IngestProcess]:
    """Open it all; the live state catches up in the background.

    The live state is there for one rule: a source may name no end of bays and closures.
    """
    urls = settings.stores
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(
            await open_pool(urls.database_url, max_size=CONNECTIONS)
        )
        clock_store = PostgresClock(pool)
        clock = CityClock(await clock_store.read(), clock_store.real_us)
        directory = Directory()
        replica = Replica(directory, partitions=settings.partitions)
        projection = RedisProjection(urls.redis_url, partitions=settings.partitions)
        stack.push_async_callback(projection.aclose)
        follower = ReplicaFollower(replica, projection, clock, partitions=settings.partitions)
        devices = DeviceBook(PostgresDevices(pool))

        async def settle() -> None:
            await follower.take_turns()
            await devices.catch_up()

        registry = RegistryFollower(
            pool,
            directory,
            clock,
            clock_store,
            process_id=f"ingest-{os.getpid()}-{time.monotonic_ns()}",
            kind="ingest",
            on_delta=[lambda delta: replica.apply_registry(delta, clock.now_us())],
            settle=settle,
        )
        await registry.catch_up()
        writing = await stack.enter_async_context(
            open_write_path(
                urls.database_url,
                projection,
                directory,
                clock,
                refresh=registry.catch_up,
                reports_per_s=settings.limit_reports_per_s,
                history_days=settings.history_days,
                registers=replica.registers,
                metrics=IngestMetrics(metrics),
            )
        )
        yield IngestProcess(
            pool=pool,
            directory=directory,
            clock=clock,
            devices=devices,
            writing=writing,
            refresh=registry.catch_up,
            metrics=metrics,
            works=(registry.run, follower.run, *writing.works),
        )
