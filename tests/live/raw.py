"""A websocket client without manners: sends any bytes, reads or does not read, sees every frame."""

import asyncio
import json
import os
import socket
import struct

OPENING = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
)
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def frame(opcode: int, data: bytes = b"", *, fin: bool = True, masked: bool = True, rsv: int = 0):
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    size, bit = len(data), 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", first, bit | size)
    else:
        head = struct.pack("!BBH", first, bit | 126, size)
    if not masked:
        return head + data
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))


class RawClient:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.status = 0
        self.headers = b""
        self.pings: list[bytes] = []
        self.answers_pings = True

    @classmethod
    async def open(
        cls, port: int, *, more: str = "", path: str = "/v1/live", receive_bytes: int = 0
    ) -> "RawClient":
        raw = socket.socket()
        if receive_bytes:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        raw.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", port))
        except BaseException:
            raw.close()
            raise
        limit = {"limit": receive_bytes} if receive_bytes else {}
        client = cls(*await asyncio.open_connection(sock=raw, **limit))
        opening = OPENING.format(path=path, host=f"127.0.0.1:{port}", more=more)
        client.writer.write(opening.encode())
        try:
            client.headers = await client.reader.readuntil(b"\r\n\r\n")
        except BaseException:
            client.writer.transport.abort()
            raise
        client.status = int(client.headers.split(b" ", 2)[1])
        return client

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def say(self, message: object) -> None:
        text = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.send(frame(TEXT, text))

    async def next_frame(self) -> tuple[int, bytes]:
        first, size = await self.reader.readexactly(2)
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2))
        elif size == 127:
            size = int.from_bytes(await self.reader.readexactly(8))
        return first & 15, await self.reader.readexactly(size)

    async def next(self) -> dict:
        """Read the next message; answers pings, and raises Closed with the code."""
        while True:
            opcode, data = await self.next_frame()
            if opcode == TEXT:
                return json.loads(data)
            if opcode == PING:
                self.pings.append(data)
                if self.answers_pings:
                    self.send(frame(PONG, data))
            if opcode == CLOSE:
                self.send(frame(CLOSE, data[:2]))
                raise ClosedError(int.from_bytes(data[:2]))

    async def until(self, kind: str) -> dict:
        while (message := await self.next())["type"] != kind:
            pass
        return message

    async def closed(self) -> int:
        """Read on until the end; the close code, 1006 without one."""
        try:
            async with asyncio.timeout(20):
                while True:
                    await self.next()
        except ClosedError as closed:
            return closed.code
        except (asyncio.IncompleteReadError, ConnectionError):
            return 1006

    async def leave(self) -> None:
        self.writer.close()
        await asyncio.sleep(0)


class ClosedError(Exception):
    def __init__(self, code: int) -> None:
        self.code = code
