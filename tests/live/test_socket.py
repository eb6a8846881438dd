from dataclasses import replace

import pytest

from api.live.limits import LiveLimits
from tests.live.city import City, row_of_lots
from tests.live.raw import CLOSE, PING, TEXT, frame
from tests.live.serving import ORIGIN, serving

EVERYWHERE = {"type": "watch", "id": "a", "bbox": [117.0, 36.5, 117.3, 38.9]}


@pytest.fixture
def city() -> City:
    city = City(row_of_lots(5))
    city.count(*((key, 10 * key) for key in range(1, 6)))
    return city


async def test_a_count_reaches_who_watches_within_a_tick_or_two(city):
    async with serving(city) as served:
        client = await served.client()
        hello = await client.next()
        assert hello["epoch"] == city.replica.epoch
        assert hello["limits"]["lots"] == 6_000
        assert hello["clock"]["mode"] == "manual"
        client.say(EVERYWHERE)
        assert len((await client.next())["lots"]) == 5
        await served.settle()
        city.count((3, 77))
        (lot,) = (await client.next())["lots"]
        assert (lot["lot_id"], lot["availability"]["free"]) == ("L00003", 77)


BAD_FRAMES = {
    "unmasked": (frame(TEXT, b"{}", masked=False), 1002),
    "reserved opcode": (frame(3), 1002),
    "reserved bit": (frame(TEXT, b"{}", rsv=4), 1002),
    "long ping": (frame(PING, b"x" * 126), 1002),
    "fragmented ping": (frame(PING, fin=False), 1002),
    "lone continuation": (frame(0, b"x"), 1002),
    "text amid a message": (frame(TEXT, b"x", fin=False) + frame(TEXT, b"x"), 1002),
    "close 999": (frame(CLOSE, b"\x03\xe7"), 1002),
    "close of one byte": (frame(CLOSE, b"\x03"), 1002),
    "bad UTF-8": (frame(TEXT, b'{"type":"\xff"}'), 1007),
    "bad UTF-8 in fragments": (frame(TEXT, b"\xe5", fin=False) + frame(0, b"a"), 1007),
    "bad UTF-8 in a close reason": (frame(CLOSE, b"\x03\xe8\xff"), 1007),
    "4,097 bytes": (frame(TEXT, b"x" * 4_097), 1009),
    "4,097 bytes in fragments": (frame(TEXT, b"x" * 4_000, fin=False) + frame(0, b"x" * 97), 1009),
    "a length of 2^62": (b"\x81\xff" + (1 << 62).to_bytes(8) + b"mask", 1009),
    "binary": (frame(2, b"{}"), 1003),
    "not JSON": (frame(TEXT, b"hello"), 4400),
    "truncated JSON": (frame(TEXT, b'{"type":"watch"'), 4400),
    "nested deeply": (frame(TEXT, b'{"a":' + b"[" * 4_000), 4400),
    "a lone surrogate": (frame(TEXT, rb'{"type":"unwatch","id":"\ud800"}'), 4400),
    "NaN": (frame(TEXT, b'{"type":"watch","id":"a","radius_m":NaN}'), 4400),
    "a close with a code": (frame(CLOSE, b"\x0f\xa0"), 4000),
}


async def test_every_bad_frame_gets_its_close_code_and_the_server_stays_up(city):
    async with serving(city) as served:
        seen = {}
        for name, (sent, _) in BAD_FRAMES.items():
            client = await served.client()
            client.send(sent)
            seen[name] = await client.closed()
        assert seen == {name: code for name, (_, code) in BAD_FRAMES.items()}
        assert (await (await served.client()).next())["type"] == "hello"


