"""The bridge on a real Mosquitto: acknowledged is taken, and what is not taken comes again."""

import asyncio
import socket
from pathlib import Path

import iotcore
import pytest

from ingest.mqtt.intake import Refusal
from ingest.mqtt.messages import Message
from ingest.mqtt.session import IN_FLIGHT
from ingest.mqtt.topics import ROOT
from tests.ingest.mqtt.clients import Taker, bridge, client, is_connected, until
from tests.ingest.mqtt.mosquitto import mosquitto, needs_mosquitto

VERSIONS = pytest.mark.parametrize("version", [4, 5], ids=["3.1.1", "5"])
BAY = f"{ROOT}/north/lots/N-1/bays/7"


@needs_mosquitto
@VERSIONS
async def test_what_a_killed_bridge_had_not_stored_comes_again(tmp_path: Path, version: int):
    before, after = Taker(), Taker()
    before.hold = asyncio.Event()
    with mosquitto(tmp_path) as broker:
        async with client(broker.port, "north", version) as north:
            async with bridge(broker.url, before, version=version):
                for number in range(300):
                    await north.say(BAY, str(number))
                await until(lambda: before.asked >= 10)
            assert before.taken == []
            async with bridge(broker.url, after, version=version):
                await until(lambda: len(after.taken) >= 300)
    assert set(after.payloads()) == {str(number).encode() for number in range(300)}


@needs_mosquitto
@VERSIONS
async def test_while_the_log_is_away_little_is_held_and_then_nothing_is_missing(
    tmp_path: Path, version: int
):
    taker = Taker()
    taker.is_open = False
    with mosquitto(tmp_path) as broker:
        async with (
            client(broker.port, "north", version) as north,
            bridge(broker.url, taker, version=version) as metrics,
        ):
            for number in range(500):
                await north.say(BAY, str(number))
            await until(lambda: taker.asked > 2 * IN_FLIGHT)
            assert 0 < metrics.held._value.get() <= IN_FLIGHT
            taker.is_open = True
            await until(lambda: len(set(taker.payloads())) == 500)
    assert len(taker.taken) == 500


@needs_mosquitto
async def test_a_broker_without_a_limit_brings_again_what_found_no_room(tmp_path: Path):
    taker = Taker()
    taker.hold = asyncio.Event()
    with mosquitto(tmp_path, "max_inflight_messages 0") as broker:
        async with (
            client(broker.port, "north", 4) as north,
            bridge(broker.url, taker, most=20, version=4),
        ):
            for number in range(200):
                await north.say(BAY, str(number))
            await until(lambda: taker.at_once == 20)
            taker.hold.set()
            await until(lambda: len(set(taker.payloads())) == 200)
    assert taker.most_at_once == 20


@needs_mosquitto
async def test_messages_that_no_broker_keeps_are_dropped_aloud_when_there_is_no_room(
    tmp_path: Path,
):
    taker = Taker()
    taker.hold = asyncio.Event()
    with mosquitto(tmp_path) as broker:
        async with (
            client(broker.port, "north") as north,
            bridge(broker.url, taker, most=20) as metrics,
        ):
            for number in range(50):
                await north.say(BAY, str(number), qos=0)
            await until(lambda: metrics.dropped._value.get() == 30)
            taker.hold.set()
            await until(lambda: len(taker.taken) == 20)


@needs_mosquitto
@VERSIONS
async def test_a_broker_that_comes_back_empty_is_subscribed_to_again(tmp_path: Path, version: int):
    taker = Taker()
    with mosquitto(tmp_path) as broker:
        async with bridge(broker.url, taker, version=version) as metrics:
            broker.kill()
            await until(lambda: not is_connected(metrics))
            broker.start()
            await until(lambda: is_connected(metrics))
            async with client(broker.port, "north") as north:
                await asyncio.sleep(0.2)
                await north.say(BAY, "after")
                await until(lambda: taker.payloads() == [b"after"])


@needs_mosquitto
async def test_states_without_a_time_are_taken_in_the_order_they_came(tmp_path: Path):
    taker = Taker()
    with mosquitto(tmp_path) as broker:
        async with client(broker.port, "north") as north, bridge(broker.url, taker):
            for number in range(100):
                await north.say(BAY, str(number))
            await until(lambda: len(taker.taken) == 100)
    by_arrival = sorted(taker.taken, key=lambda message: message.arrived_us)
    assert [message.payload for message in by_arrival] == [b"%d" % n for n in range(100)]
    assert len({message.arrived_us for message in taker.taken}) == 100


@needs_mosquitto
async def test_a_message_that_breaks_us_takes_no_room_from_the_others(tmp_path: Path):
    class Breaking(Taker):
        async def take(self, message: Message) -> Refusal | None:
            if message.payload == b"poison":
                raise ZeroDivisionError
            return await super().take(message)

    taker = Breaking()
    with mosquitto(tmp_path) as broker:
        async with client(broker.port, "north") as north, bridge(broker.url, taker):
            for _ in range(2 * IN_FLIGHT):
                await north.say(BAY, "poison")
            await north.say(BAY, "free")
            await until(lambda: taker.payloads() == [b"free"])


@needs_mosquitto
async def test_what_a_broker_had_kept_is_told_from_what_is_said_now(tmp_path: Path):
    taker = Taker()
    with mosquitto(tmp_path) as broker:
        async with client(broker.port, "north") as north:
            await north.say(BAY, "old", retain=True)
            await asyncio.sleep(0.2)
            async with bridge(broker.url, taker):
                await north.say(BAY, "new")
                await until(lambda: len(taker.taken) == 2)
    assert {message.payload: message.is_kept for message in taker.taken} == {
        b"old": True, b"new": False,
    }  # fmt: skip


async def test_a_broker_that_speaks_the_older_version_alone_is_spoken_to_in_it(tmp_path: Path):
    taker = Taker()
    running = iotcore.Broker(listen="127.0.0.1", port=_free_port()).start(30)
    try:
        async with (
            bridge(f"mqtt://127.0.0.1:{running.port}", taker),
            client(running.port, None, 4) as anybody,
        ):
            await anybody.say(BAY, "free")
            await until(lambda: taker.payloads() == [b"free"])
    finally:
        running.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
