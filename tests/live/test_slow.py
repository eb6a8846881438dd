"""Clients that do not read: they cost little, harm nobody and are dropped."""

import asyncio
import json
from dataclasses import replace

import pytest

from api.live.limits import LiveLimits
from tests.live.city import City, lot_at
from tests.live.picture import Picture
from tests.live.raw import RawClient
from tests.live.serving import serving

LOTS = 500
EVERYWHERE = {"type": "watch", "id": "a", "bbox": [117.0, 35.5, 117.3, 38.9]}


@pytest.fixture
def city() -> City:
    return City([lot_at(key, 36.0 + key * 1e-3, 117.12) for key in range(1, LOTS + 1)])


def change_all(city: City, free: int) -> None:
    city.count(*((key, free) for key in range(1, LOTS + 1)))


async def read_on(client: RawClient, picture: Picture) -> None:
    while True:
        picture.take(json.dumps(await client.next()))


async def sip(client: RawClient, city: City) -> None:
    """Read a little now and then, while everything changes all the time."""
    for free in range(120):
        change_all(city, free)
        await client.reader.read(512)
        await asyncio.sleep(0.06)


async def test_a_client_that_stops_reading_costs_one_frame_and_is_dropped(city):
    limits = LiveLimits(tick_s=0.05, stall_s=1.0)
    async with serving(city, limits) as served:
        stuck = await served.client(receive_bytes=4_096)
        fine = await served.client()
        picture = Picture()
        for client in (stuck, fine):
            client.say(EVERYWHERE)
        reading = asyncio.ensure_future(read_on(fine, picture))
        waiting = []
        for free in range(45):
            change_all(city, free)
            waiting += [peer.unsent_bytes() for peer in served.live.peers]
            await asyncio.sleep(0.06)
        await served.settle()
        assert picture.free() == city.free()
        assert max(waiting) < 700_000
        assert len(served.live.peers) == 1
        assert served.live.metrics.closed.labels("4008")._value.get() == 1
        reading.cancel()


async def test_a_client_that_reads_too_slowly_for_ever_is_dropped(city):
    limits = LiveLimits(tick_s=0.05, stall_s=5.0, slow_s=1.5)
    async with serving(city, limits) as served:
        slow = await served.client(receive_bytes=4_096)
        slow.say(EVERYWHERE)
        with pytest.raises(ConnectionResetError):
            await sip(slow, city)
        assert not served.live.peers


async def test_a_client_that_wakes_in_time_gets_the_newest_state_alone(city):
    async with serving(city, LiveLimits(tick_s=0.05)) as served:
        client = await served.client(receive_bytes=4_096)
        client.say(EVERYWHERE)
        picture = Picture()
        for free in range(25):
            change_all(city, free)
            await asyncio.sleep(0.05)
        async with asyncio.timeout(20):
            while picture.free() != city.free():
                picture.take(json.dumps(await client.next()))
        assert len(picture.seen) < 15


async def test_a_hundred_stuck_clients_keep_nobody_else_waiting(city):
    limits = replace(LiveLimits(tick_s=0.05), stall_s=30)
    async with serving(city, limits) as served:
        stuck = [await served.client(receive_bytes=4_096) for _ in range(100)]
        for client in stuck:
            client.say(EVERYWHERE)
        fine = await served.client()
        fine.say({"type": "watch", "id": "a", "lots": ["L00001"]})
        await fine.until("snapshot")
        for free in range(20):
            change_all(city, free)
            async with asyncio.timeout(5):
                while (await fine.until("changes"))["lots"][0]["availability"]["free"] != free:
                    pass
