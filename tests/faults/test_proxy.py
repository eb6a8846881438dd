"""The fault proxy does to a connection what it is told, and nothing else."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import pytest
import redis

from parking.storage.redis.cluster import CLUSTER_SCHEME
from tests.faults.kit.proxy import FaultProxy, proxied

SHORT_S = 0.3
PATIENCE_S = 5.0


@contextmanager
def echo_server(listener: socket.socket) -> Iterator[list[bytes]]:
    """Send back what comes in; yields all that came in."""
    heard: list[bytes] = []

    def echo(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while data := connection.recv(65_536):
                heard.append(data)
                connection.sendall(data)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=echo, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@pytest.fixture(params=["tcp", "unix"])
def echo(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[tuple[str, list[bytes]]]:
    if request.param == "tcp":
        listener = socket.create_server(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}"
    else:
        path = Path(tmp_path_factory.mktemp("e")) / "s"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen()
        url = f"unix://{path}"
    with echo_server(listener) as heard:
        yield url, heard


@pytest.fixture
def through(echo: tuple[str, list[bytes]]) -> Iterator[tuple[FaultProxy, "Caller"]]:
    with proxied(echo[0]) as (proxy, url):
        caller = Caller(url)
        assert caller.ask(b"hello") == b"hello"
        with caller.socket:
            yield proxy, caller


class Caller:
    """A client that asks and waits a moment for the answer."""

    def __init__(self, url: str) -> None:
        if url.startswith("unix://"):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(url.removeprefix("unix://"))
        else:
            port = int(url.rpartition(":")[2])
            self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(PATIENCE_S)
        self.url = url

    def ask_anew(self, data: bytes) -> bytes:
        """Ask on a new connection."""
        fresh = Caller(self.url)
        with fresh.socket:
            return fresh.ask(data)

    def ask(self, data: bytes) -> bytes:
        self.socket.sendall(data)
        return self.hear(len(data))

    def hear(self, size: int) -> bytes:
        """Return what comes until so much is there or the connection ends."""
        found = b""
        while len(found) < size and (data := self.socket.recv(65_536)):
            found += data
        return found

    def is_silent(self) -> bool:
        self.socket.settimeout(SHORT_S)
        try:
            self.socket.recv(1)
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(PATIENCE_S)
        return False

    def is_cut(self) -> bool:
        try:
            return self.socket.recv(65_536) == b""
        except ConnectionResetError:
            return True


def test_a_megabyte_goes_through_unchanged_in_both_directions(through):
    _, caller = through
    data = bytes(range(256)) * 4_096
    threading.Thread(target=caller.socket.sendall, args=(data,)).start()
    assert caller.hear(len(data)) == data


def test_a_delay_is_added_to_answers_and_ends_with_the_fault(through):
    proxy, caller = through
    proxy.delay_s = SHORT_S
    began_s = time.monotonic()
    assert caller.ask(b"slow") == b"slow"
    assert time.monotonic() - began_s >= SHORT_S
    proxy.heal()
    assert caller.ask(b"fast") == b"fast"


def test_a_pause_holds_every_byte_and_loses_none(through):
    proxy, caller = through
    proxy.pause()
    caller.socket.sendall(b"held")
    assert caller.is_silent()
    proxy.heal()
    assert caller.hear(4) == b"held"


def test_a_reset_ends_what_is_open_and_lets_new_ones_in(through):
    proxy, caller = through
    proxy.reset()
    assert caller.is_cut()
    assert caller.ask_anew(b"again") == b"again"


def test_a_half_open_connection_hears_nothing_any_more_and_new_ones_work(through, echo):
    proxy, caller = through
    proxy.half_open()
    caller.socket.sendall(b"lost")
    assert caller.is_silent()
    assert caller.ask_anew(b"again") == b"again"
    assert b"lost" not in b"".join(echo[1])


def test_an_answer_is_cut_after_the_bytes_it_may_have(through):
    proxy, caller = through
    proxy.cut_after(3)
    caller.socket.sendall(b"abcdef")
    with suppress(ConnectionResetError):
        assert caller.hear(6) == b"abc"
    proxy.heal()
    assert caller.ask_anew(b"whole") == b"whole"


def test_a_request_arrives_whose_reply_is_dropped(through, echo):
    proxy, caller = through
    proxy.drop_reply_to(b"commit")
    assert caller.ask(b"other") == b"other"
    caller.socket.sendall(b"com")
    assert caller.hear(3) == b"com"
    caller.socket.sendall(b"mit")
    assert caller.is_cut()
    assert b"commit" in b"".join(echo[1])
    assert proxy.dropped == 1
    assert caller.ask_anew(b"commit") == b"commit"


async def test_both_stores_are_reached_through_it(stores):
    with proxied(stores.database_url) as (_, url):
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("select current_database()") in url
        await connection.close()
    # One node of a cluster is reached as any single server is.
    address = stores.redis_url.replace(CLUSTER_SCHEME, "redis://")
    with proxied(address) as (_, url), redis.Redis.from_url(url) as client:
        assert client.ping()
