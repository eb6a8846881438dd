"""An answer's head and body leave in one piece, and no answer stays behind."""

import asyncio
from typing import ClassVar

import pytest

from api.server.http_protocol import GuardedHttpProtocol
from api.settings import Settings
from tests.services.city import running_server


async def app(scope, receive, send):
    message = await receive()
    size = int(scope["path"].removeprefix("/") or 0)
    body = message["body"] + b"x" * size
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Overheard(GuardedHttpProtocol):
    """Tells each write to its transport, which is a system call of its own."""

    written: ClassVar[list[bytes]] = []

    def connection_made(self, transport):
        self.written.clear()
        super().connection_made(Recorded(transport))


class Recorded:
    def __init__(self, transport):
        self._transport = transport

    def write(self, data):
        Overheard.written.append(bytes(data))
        self._transport.write(data)

    def __getattr__(self, name):
        return getattr(self._transport, name)


@pytest.fixture
async def port():
    async with running_server(
        Settings(port=0), app=app, factory=False, lifespan="off", ws="none", http=Overheard
    ) as port:
        yield port


async def asked(port, request, *, until):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(request)
    answer = await asyncio.wait_for(reader.readuntil(until), 5)
    writer.close()
    return answer


async def test_one_call_sends_head_and_body(port):
    await asked(port, b"GET /5 HTTP/1.1\r\nhost: a\r\n\r\n", until=b"\r\n\r\nxxxxx")
    (answer,) = Overheard.written
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\nxxxxx")


async def test_an_answer_to_head_has_no_body_but_comes(port):
    answer = await asked(port, b"HEAD /5 HTTP/1.1\r\nhost: a\r\n\r\n", until=b"\r\n\r\n")
    assert b"content-length: 5" in answer


async def test_an_empty_body_and_a_closing_connection_lose_no_head(port):
    request = b"GET /0 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
    assert b"200 OK" in await asked(port, request, until=b"\r\n\r\n")


async def test_pipelined_answers_come_in_order_and_whole(port):
    requests = b"".join(b"%b /%d HTTP/1.1\r\nhost: a\r\n\r\n" % pair for pair in [
        (b"GET", 1), (b"HEAD", 2), (b"GET", 3)])  # fmt: skip
    answer = await asked(port, requests, until=b"\r\n\r\nxxx")
    assert [line for line in answer.split(b"\r\n") if line.startswith(b"content-length")] == [
        b"content-length: 1", b"content-length: 2", b"content-length: 3"]  # fmt: skip


async def test_who_waits_to_be_told_to_continue_is_told(port):
    request = b"POST /0 HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n"
    assert await asked(port, request, until=b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"


async def test_a_large_body_comes_whole(port):
    answer = await asked(port, b"GET /300000 HTTP/1.1\r\nhost: a\r\n\r\n", until=b"x" * 300000)
    assert answer.count(b"x") == 300000
