"""Two thousand sensors, a real broker, real stores: what the broker loses a heartbeat heals."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from ingest.lorawan.device_book import DeviceBook
from ingest.mqtt.assembly import mqtt_bridge
from ingest.mqtt.topics import ROOT, refusals_of
from ingest.work import run_worker
from parking.clock import SECOND_US, to_us
from parking.device import Device
from parking.live.bays import BAY_PREFIX
from parking.live.count_state import decode_shown
from parking.live.stored import bay_of
from parking.ports import ClockReading
from parking.storage.postgres.devices import PostgresDevices
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, PARTITIONS, City, at, city, snapshot
from tests.ingest.lorawan.samples import sample
from tests.ingest.mqtt.clients import PATIENCE_S, client, until
from tests.ingest.mqtt.mosquitto import Mosquitto, mosquitto, needs_mosquitto

pytestmark = [needs_mosquitto, pytest.mark.slow]
LOTS = ("N-1", "N-2", "N-3", "N-4")
BAYS = 500
"""In each lot."""
GATE_LOT = 3
"""N-3 has a lane that counts."""
IN_FLOW = 300


@asynccontextmanager
async def bridged(built: City, broker: Mosquitto) -> AsyncIterator[CollectorRegistry]:
    registry = CollectorRegistry()
    async with await open_pool(built.urls.database_url, max_size=2) as pool:
        bridge = mqtt_bridge(
            broker.url, built.write_path.reports, pool, built.directory,
            DeviceBook(PostgresDevices(pool)), built.clock, refresh=built.refresh, metrics=registry,
        )  # fmt: skip
        running = asyncio.create_task(bridge.run())
        try:
            await until(lambda: registry.get_sample_value("onelot_mqtt_connected") == 1)
            await asyncio.sleep(0.2)
            yield registry
        finally:
            running.cancel()
            await asyncio.wait([running])


@asynccontextmanager
async def working(stores: StoreUrls) -> AsyncIterator[None]:
    """Run the worker: what Redis was too slow for is shown all the same."""
    stop = asyncio.Event()
    worker = asyncio.ensure_future(run_worker(stores, stop, partitions=PARTITIONS))
    try:
        yield
    finally:
        stop.set()
        await worker


class Sensors:
    """What the bays are like, and one heartbeat of all of them; one client stands for a gateway."""

    def __init__(self) -> None:
        self.truth = {(lot, f"{bay:03}"): "free" for lot in LOTS for bay in range(BAYS)}
        self.entered, self.left, self.at_s = 100, 60, -900
        self._chance = random.Random(7)

    def count(self, entered: int, left: int) -> None:
        """Let so many cars pass the lane, in the five minutes that it takes them."""
        self.entered, self.left = self.entered + entered, self.left + left
        self.at_s += 300

    def change(self, share: float) -> list[tuple[str, str]]:
        changed = self._chance.sample(sorted(self.truth), int(len(self.truth) * share))
        for bay in changed:
            self.truth[bay] = "free" if self.truth[bay] == "occupied" else "occupied"
        return changed

    async def say(self, broker: Mosquitto, bays: list[tuple[str, str]]) -> None:
        async with client(broker.port, "north") as gateway:
            for lot, bay in bays:
                await gateway.say(f"{ROOT}/north/lots/{lot}/bays/{bay}", self.truth[lot, bay])
            totals = {"in_total": self.entered, "out_total": self.left, "epoch": 1}
            told = json.dumps(totals | {"observed_at": at(self.at_s)})
            await gateway.say(f"{ROOT}/north/lots/N-3/lanes/A/totals", told)
            await until(lambda: gateway.connection._persistent_storage.is_empty)

    async def heartbeat(self, broker: Mosquitto) -> None:
        async with asyncio.TaskGroup() as group:
            for lot in LOTS:
                group.create_task(self.say(broker, [bay for bay in self.truth if bay[0] == lot]))


async def bays_of(built: City) -> dict[tuple[str, str], str]:
    return {
        (LOTS[lot_key - 1], name.removeprefix(BAY_PREFIX)): bay_of("0" * 16 + content)[0]
        for (lot_key, name), content in (await built.registers()).items()
        if name.startswith(BAY_PREFIX)
    }


async def gate_count(built: City) -> int | None:
    content = (await built.registers()).get((GATE_LOT, "c"))
    return None if content is None else decode_shown(content[35:]).classes["general"].free


async def becomes(built: City, sensors: Sensors, free: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while await bays_of(built) != sensors.truth or await gate_count(built) != free:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_a_broker_that_loses_everything_is_healed_by_one_heartbeat(
    stores: StoreUrls, tmp_path: Path
):
    sensors = Sensors()
    async with city(stores) as built, working(stores):
        await built.statuses(snapshot(50, -1200, lot="N-3"))
        with mosquitto(tmp_path) as broker:
            async with bridged(built, broker) as registry:
                await sensors.heartbeat(broker)
                await becomes(built, sensors, 50)

                sensors.count(entered=10, left=0)
                await sensors.say(broker, sensors.change(0.1)[:IN_FLOW])
                broker.kill()
                sensors.count(entered=25, left=15)
                unheard = sensors.change(0.3)
                assert len(unheard) == 600
                broker.start()
                await until(lambda: registry.get_sample_value("onelot_mqtt_connected") == 1)
                await asyncio.sleep(1)
                assert await bays_of(built) != sensors.truth

                await sensors.heartbeat(broker)
                await becomes(built, sensors, 50 - 35 + 15)


async def test_what_a_broker_lost_while_nobody_listened_is_healed_by_one_heartbeat(
    stores: StoreUrls, tmp_path: Path
):
    sensors = Sensors()
    async with city(stores) as built, working(stores):
        await built.statuses(snapshot(50, -1200, lot="N-3"))
        with mosquitto(tmp_path) as broker:
            async with bridged(built, broker):
                await sensors.heartbeat(broker)
                await becomes(built, sensors, 50)
            await sensors.say(broker, sensors.change(0.3))
            broker.kill()
            broker.start()
            built.clock.follow(ClockReading("manual", to_us(NOON) + SECOND_US, 0, 1.0))
            async with bridged(built, broker):
                assert await bays_of(built) != sensors.truth
                await sensors.heartbeat(broker)
                await becomes(built, sensors, 50)


async def test_an_operator_s_topics_speak_for_its_own_lots_alone_and_it_is_told_so(
    stores: StoreUrls, tmp_path: Path
):
    async with city(stores) as built:
        with mosquitto(tmp_path) as broker:
            async with bridged(built, broker) as registry, client(broker.port, "north") as north:
                await north.subscribe(refusals_of("north"))
                await north.say(f"{ROOT}/north/lots/S-1/bays/7", "occupied")
                await until(lambda: len(north.heard) == 1)
                assert b"unknown-lot" in north.heard[0][1]
                await north.say(f"{ROOT}/north/lots/N-1/bays/7", "occupied")
                await until(lambda: stored(registry) == 1)
                assert await bays_of(built) == {("N-1", "7"): "occupied"}
                sources = await built.log("source_key")
        assert len({row["source_key"] for row in sources}) == 1
        assert {row["source_key"] for row in sources}.isdisjoint({1, 2, 3, 4})


async def test_a_sensor_on_the_operator_s_list_is_heard_through_its_network(
    stores: StoreUrls, tmp_path: Path
):
    async with city(stores) as built:
        async with await open_pool(stores.database_url, max_size=1) as pool:
            device = Device("1D2F3A", "N-1", "A-07", "sigmais_sigpark")
            assert await PostgresDevices(pool).put(PLATFORM, 1, [device]) == {"1D2F3A"}
            assert await PostgresDevices(pool).put(PLATFORM, 1, [device]) == set()
        with mosquitto(tmp_path) as broker:
            async with (
                bridged(built, broker) as registry,
                client(broker.port, "north") as north,
                client(broker.port, "south") as south,
            ):
                await south.subscribe(refusals_of("south"))
                payload = sample("sigfox-callback.json")
                await south.say(f"{ROOT}/south/lorawan", payload)
                await until(lambda: len(south.heard) == 1)
                assert b"not-found" in south.heard[0][1]
                for _ in range(2):
                    await north.say(f"{ROOT}/north/lorawan/sigfox", payload)
                await north.say(f"{ROOT}/north/lorawan/x", sample("chirpstack-join.json"))
                await until(lambda: stored(registry) == 2 and nothing(registry) == 1)
                assert await bays_of(built) == {("N-1", "A-07"): "occupied"}
                assert len(await built.log("id")) == 1


def stored(registry: CollectorRegistry) -> float | None:
    return registry.get_sample_value("onelot_mqtt_messages_total", {"outcome": "stored"})


def nothing(registry: CollectorRegistry) -> float | None:
    return registry.get_sample_value("onelot_mqtt_messages_total", {"outcome": "nothing"})
