"""Requests that are too fat or too slow, byte by byte on a real socket."""

import asyncio
import gc
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
import uvloop

from api.server.http_protocol import Deadlines, GuardedHttpProtocol
from api.settings import Settings
from tests.services.city import running_server

GET = b"GET / HTTP/1.1\r\nhost: a\r\n"
LENGTH = [(b"content-length", b"2")]
HASTY = Deadlines(header_s=0.3, body_s=0.3, linger_s=0.2, answer_s=0.3)
WITHIN_S = 10.0


async def talk(port: int, *parts: bytes, pause_s: float = 0.0) -> bytes:
    """Send the parts one by one; everything the server said until it closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause_s)
        async with asyncio.timeout(WITHIN_S):
            return await reader.read()
    finally:
        writer.close()


async def app(scope, receive, send):
    """Reads the whole body before it says yes."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": LENGTH})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """A server with shorter deadlines."""
    protocol = partial(GuardedHttpProtocol, deadlines=HASTY)
    async with running_server(
        Settings(port=0), app=app, factory=False, lifespan="off", ws="none", http=protocol
    ) as port:
        yield port


async def test_fat_headers_get_a_problem_however_they_are_cut(port: int):
    fat = b"x-fat: " + b"a" * 70_000 + b"\r\n\r\n"
    many = b"".join(b"x-%d: aaaaaaaaaaaaaaaa\r\n" % n for n in range(2_000)) + b"\r\n"
    long_line = b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n"
    pieces = [fat[at : at + 4_000] for at in range(0, len(fat), 4_000)]
    for parts in ((GET + fat,), (GET + many,), (long_line,), (GET, *pieces)):
        said = await talk(port, *parts)
        assert said.startswith(b"HTTP/1.1 431"), said[:80]
        assert b"/problems/header-too-large" in said
    said = await talk(port, GET + b"connection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200")


async def test_headers_well_below_the_limit_pass_in_pieces_too(port: int):
    wide = b"x-wide: " + b"a" * 9_000 + b"\r\n"
    said = await talk(port, GET, wide[:5_000], wide[5_000:], b"connection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200")


async def test_whoever_dawdles_is_hung_up_on(port: int):
    body = b"POST /v1/reports HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\n{"
    for parts in ((), (GET,), (b"\r\n",), (body,)):
        said = await talk(port, *parts)
        assert b"200" not in said
    drip = [b"x-a: b\r\n"] * 30
    with pytest.raises(ConnectionError):
        await talk(port, GET, *drip, *drip, pause_s=0.05)


async def test_those_who_came_at_once_are_not_all_cut_at_once():
    """A thousand cut in one turn of the loop, and back in the next, keep everybody waiting."""
    deadlines = Deadlines(header_s=1.0)
    protocol = partial(GuardedHttpProtocol, deadlines=deadlines)
    async with running_server(
        Settings(port=0), app=app, factory=False, lifespan="off", ws="none", http=protocol
    ) as port:

        async def cut_after_s() -> float:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            began_s = time.monotonic()
            await reader.read()
            writer.close()
            return time.monotonic() - began_s

        async with asyncio.timeout(WITHIN_S):
            cuts_s = await asyncio.gather(*(cut_after_s() for _ in range(60)))
    assert max(cuts_s) - min(cuts_s) > deadlines.header_s / 10


async def test_a_connection_that_is_used_again_lives_on(port: int):
    end = GET + b"connection: close\r\n\r\n"
    said = await talk(port, GET + b"\r\n", GET + b"\r\n", GET + b"\r\n", end, pause_s=0.2)
    assert said.count(b"HTTP/1.1 200") == 4
    pipelined = await talk(port, (GET + b"\r\n") * 3 + end)
    assert pipelined.count(b"HTTP/1.1 200") == 4


