"""`onelot ingest`: what an operator publishes is on the map, whichever of two processes leads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from api.commands.ingest_feeds import run_ingest
from api.settings import Settings
from ingest.mqtt.topics import ROOT
from parking.live.bays import BAY_PREFIX
from parking.storage.settings import StoreUrls
from tests.ingest.city import PARTITIONS, City, city
from tests.ingest.mqtt.clients import PATIENCE_S, Client, client
from tests.ingest.mqtt.mosquitto import mosquitto, needs_mosquitto

pytestmark = [needs_mosquitto, pytest.mark.slow]


@asynccontextmanager
async def ingesting(stores: StoreUrls, mqtt_url: str | None) -> AsyncIterator[None]:
    settings = Settings(
        database_url=stores.database_url, redis_url=stores.redis_url, mqtt_url=mqtt_url,
        partitions=PARTITIONS,
    )  # fmt: skip
    stop = asyncio.Event()
    running = asyncio.ensure_future(run_ingest(settings, stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def is_shown(built: City, north: Client, bay: str) -> None:
    """Say a bay's state again and again, as sensors do, until it is shown."""
    async with asyncio.timeout(PATIENCE_S):
        while not any(name == f"{BAY_PREFIX}{bay}" for _, name in await built.registers()):
            await north.say(f"{ROOT}/north/lots/N-1/bays/{bay}", "occupied")
            await asyncio.sleep(0.2)


async def test_what_is_published_is_shown_and_a_second_process_takes_over(
    stores: StoreUrls, tmp_path: Path
):
    async with city(stores) as built:
        with mosquitto(tmp_path) as broker:
            async with client(broker.port, "north") as north:
                async with ingesting(stores, broker.url):
                    await is_shown(built, north, "1")
                    second = ingesting(stores, broker.url)
                    await second.__aenter__()
                    await is_shown(built, north, "2")
                try:
                    await is_shown(built, north, "3")
                finally:
                    await second.__aexit__(None, None, None)


async def test_without_a_broker_it_runs_and_stops(stores: StoreUrls):
    async with city(stores), ingesting(stores, None):
        await asyncio.sleep(1)
