"""An answer's head and body leave in one piece, and no answer stays behind."""

import asyncio
import socket

import pytest
import uvicorn

from api.server.run import server_config
from api.settings import Settings


async def app(scope, receive, send):
    message = await receive()
    size = int(scope["path"].removeprefix("/") or 0)
    body = message["body"] + b"x" * size
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
async def port():
    config = server_config(
        Settings(port=0), app=app, factory=False, lifespan="off", ws="none", loop="none"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers a flag and no event
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def asked(port, request, *, until):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(request)
    answer = await asyncio.wait_for(reader.readuntil(until), 5)
    writer.close()
    return answer


async def test_one_packet_carries_head_and_body(port):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /5 HTTP/1.1\r\nhost: a\r\n\r\n")
        await asyncio.sleep(0.2)
        assert client.recv(65536).endswith(b"\r\n\r\nxxxxx")


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