async def test_what_is_no_http_gets_a_problem(port: int):
    said = await talk(port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 400")
    assert b"/problems/bad-request" in said


LARGE = b"a" * 4_000_000


async def large_app(scope, receive, send):
    """Answers with more than any kernel keeps for a client."""
    headers = [(b"content-length", b"%d" % len(LARGE))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": LARGE})


@pytest.mark.parametrize("end", [b"", b"connection: close\r\n"])
async def test_whoever_takes_nothing_of_an_answer_is_hung_up_on(end: bytes):
    protocol = partial(GuardedHttpProtocol, deadlines=HASTY)
    async with running_server(
        Settings(port=0), app=large_app, factory=False, lifespan="off", ws="none", http=protocol
    ) as port:
        mute = await open_mute(port, GET + end + b"\r\n")
        slow, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET + b"connection: close\r\n\r\n")
        taken = 0
        async with asyncio.timeout(6 * WITHIN_S):
            while part := await slow.read(100_000):
                taken += len(part)
                await asyncio.sleep(0.02)  # for longer than the deadline, but always some
        assert taken > len(LARGE)
        writer.close()
        with pytest.raises(ConnectionResetError):
            await until_reset(mute)
        mute.close()


def test_whoever_asks_often_and_takes_nothing_leaves_no_line_in_the_log(caplog):
    uvloop.run(ask_and_take_nothing())  # its transports refuse what others pass over
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def ask_and_take_nothing() -> None:
    protocol = partial(GuardedHttpProtocol, deadlines=HASTY)
    async with running_server(
        Settings(port=0), app=large_app, factory=False, lifespan="off", ws="none", http=protocol
    ) as port:
        mute = await open_mute(port, (GET + b"\r\n") * 5)
        with pytest.raises(ConnectionResetError):
            await until_reset(mute)
        mute.close()
        await asyncio.sleep(0.2)
        gc.collect()  # a task that failed is told of when it goes


@pytest.mark.parametrize("turns", [1, 2])
def test_who_asks_again_before_it_is_closed_is_answered_though_nobody_had_the_time_to_read_it(
    turns,
):
    uvloop.run(ask_again_while_others_are_read(turns))  # its timers run before it reads on


async def ask_again_while_others_are_read(turns: int) -> None:
    async with running_server(
        Settings(port=0), app=app, factory=False, lifespan="off", ws="none",
        http=GuardedHttpProtocol, timeout_keep_alive=0.5,
    ) as port:  # fmt: skip
        with socket.create_connection(("127.0.0.1", port), timeout=WITHIN_S) as client:
            client.sendall(GET + b"\r\n")
            assert (await asyncio.to_thread(client.recv, 4_096)).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.2)
            with busy_reading(lambda: client.sendall(GET + b"\r\n"), turns, 0.5):
                await asyncio.sleep(turns * 0.5 + 0.1)
            assert (await asyncio.to_thread(client.recv, 4_096)).startswith(b"HTTP/1.1 200")
            assert await asyncio.to_thread(client.recv, 4_096) == b""


@contextmanager
def busy_reading(at_last: Callable[[], None], turns: int, seconds: float) -> Iterator[None]:
    """Keep so many turns of the loop so long each with what it reads of others."""
    loop = asyncio.get_running_loop()
    theirs, ours = socket.socketpair()
    left = turns

    def read() -> None:
        nonlocal left
        ours.recv(1)
        left -= 1
        if not left:
            at_last()
        time.sleep(seconds)

    with theirs, ours:
        loop.add_reader(ours, read)
        theirs.send(b"." * turns)
        yield
        loop.remove_reader(ours)


async def open_mute(port: int, request: bytes) -> socket.socket:
    """Ask, and never read a byte of the answer."""
    mute = socket.socket()
    mute.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    mute.setblocking(False)
    await asyncio.get_running_loop().sock_connect(mute, ("127.0.0.1", port))
    mute.send(request)
    return mute


async def until_reset(mute: socket.socket) -> None:
    async with asyncio.timeout(WITHIN_S):
        while True:
            await asyncio.sleep(0.05)
            error = mute.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, "reset")
