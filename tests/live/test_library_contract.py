"""What we lean on in uvicorn and websockets that is not documented, and so may change."""

import pytest
from websockets.frames import Frame, Opcode
from websockets.protocol import CLOSING

from api.live.parsers import ParserPool, is_idle
from tests.live.city import City, row_of_lots
from tests.live.raw import PING, TEXT, frame
from tests.live.serving import serving


@pytest.fixture
def city() -> City:
    return City(row_of_lots(2))


@pytest.mark.parametrize("http", ["httptools", "h11"])
async def test_uvicorn_hands_the_upgrade_over_and_counts_the_connection(city, http):
    async with serving(city, http=http) as served:
        client = await served.client()
        assert (await client.next())["type"] == "hello"
        (peer,) = served.live.peers
        assert peer in served.server.server_state.connections
        client.say({"type": "ping"})
        assert (await client.next())["type"] == "pong"
        assert peer._transport.get_protocol() is peer


@pytest.mark.parametrize("http", ["httptools", "h11"])
async def test_other_websockets_stay_with_the_asgi_app(city, http):
    async with serving(city, http=http) as served:
        client = await served.client(path="/echo?x=1")
        assert await client.next_frame() == (TEXT, b"/echo")


async def test_an_opening_without_a_key_or_of_another_version_is_refused(city):
    async with serving(city) as served:
        twice = await served.client(more="Sec-WebSocket-Key: x\r\n")
        old = await served.client(more="Sec-WebSocket-Version: 12\r\n")
        assert (twice.status, old.status) == (400, 400)


async def test_an_opening_with_too_many_headers_is_refused_in_words(city):
    async with serving(city) as served:
        client = await served.client(more="X-Padding: x\r\n" * 200)
        assert client.status == 400
        assert b"problem+json" in client.headers


async def test_compression_is_declined(city):
    async with serving(city) as served:
        client = await served.client(more="Sec-WebSocket-Extensions: permessage-deflate\r\n")
        assert client.status == 101
        assert b"extensions" not in client.headers.lower()


async def test_a_connection_between_two_messages_holds_no_parser(city):
    async with serving(city) as served:
        client = await served.client()
        await client.next()
        (peer,) = served.live.peers
        whole = frame(TEXT, b'{"type":"ping"}')
        client.send(whole[:5])
        await served.settle()
        assert not peer._inbox.is_empty
        client.send(whole[5:])
        await client.until("pong")
        assert peer._inbox.is_empty


def test_a_parser_is_idle_only_between_messages_of_an_open_connection():
    parser = ParserPool(100).take()
    assert is_idle(parser)
    whole = frame(TEXT, b"ab")
    parser.receive_data(whole[:3])
    assert not is_idle(parser)
    parser.receive_data(whole[3:] + frame(TEXT, b"c", fin=False))
    assert not is_idle(parser)
    parser.receive_data(frame(0, b"d"))
    assert is_idle(parser)
    assert [event.opcode for event in parser.events_received() if isinstance(event, Frame)] == [
        Opcode.TEXT, Opcode.TEXT, Opcode.CONT,
    ]  # fmt: skip


def test_a_pong_is_queued_for_each_ping_and_an_end_is_an_empty_write():
    parser = ParserPool(100).take()
    parser.receive_data(frame(PING, b"x"))
    assert parser.data_to_send() == [b"\x8a\x01x"]
    parser.receive_data(frame(TEXT, b"x" * 101))
    assert parser.state is CLOSING
    assert parser.data_to_send()[-1] == b""
    assert parser.parser_exc is not None
