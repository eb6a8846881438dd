"""Wire: a keep-alive connection that posts ready-made requests, and what its answers cost in time.

Cheap on purpose: the load generator shares the machine with what it measures.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ACCEPTED = re.compile(rb'"accepted":(\d+)')
ANSWER_S = 30.0


class Wire(asyncio.Protocol):
    """One request at a time."""

    def __init__(self) -> None:
        self._came = bytearray()
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, _, body = bytes(self._came).partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if length is None or len(body) < int(length[1]):
            return
        self._came.clear()
        if head.split(b" ", 2)[1] != b"200":
            self._answer.set_exception(AssertionError((head + body)[:2_000].decode()))
            return
        self._answer.set_result(int(_ACCEPTED.search(body)[1]))

    async def post(self, request: bytes) -> int:
        """Return how many reports were accepted; anything but 200 is an error."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        async with asyncio.timeout(ANSWER_S):
            return await self._answer

    def close(self) -> None:
        self._transport.close()


@asynccontextmanager
async def wires(url: str, count: int) -> AsyncIterator[list[Wire]]:
    place = urlsplit(url)
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(Wire, place.hostname, place.port))[1] for _ in range(count)
    ]
    try:
        yield opened
    finally:
        for wire in opened:
            wire.close()


async def closed_loop(url: str, queues: Sequence[Sequence[bytes]]) -> tuple[float, int]:
    """Post each queue over a connection of its own, as fast as answers come; seconds, accepted."""
    async with wires(url, len(queues)) as opened:
        began_s = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_post_all(wire, queue))
                for wire, queue in zip(opened, queues, strict=True)
            ]
        return time.perf_counter() - began_s, sum(task.result() for task in tasks)


async def _post_all(wire: Wire, queue: Sequence[bytes]) -> int:
    return sum([await wire.post(request) for request in queue])


async def open_loop(
    url: str, requests: Sequence[bytes], per_s: float, connections: int
) -> tuple[list[float], int]:
    """Post at fixed moments whatever the server does; seconds from each moment, and accepted.

    A request that finds no idle connection waits, and its wait counts: a server that stalls
    cannot slow its measurement down with it.
    """
    took_s: list[float] = []
    accepted = 0
    async with wires(url, connections) as opened:
        idle: asyncio.Queue[Wire] = asyncio.Queue()
        for wire in opened:
            idle.put_nowait(wire)

        async def post(wire: Wire, request: bytes, due_s: float) -> None:
            nonlocal accepted
            answered = await wire.post(request)
            accepted += answered
            took_s.append(time.perf_counter() - due_s)
            idle.put_nowait(wire)

        began_s = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for place, request in enumerate(requests):
                due_s = began_s + place / per_s
                if (early_s := due_s - time.perf_counter()) > 0:
                    await asyncio.sleep(early_s)
                group.create_task(post(await idle.get(), request, due_s))
    return took_s, accepted
