"""Held head: lets an answer's head leave together with the first of its body, in one system call.

uvicorn writes them one after the other, and its loop sends each at once. Knows no HTTP but this.
"""

import asyncio
from typing import Final

CONTINUE: Final = b"HTTP/1.1 100 "
JOINED_BYTES_MAX: Final = 64 * 1024
"""A larger body is not copied to save a call."""


class HeldHead(asyncio.Transport):
    """The transport of one answer; `flush` must follow an answer that has no body."""

    __slots__ = ("_head", "_is_held", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._head = b""
        self._is_held = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._transport.is_closing():
            # The server tells only the last of several requests that their connection has gone.
            self._head = b""
        elif self._is_held:
            if self._head and len(data) <= JOINED_BYTES_MAX:
                data, self._head = self._head + data, b""
            self.flush()
            self._transport.write(data)
        elif bytes(data[: len(CONTINUE)]) == CONTINUE:
            self._transport.write(data)
        else:
            self._head, self._is_held = bytes(data), True

    def flush(self) -> None:
        head, self._head = self._head, b""
        if head and not self._transport.is_closing():
            self._transport.write(head)

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()
