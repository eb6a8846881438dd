"""A model of one websocket's way: bytes in order, buffers that fill, resets at any byte.

To the server it is an asyncio transport; the client is whoever takes the bytes.
"""

import asyncio
import random
from typing import Protocol

from tests.simulation.weather import Weather

KERNEL_BYTES = 4_096
"""What goes out before the server notices that nobody reads."""


class Reader(Protocol):
    """The client's end."""

    def take(self, data: bytes) -> None: ...

    def lost(self) -> None: ...


class ModelSocket(asyncio.Transport):
    """One connection; whoever reads slowly pauses the server's protocol as a real one would."""

    def __init__(self, reader: Reader, weather: Weather, chance: random.Random) -> None:
        super().__init__()
        self._reader = reader
        self._weather = weather
        self._chance = chance
        self._loop = asyncio.get_running_loop()
        self._protocol: asyncio.Protocol | None = None
        self._kernel = bytearray()
        self._unsent = bytearray()
        self._up: list[bytes] = []
        self._is_paused = self._is_reading_paused = self._is_moving = False
        self._is_ending = False
        self.is_over = False
        self.is_stalled = False

    def open(self, protocol: asyncio.Protocol) -> None:
        self._protocol = protocol

    # What the server does.

    def write(self, data: bytes) -> None:
        if self.is_over or self._is_ending:
            return
        room = KERNEL_BYTES - len(self._kernel)
        self._kernel += data[:room]
        self._unsent += data[room:]
        if self._unsent and not self._is_paused:
            self._is_paused = True
            self._protocol.pause_writing()
        self._move()

    def get_write_buffer_size(self) -> int:
        return len(self._unsent)

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self._is_ending = True
        self._move()

    def close(self) -> None:
        self.write_eof()

    def abort(self) -> None:
        self.reset()

    def pause_reading(self) -> None:
        self._is_reading_paused = True

    def resume_reading(self) -> None:
        self._is_reading_paused = False
        self._move_up()

    def get_extra_info(self, name: str, default: object = None) -> object:
        return default

    # What the client does.

    def send(self, data: bytes) -> None:
        self._up.append(data)
        self._loop.call_later(self._weather.delay_s(self._chance), self._move_up)

    def stall(self) -> None:
        self.is_stalled = True

    def read_on(self) -> None:
        self.is_stalled = False
        self._move()

    def reset(self) -> None:
        """Break it off here; of what is on its way some may still arrive."""
        if self.is_over:
            return
        arrived = self._kernel[: self._chance.randint(0, len(self._kernel))]
        self.is_over = True
        if arrived and not self.is_stalled:
            self._reader.take(bytes(arrived))
        self._loop.call_later(self._weather.delay_s(self._chance), self._tell_ends)

    def _tell_ends(self) -> None:
        if self._protocol is not None:
            self._protocol.connection_lost(None)
        self._reader.lost()

    # What moves by itself.

    def _move(self) -> None:
        if not self._is_moving and not self.is_over:
            self._is_moving = True
            self._loop.call_later(self._weather.delay_s(self._chance), self._arrive)

    def _arrive(self) -> None:
        self._is_moving = False
        if self.is_over or self.is_stalled:
            return
        arrived = bytes(self._kernel)
        self._kernel = self._unsent[:KERNEL_BYTES]
        del self._unsent[:KERNEL_BYTES]
        if arrived:
            self._reader.take(arrived)
        if self._is_paused and not self._unsent and not self.is_over:
            self._is_paused = False
            self._protocol.resume_writing()
        if self._kernel:
            self._move()
        elif self._is_ending:
            self.reset()

    def _move_up(self) -> None:
        while self._up and not self._is_reading_paused and not self.is_over:
            self._protocol.data_received(self._up.pop(0))
