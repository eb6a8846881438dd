"""One proxied connection: both directions, and what a fault does to them. Knows no listener."""

import asyncio
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tests.faults.kit.proxy import FaultProxy

CHUNK = 65_536
CHUNKS_HELD = 64
FOUND_DEAD_S = 11.0
"""Of the platform's own sessions (`SILENT_SESSION`): five seconds, then three probes of two."""
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, for 0 s: closing sends a reset

Address: TypeAlias = Path | tuple[str, int]
_Held: TypeAlias = asyncio.Queue[tuple[float, bytes]]


class _ClosedError(Exception):
    """One side has closed: so does the other."""


class _CutError(Exception):
    """The fault asks for the end of this connection."""


class Link:
    """A client, a server, and the bytes between them."""

    def __init__(self, proxy: "FaultProxy", client: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._writers = [client]
        self._said = 0
        self._asked = b""
        self._then: bytes | None = None
        self._is_marked = self._is_forgotten = False

    async def run(self, from_client: asyncio.StreamReader) -> None:
        try:
            from_server, server = await _connect(self._proxy.target)
            self._writers.append(server)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pass(from_client, server, is_reply=False))
                group.create_task(self._pass(from_server, self._writers[0], is_reply=True))
        except* _ClosedError:
            for writer in self._writers:
                writer.close()
        except* (OSError, _CutError, asyncio.CancelledError):
            self.reset()

    def reset(self) -> None:
        for writer in self._writers:
            raw = writer.get_extra_info("socket")
            if raw.family != socket.AF_UNIX and not writer.is_closing():
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()

    def forget(self) -> None:
        """Pass nothing on any more, not even that a side has closed.

        A server's kernel finds the other machine dead after a while, by keep-alives, and lets its
        session go: else dead sessions would fill the server up, as they do nowhere.
        """
        self._is_forgotten = True
        self._proxy.loop.call_later(FOUND_DEAD_S, self._end_with_server)

    def _end_with_server(self) -> None:
        for server in self._writers[1:]:
            server.transport.abort()

    def count_anew(self) -> None:
        self._said = 0

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_reply: bool
    ) -> None:
        """Pass one direction on; what waits for its time does not hold up what is read."""
        held: _Held = asyncio.Queue(CHUNKS_HELD)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._deliver(held, writer, is_reply=is_reply))
            data = b"?"
            while data:
                data = await reader.read(CHUNK)
                delay_s = self._proxy.delay_s if is_reply else 0.0
                await held.put((self._proxy.loop.time() + delay_s, data))

    async def _deliver(self, held: _Held, writer: asyncio.StreamWriter, *, is_reply: bool) -> None:
        while True:
            due_s, data = await held.get()
            await asyncio.sleep(due_s - self._proxy.loop.time())
            await self._proxy.may_pass.wait()
            if self._is_forgotten:
                continue
            if not data:
                raise _ClosedError
            if is_reply:
                self._answer(writer, data)
            else:
                self._ask(writer, data)
            await writer.drain()

    def _ask(self, server: asyncio.StreamWriter, data: bytes) -> None:
        if self._then is not None:
            if self._has_said(self._then, data):
                self._is_marked, self._then = True, None
        elif self._proxy.marker is not None and self._has_said(self._proxy.marker, data):
            self._then, self._proxy.marker = self._proxy.then, None
            self._is_marked = self._then is None
        server.write(data)

    def _has_said(self, marker: bytes, data: bytes) -> bool:
        asked = self._asked + data
        self._asked = asked[-len(marker) :]
        return marker in asked

    def _answer(self, client: asyncio.StreamWriter, data: bytes) -> None:
        if self._is_marked:
            self._proxy.dropped += 1
            raise _CutError
        most = self._proxy.cut_at
        if most is not None and self._said + len(data) > most:
            client.write(data[: most - self._said])
            raise _CutError
        self._said += len(data)
        client.write(data)


async def _connect(target: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if isinstance(target, Path):
        return await asyncio.open_unix_connection(str(target))
    return await asyncio.open_connection(*target)
