"""Hostile clients: connections that begin something and never end it, and know when they were cut.

They are many and cost little: one protocol each, no task. Clients of the websocket that do not
read are `RawClient`s with a small receive buffer.
"""

import asyncio
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

DRIP_S = 2.0
LOOK_S = 0.5
AT_ONCE = 100
SPARE_DESCRIPTORS = 500


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said at once and what is added every few seconds, for ever."""

    name: str
    begin: bytes
    drip: bytes = b""


SILENT = Opening("silent", b"")
SLOW_HEADER = Opening("slow header", b"GET /v1/lots/nearby HTTP/1.1\r\nhost: a\r\n", b"x-a: b\r\n")
SLOW_UPGRADE = Opening(
    "slow upgrade", b"GET /v1/live HTTP/1.1\r\nupgrade: websocket\r\n", b"x: y\r\n"
)


def slow_body(key: str) -> Opening:
    """A feed that announces a body and sends a byte of it now and then."""
    head = f"POST /v1/reports HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {key}\r\n"
    return Opening("slow body", f"{head}content-length: 9999\r\n\r\n{{".encode(), b" ")


def oversized(key: str) -> tuple[Opening, Opening]:
    """A head and a body of more than anybody may send."""
    auth = f"POST /v1/reports HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {key}\r\n"
    body = f"{auth}content-length: {2**30}\r\n\r\n{{".encode()
    head = b"GET / HTTP/1.1\r\nx-a: " + b"b" * 20_000
    return Opening("oversized head", head), Opening("oversized body", body, b" ")


def every_kind(key: str) -> list[Opening]:
    """All of these, few of them oversized: those are cut at once and come back as soon."""
    slow = (SILENT, SLOW_HEADER, SLOW_UPGRADE, slow_body(key))
    return [*slow * 10, *oversized(key)]


class HalfOpen(asyncio.Protocol):
    """One such connection; `lasted_s` is None as long as nobody has cut it."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.lasted_s: float | None = None
        self.said = b""
        self._opened_s = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._opened_s = time.monotonic()
        transport.write(self.opening.begin)
        if self.opening.drip:
            self._drip()

    def data_received(self, data: bytes) -> None:
        self.said += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.lasted_s = time.monotonic() - self._opened_s

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _drip(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(self.opening.drip)
            asyncio.get_running_loop().call_later(DRIP_S, self._drip)


async def besiege(port: int, openings: Sequence[Opening], number: int) -> list[HalfOpen]:
    """Open `number` connections, the openings in turn, a hundred at a time."""
    loop = asyncio.get_running_loop()
    besiegers = [HalfOpen(opening) for opening in islice(cycle(openings), number)]
    for first in range(0, number, AT_ONCE):
        async with asyncio.TaskGroup() as group:
            for one in besiegers[first : first + AT_ONCE]:
                group.create_task(loop.create_connection(lambda one=one: one, "127.0.0.1", port))
    return besiegers


async def hold(
    port: int, openings: Sequence[Opening], number: int, is_cut: Callable[[HalfOpen], None]
) -> None:
    """Keep as many open until cancelled; whoever is cut is told of and opened again."""
    held = await besiege(port, openings, number)
    try:
        while True:
            await asyncio.sleep(LOOK_S)
            gone = [one for one in held if one.lasted_s is not None]
            held = [one for one in held if one.lasted_s is None]
            for one in gone:
                is_cut(one)
            held += await besiege(port, [one.opening for one in gone], len(gone))
    finally:
        for one in held:
            one.hang_up()


def affordable(wanted: int) -> int:
    """Scale a number of connections to the descriptors one process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = min(hard, max(soft, wanted + SPARE_DESCRIPTORS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return min(wanted, allowed - SPARE_DESCRIPTORS)
