"""Every limit of `hello.limits` is crossed by one; what follows is what docs/live.md says."""

import asyncio
from dataclasses import replace

import pytest

from api.live.close_codes import LiveClose
from api.live.limits import LiveLimits
from parking.principal import Principal
from tests.live.city import City, row_of_lots
from tests.live.raw import PING, RawClient, frame
from tests.live.serving import serving

QUICK = LiveLimits(tick_s=0.05)
EVERYWHERE = {"type": "watch", "id": "a", "bbox": [117.0, 36.5, 117.3, 38.9]}
NOWHERE = {"type": "watch", "lots": []}
CENTER = {"lat": 36.65, "lon": 117.12}


@pytest.fixture
def city() -> City:
    return City(row_of_lots(3))


async def refused(client: RawClient, message: dict) -> str:
    client.say(message)
    return (await client.until("error"))["problem"]["type"].rpartition("/")[2]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (replace(QUICK, lots=2), EVERYWHERE),
        (replace(QUICK, cells=1), NOWHERE | {"id": "a", "lots": None, "cells": ["x", "y"]}),
        (replace(QUICK, named_lots=1), NOWHERE | {"id": "a", "lots": ["x", "y"]}),
        (QUICK, {"type": "watch", "id": "a", "center": CENTER, "radius_m": 100_001}),
    ],
)
async def test_a_view_over_a_limit_is_an_error_and_the_connection_stays(city, limits, message):
    async with serving(city, limits) as served:
        client = await served.client()
        assert await refused(client, message) == "limit-exceeded"
        client.say({"type": "ping"})
        assert await client.until("pong")


async def test_one_watch_too_many_is_an_error(city):
    async with serving(city, replace(QUICK, watches=2)) as served:
        client = await served.client()
        for name in ("a", "b", "a"):
            client.say(NOWHERE | {"id": name})
            await client.until("snapshot")
        assert await refused(client, NOWHERE | {"id": "c"}) == "limit-exceeded"


async def test_a_message_of_the_greatest_length_is_read(city):
    async with serving(city) as served:
        client = await served.client()
        client.say(b'{"type":"ping","x":"' + b"x" * (4_096 - 22) + b'"}')
        assert await client.until("pong")


async def test_one_message_too_many_in_a_burst_closes(city):
    async with serving(city) as served:
        client = await served.client()
        for _ in range(10):
            client.say({"type": "ping"})
        for _ in range(10):
            await client.until("pong")
        for _ in range(3):
            client.say({"type": "ping"})
        assert await client.closed() == 4009


async def test_a_flood_of_pings_gets_no_flood_of_pongs(city):
    async with serving(city) as served:
        client = await served.client()
        await client.next()
        client.send(frame(PING, b"x") * 500)
        assert await client.next_frame() == (8, b"\x0f\xa9too many messages")


async def test_a_flood_of_pongs_that_nobody_asked_for_closes(city):
    async with serving(city, QUICK) as served:
        client = await served.client()
        client.send(frame(0xA) * 50)
        assert await client.closed() == LiveClose.TOO_MANY_MESSAGES


async def test_frames_of_data_keep_to_ten_a_second(city):
    async with serving(city, LiveLimits()) as served:
        client = await served.client()
        client.say(EVERYWHERE)
        await client.until("snapshot")
        loop = asyncio.get_running_loop()
        end, frames = loop.time() + 1.5, 0
        while loop.time() < end:
            city.count((1, int(loop.time() * 1_000) % 90))
            try:
                async with asyncio.timeout(0.01):
                    frames += (await client.next())["type"] == "changes"
            except TimeoutError:
                continue
        assert 3 <= frames <= 15


async def test_one_socket_too_many_from_an_address_is_refused_until_one_leaves(city):
    async with serving(city, replace(QUICK, sockets_per_address=2)) as served:
        clients = [await served.client() for _ in range(3)]
        assert [client.status for client in clients] == [101, 101, 429]
        assert b"retry-after" in clients[2].headers.lower()
        assert b"application/problem+json" in clients[2].headers
        await clients[0].leave()
        await served.settle()
        assert (await served.client()).status == 101


async def test_behind_a_trusted_proxy_the_real_address_counts(city):
    limits = replace(QUICK, sockets_per_address=1)
    async with serving(city, limits, proxies="127.0.0.1") as served:
        seen = [
            (await served.client(more=f"X-Forwarded-For: {address}\r\n")).status
            for address in ("10.1.1.1", "10.1.1.2", "10.1.1.1")
        ]
        assert seen == [101, 101, 429]


async def test_one_socket_too_many_for_the_process_is_refused(city):
    async with serving(city, replace(QUICK, sockets=1)) as served:
        clients = [await served.client() for _ in range(2)]
        assert [client.status for client in clients] == [101, 503]


async def test_who_never_watches_is_closed(city):
    limits = replace(QUICK, watch_within_s=0.5, heartbeat_s=0.4, pong_s=0.2)
    async with serving(city, limits) as served:
        client = await served.client()
        assert await client.closed() == 4408


async def test_who_answers_no_ping_is_closed_and_who_answers_stays(city):
    limits = replace(QUICK, heartbeat_s=0.5, pong_s=0.5)
    async with serving(city, limits) as served:
        mute = await served.client()
        mute.answers_pings = False
        lively = await served.client()
        lively.say(EVERYWHERE)
        reading = asyncio.ensure_future(lively.closed())
        assert await mute.closed() == 4012
        await asyncio.sleep(1)
        assert not reading.done()
        reading.cancel()


async def test_a_connection_that_has_lived_long_enough_is_told_to_come_again(city):
    limits = replace(QUICK, life_s=0.5, heartbeat_s=0.5)
    async with serving(city, limits) as served:
        client = await served.client()
        notice = await client.until("notice")
        assert (notice["kind"], notice["retry_after_s"]) == ("reconnect", 1)
        assert await client.closed() == 1012


async def test_a_key_brings_notices_and_a_revoked_one_is_taken_back(city):
    async with serving(city) as served:
        served.keys.principals["good"] = Principal("driver", key_id="k1")
        client = await served.client()
        client.say({"type": "auth", "key": "good"})
        assert (await client.until("notice"))["role"] == "driver"
        del served.keys.principals["good"]
        assert (await client.until("notice"))["kind"] == "signed-out"
        assert not served.live.accounts._key_of


async def test_the_third_unknown_key_closes(city):
    async with serving(city) as served:
        client = await served.client()
        for _ in range(2):
            assert await refused(client, {"type": "auth", "key": "bad"}) == "unauthorized"
        client.say({"type": "auth", "key": "bad"})
        assert await client.closed() == 4003