BAD_MESSAGES = {
    "no type": ({"id": "a"}, "bad-message", None),
    "unknown type": ({"type": "dance"}, "bad-message", "/type"),
    "no shape": ({"type": "watch", "id": "a"}, "bad-message", None),
    "two shapes": (EVERYWHERE | {"lots": []}, "bad-message", None),
    "no id": ({"type": "watch", "lots": []}, "bad-message", None),
    "words for numbers": (
        {"type": "watch", "id": "a", "center": {"lat": "x", "lon": 1}, "radius_m": 5},
        "bad-message", "/center/lat",
    ),
    "latitude 91": (
        {"type": "watch", "id": "a", "center": {"lat": 91, "lon": 1}, "radius_m": 5},
        "bad-message", "/center",
    ),
    "south above north": (EVERYWHERE | {"bbox": [117, 38, 118, 36]}, "bad-message", "/bbox"),
    "no cell": ({"type": "watch", "id": "a", "cells": ["x"]}, "bad-message", "/cells"),
    "no radius": (
        {"type": "watch", "id": "a", "center": {"lat": 1, "lon": 1}}, "bad-message", "/radius_m",
    ),
    "radius 0": (
        {"type": "watch", "id": "a", "center": {"lat": 1, "lon": 1}, "radius_m": 0},
        "bad-message", "/radius_m",
    ),
}  # fmt: skip


async def test_a_message_that_asks_nonsense_is_told_so_and_the_connection_stays(city):
    async with serving(city, LiveLimits(message_burst=100)) as served:
        client = await served.client()
        for message, slug, pointer in BAD_MESSAGES.values():
            client.say(message)
            problem = (await client.until("error"))["problem"]
            assert problem["type"].endswith(slug)
            assert problem.get("pointer") == pointer
            assert problem["title_zh"]
        client.say({"type": "ping"})
        assert (await client.next())["type"] == "pong"


async def test_a_character_and_a_ping_may_fall_between_two_fragments(city):
    name = '{"type":"ping","x":"济南"}'.encode()
    async with serving(city) as served:
        client = await served.client()
        client.send(frame(TEXT, name[:20], fin=False) + frame(PING, b"in between"))
        client.send(frame(0, name[20:]))
        assert (await client.until("pong"))["server_time"]


async def test_bytes_one_at_a_time_make_the_same_message(city):
    async with serving(city) as served:
        client = await served.client()
        for byte in frame(TEXT, b'{"type":"ping"}'):
            client.send(bytes([byte]))
            await client.writer.drain()
        assert await client.until("pong")


async def test_pages_of_other_sites_may_not_open_it(city):
    async with serving(city) as served:
        for origin, status in (
            (None, 101),
            (ORIGIN, 101),
            (f"http://127.0.0.1:{served.port}", 101),
            ("https://elsewhere.example", 403),
            ("null", 403),
        ):
            client = await served.client(more=f"Origin: {origin}\r\n" if origin else "")
            assert client.status == status


async def test_a_vanished_client_leaves_nothing_behind(city):
    async with serving(city) as served:
        client = await served.client()
        client.say(EVERYWHERE)
        await client.until("snapshot")
        client.writer.transport.abort()
        await served.settle()
        live = served.live
        assert not live.peers
        assert not live.hub._groups
        assert not live.waiting
        assert not live.wheel._buckets


async def test_a_page_that_is_idle_hears_that_it_lives_and_where_it_stands(city):
    limits = LiveLimits(tick_s=0.05, heartbeat_s=0.5, pong_s=0.5)
    async with serving(city, limits) as served:
        client = await served.client()
        client.say(EVERYWHERE)
        await client.until("snapshot")
        beat = await client.until("changes")
        assert beat["lots"] == []
        assert beat["pos"] == {str(part): at for part, at in served.live.hub.standing().items()}
        assert client.pings


async def test_an_open_page_is_told_when_the_citys_clock_is_moved(city):
    async with serving(city) as served:
        client = await served.client()
        await client.until("hello")
        moved = replace(served.live.clock.reading, base_city_us=city.now_us + 3_600_000_000)
        served.live.clock.follow(moved)
        notice = await client.until("notice")
        assert (notice["kind"], notice["clock"]["mode"]) == ("clock", "manual")
        assert notice["server_time"] == served.live.server_time()
