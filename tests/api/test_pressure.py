"""A process with too much to do says so at once, is seen to live, and takes everybody again."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress

import pytest

from api.server.pressure import LASTS_S, LATE_S, LOOK_S, REMEMBERED_S, STILL_LATE_S, Pressure
from api.server.turned_away import CROWD
from tests.services.city import City, draft, snapshot

PATIENCE_S = 15.0


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pressure(clock: Clock) -> Pressure:
    return Pressure(clock)


def turn(pressure: Pressure, clock: Clock, lasting_s: float) -> None:
    pressure.look_again_in(LOOK_S)
    clock.now_s += lasting_s
    pressure.turn()


def test_one_long_stall_turns_nobody_away(pressure: Pressure, clock: Clock) -> None:
    turn(pressure, clock, 30.0)
    assert not pressure.is_over()
    turn(pressure, clock, LOOK_S)
    clock.now_s += LASTS_S
    assert not pressure.is_over()


def test_a_loop_that_stays_late_turns_away_until_it_is_in_time(
    pressure: Pressure, clock: Clock
) -> None:
    for _ in range(9):
        turn(pressure, clock, 2 * LATE_S)
    assert pressure.is_over()
    turn(pressure, clock, LOOK_S)
    assert not pressure.is_over()


def test_a_single_turn_without_end_is_noticed_within_it(pressure: Pressure, clock: Clock) -> None:
    pressure.look_again_in(LOOK_S)
    clock.now_s += 2 * LATE_S
    assert not pressure.is_over()
    clock.now_s += LASTS_S
    assert pressure.is_over()


def test_a_process_that_was_pressed_a_moment_ago_is_believed_at_once(
    pressure: Pressure, clock: Clock
) -> None:
    for _ in range(9):
        turn(pressure, clock, 2 * LATE_S)
    assert pressure.is_over()
    turn(pressure, clock, LOOK_S)
    turn(pressure, clock, 2 * LATE_S)
    assert pressure.is_over()
    turn(pressure, clock, LOOK_S)
    clock.now_s += REMEMBERED_S
    turn(pressure, clock, 2 * LATE_S)
    assert not pressure.is_over()


def test_a_process_that_was_pressed_a_moment_ago_takes_in_nothing_before_it_is_in_time(
    pressure: Pressure, clock: Clock
) -> None:
    a_little_late_s = LOOK_S + 2 * STILL_LATE_S
    turn(pressure, clock, a_little_late_s)
    assert not pressure.is_over()
    for _ in range(9):
        turn(pressure, clock, 2 * LATE_S)
    assert pressure.is_over()
    turn(pressure, clock, a_little_late_s)
    assert pressure.is_over()
    turn(pressure, clock, LOOK_S + STILL_LATE_S / 2)
    assert not pressure.is_over()


@asynccontextmanager
async def busy_loop() -> AsyncIterator[None]:
    """Take the loop's time again and again, as more requests than it can answer would."""

    async def work() -> None:
        while True:
            time.sleep(3 * LATE_S)  # noqa: ASYNC251 - this is the point
            await asyncio.sleep(0)

    working = asyncio.create_task(work())
    try:
        yield
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def test_a_pressed_process_asks_to_come_back_and_shows_that_it_lives(city: City) -> None:
    await city.put_lots(draft("op1-a"))
    key = await city.key("operator", "op1")
    async with asyncio.timeout(PATIENCE_S):
        async with crowd(city, key), busy_loop():
            refused = await city.client.get("/v1/lots/op1-a")
            while refused.status_code == 200:
                refused = await city.client.get("/v1/lots/op1-a")
            reported = await city.report_once(key, snapshot("op1-a", 6))
            nearby = await city.client.get("/v1/lots/nearby?lat=36.65&lon=117.12")
            healthy = await city.client.get("/healthz")
        async with busy_loop():
            alone = [await city.client.get("/v1/lots/op1-a") for _ in range(5)]
    for answer in (refused, reported):
        assert answer.status_code == 503
        assert 1 <= int(answer.headers["retry-after"]) <= 3
        assert answer.json()["retryable"]
        assert "title_zh" in answer.json()
    assert {answer.status_code for answer in (nearby, healthy, *alone)} == {200}
    assert "onelot_http_turned_away_total 2.0" in (await city.client.get("/metrics")).text
    assert (await city.report(key, snapshot("op1-a", 6))).status_code == 200


async def test_who_is_turned_away_in_the_middle_of_a_body_is_served_on_the_same_connection(
    city: City,
) -> None:
    key = await city.key("operator", "op1")
    reader, writer = await asyncio.open_connection("127.0.0.1", city.port)
    head = b"POST /v1/reports HTTP/1.1\r\nhost: a\r\ncontent-length: 40000\r\n\r\n"
    body = b"GET /healthz HTTP/1.1\r\n\r\n".ljust(40_000, b".")
    async with asyncio.timeout(PATIENCE_S):
        async with crowd(city, key), busy_loop():
            status = b"401"
            while status == b"401":
                for piece in (head, body[:9_000], body[9_000:]):
                    writer.write(piece)
                    await asyncio.sleep(0)
                status = await _status_of_answer(reader)
        assert status == b"503"
        writer.write(b"GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n")
        assert await _status_of_answer(reader) == b"200"
    writer.close()


@asynccontextmanager
async def crowd(city: City, key: dict[str, str]) -> AsyncIterator[None]:
    """Have many requests under way: bodies that do not come."""
    head = f"POST /v1/reports HTTP/1.1\r\nhost: a\r\nauthorization: {key['authorization']}\r\n"
    before = len(asyncio.all_tasks())
    with ExitStack() as stack:
        for _ in range(CROWD):
            raw = stack.enter_context(socket.create_connection(("127.0.0.1", city.port)))
            raw.sendall(f"{head}content-length: 9\r\n\r\n".encode())
        while len(asyncio.all_tasks()) < before + CROWD:  # noqa: ASYNC110 - they come by the wire
            await asyncio.sleep(0.01)
        assert (await city.report(key)).status_code == 200  # their key is known by now
        yield
    while len(asyncio.all_tasks()) >= before + CROWD // 2:  # noqa: ASYNC110 - by the wire too
        await asyncio.sleep(0.01)


async def _status_of_answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
    await reader.readexactly(int(length))
    return head.split(b" ")[1]
