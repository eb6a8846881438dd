"""A hot GET is answered without ASGI when it is plain; every other one comes to the app whole."""

import asyncio

import pytest

from api.server.fast_path import STATE_KEY, FastPath
from api.settings import Settings
from tests.api.test_held_head import asked
from tests.services.city import running_server

HOT = b"GET /hot?n=1 HTTP/1.1\r\nhost: a\r\n"


def answer(query, client, headers):
    if query == b"fail":
        raise LookupError
    return None if query == b"refuse" else b"fast " + query


async def app(scope, receive, send):
    """Says in ASGI what reached it, and lends its state to the fast path."""
    if scope["type"] == "lifespan":
        await receive()
        scope["state"][STATE_KEY] = {b"/hot": FastPath(answer, ((b"x-kind", b"fast"),))}
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    message = await receive()
    body = b"slow %b %b" % (scope["query_string"], message.get("body", b""))
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
async def port():
    async with running_server(Settings(port=0), app=app, factory=False, ws="none") as port:
        yield port


async def test_a_plain_get_is_answered_whole_at_once(port):
    said = await asked(port, HOT + b"\r\n", until=b"fast n=1")
    head = said.lower().split(b"\r\n")
    assert head[0] == b"http/1.1 200 ok"
    assert {b"content-length: 8", b"x-kind: fast"} < set(head)
    assert any(line.startswith(b"date: ") for line in head)


@pytest.mark.parametrize(
    ("request_bytes", "said"),
    [
        (HOT + b"content-length: 2\r\n\r\nhi", b"slow n=1 hi"),
        (HOT + b"transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", b"slow n=1 hi"),
        (HOT + b"connection: close\r\n\r\n", b"slow n=1 "),
        (b"GET /hot?n=1 HTTP/1.0\r\n\r\n", b"slow n=1 "),
        (b"POST /hot?n=1 HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nhi", b"slow n=1 hi"),
        (b"GET /hot?refuse HTTP/1.1\r\nhost: a\r\n\r\n", b"slow refuse "),
        (b"GET /hot?fail HTTP/1.1\r\nhost: a\r\n\r\n", b"slow fail "),
        (b"GET /other?n=1 HTTP/1.1\r\nhost: a\r\n\r\n", b"slow n=1 "),
    ],
)
async def test_what_is_not_plain_comes_to_the_app(port, request_bytes, said):
    assert await asked(port, request_bytes, until=said)


async def test_answers_of_both_ways_keep_the_order_of_their_requests(port):
    other = b"GET /other?n=%d HTTP/1.1\r\nhost: a\r\n\r\n"
    requests = HOT + b"\r\n" + other % 2 + HOT + b"\r\n" + other % 4 + HOT + b"\r\n"
    said = await asked(port, requests * 50 + other % 9, until=b"slow n=9 ")
    bodies = [line.split(b"HTTP")[0].strip() for line in said.split(b"\r\n\r\n")[1:]]
    assert [body.split()[1] for body in bodies] == [b"n=1", b"n=2", b"n=1", b"n=4", b"n=1"] * 50 + [
        b"n=9"
    ]


async def test_a_head_in_pieces_is_answered_too_and_the_connection_serves_on(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in (HOT[:9], HOT[9:], b"\r\n", HOT + b"\r\n"):
        writer.write(piece)
        await asyncio.sleep(0.02)
    async with asyncio.timeout(15):
        for _ in range(2):
            assert (await reader.readuntil(b"fast n=1")).startswith(b"HTTP/1.1 200 OK\r\n")
    writer.close()
