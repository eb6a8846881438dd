"""Slow reader: hangs up on a peer that takes nothing of what it was sent. Knows bytes, no HTTP."""

import asyncio
import socket
import struct
from typing import Final

LEAST_BYTES: Final = 8 * 1024
"""What must have left within each deadline: the slowest phone takes as much in a second or two."""
_RESET_AT_ONCE: Final = struct.pack("ii", 1, 0)


class SlowReader:
    """One timer of one connection, armed only while something waits to be sent."""

    __slots__ = ("_deadline_s", "_left", "_loop", "_timer", "_transport")

    def __init__(
        self, loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, deadline_s: float
    ) -> None:
        self._loop = loop
        self._transport = transport
        self._deadline_s = deadline_s
        self._left = 0
        self._timer: asyncio.TimerHandle | None = None

    def watch(self) -> None:
        """Begin to look whether what is unsent becomes less."""
        if self._timer is None:
            self._wait()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        self._left = self._transport.get_write_buffer_size()
        self._timer = self._loop.call_later(self._deadline_s, self._look)

    def _look(self) -> None:
        self._timer = None
        left = self._transport.get_write_buffer_size()
        if left > max(0, self._left - LEAST_BYTES):
            reset(self._transport)
        elif left:
            self._wait()


def reset(transport: asyncio.Transport) -> None:
    """Hang up with a reset: a plain close would leave the kernel sending for minutes."""
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
    transport.abort()
