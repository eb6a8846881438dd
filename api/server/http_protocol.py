"""Guarded HTTP: uvicorn's protocol with what it lacks, limits on header bytes and on slow callers.

It counts bytes and seconds of one connection; it knows nothing of routes or of what a body means.
"""

import asyncio
import fcntl
import random
import struct
import termios
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from api.server.held_head import HeldHead
from api.server.slow_reader import SlowReader
from parking.problems import Problem

HEADER_BYTES_MAX = 16 * 1024

HEADER_STATUS = b"431 Request Header Fields Too Large"
HEADER_PROBLEM = Problem(
    "header-too-large",
    f"The request line and headers are over {HEADER_BYTES_MAX} bytes; send fewer or shorter ones.",
)

EARLY_SHARE: Final = 0.2
"""Of a deadline, by chance: thousands that came at once are not to go, and come again, at once."""
READ_SOON_S: Final = 0.05
_UNREAD_BYTES: Final = struct.Struct("i")
_chance: Final = random.Random()  # noqa: S311 - spreads work, guards nothing

IDLE, HEADER, BODY = range(3)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a head and a body may take, a refused caller may go on sending, and an answer may
    wait without being taken any further.
    """

    header_s: float = 10.0
    body_s: float = 25.0
    linger_s: float = 1.0
    answer_s: float = 10.0


DEADLINES: Final = Deadlines()


class GuardedHttpProtocol(HttpToolsProtocol):
    """A request's head must be small and arrive in time, and so must its body.

    One timer per connection: armed when the connection opens and when a request, or the stage it
    is in, begins in more than one piece. A request that arrives whole never touches a timer.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        deadlines: Deadlines = DEADLINES,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadlines = deadlines
        self._stage = IDLE
        self._begun = 0
        self._header_bytes = 0
        self._fed_bytes = 0
        self._refused = False
        self._is_overdue = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._reader = SlowReader(self.loop, transport, self._deadlines.answer_s)
        self._arm(self._deadlines.header_s)

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        self._reader.stop()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reader.watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._reader.stop()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch_the_end()

    def timeout_keep_alive_handler(self) -> None:
        """Close who has been idle, but a turn later, and not while a request waits to be read.

        In a flood a turn lasts long, and timers run in it before anything is read.
        """
        if not self._is_overdue or self._has_unread():
            self._is_overdue = True
            self.timeout_keep_alive_task = self.loop.call_later(
                READ_SOON_S, self.timeout_keep_alive_handler
            )
            return
        super().timeout_keep_alive_handler()
        self._watch_the_end()

    def _watch_the_end(self) -> None:
        """See that a connection that was closed also ends: it waits for what is unsent."""
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self._reader.watch()

    def _has_unread(self) -> bool:
        """Ask the kernel, which has what the loop has not read yet."""
        if self.transport.is_closing():
            return False
        descriptor = self.transport.get_extra_info("socket").fileno()
        size = bytes(_UNREAD_BYTES.size)
        (waiting,) = _UNREAD_BYTES.unpack(fcntl.ioctl(descriptor, termios.FIONREAD, size))
        return bool(waiting)

    def data_received(self, data: bytes) -> None:
        self._is_overdue = False
        if self._refused:
            return
        before = (self._stage, self._begun)
        super().data_received(data)
        if self.transport.is_closing() or self._lingers():
            return
        if self._stage != IDLE:
            self._await_the_rest(before, len(data))
        elif self._begun != before[1] or before[0] != IDLE:
            self._disarm()
        elif self._deadline is None and self._is_quiet():
            # Line ends without a request: uvicorn has just stopped its keep-alive timer.
            self._arm(self._deadlines.header_s)

    def _await_the_rest(self, before: tuple[int, int], size: int) -> None:
        if before != (self._stage, self._begun):
            deadlines = self._deadlines
            self._arm(deadlines.header_s if self._stage == HEADER else deadlines.body_s)
        elif self._stage == HEADER:
            # The parser hands a header over when it is complete; an endless one shows only here.
            self._fed_bytes += size
            if self._fed_bytes > HEADER_BYTES_MAX:
                self._refuse(HEADER_STATUS, HEADER_PROBLEM)

    def _lingers(self) -> bool:
        return self._refused

    def handle_websocket_upgrade(self) -> None:
        self._stage = IDLE
        self._disarm()
        self._reader.stop()
        super().handle_websocket_upgrade()
        # uvicorn forgets this object now, but it and its parser hold each other.
        self.parser = None  # type: ignore[assignment]  # as uvicorn does itself

    def send_400_response(self, msg: str) -> None:
        self._refuse(b"400 Bad Request", Problem("bad-request", msg))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begin_head()

    def _begin_head(self) -> None:
        self._stage = HEADER
        self._begun += 1
        self._header_bytes = 0
        self._fed_bytes = 0

    def on_url(self, url: bytes) -> None:
        self._count_header(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count_header(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._stage = BODY
        if not self._refused:
            super().on_headers_complete()
            self._hold_head(self.cycle)

    def _hold_head(self, cycle: RequestResponseCycle | None) -> None:
        if cycle is None or isinstance(cycle.transport, HeldHead):
            return  # an upgrade begins no cycle
        held = cycle.transport = HeldHead(cycle.transport)

        def answered() -> None:
            held.flush()
            self.on_response_complete()

        cycle.on_response = answered

    def on_body(self, body: bytes) -> None:
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._stage = IDLE
        if not self._refused:
            super().on_message_complete()

    def _is_quiet(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _count_header(self, size: int) -> None:
        self._header_bytes += size
        if self._header_bytes > HEADER_BYTES_MAX:
            self._refuse(HEADER_STATUS, HEADER_PROBLEM)

    def _refuse(self, status: bytes, reason: Problem) -> None:
        """Answer, then read on into nothing for a moment: a reset would lose the answer."""
        if self._refused:
            return
        self._refused = True
        body = msgspec.json.encode(reason.to_dict())
        self.transport.write(
            b"HTTP/1.1 %b\r\ncontent-type: application/problem+json\r\n"
            b"connection: close\r\ncontent-length: %d\r\n\r\n%b" % (status, len(body), body)
        )
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._arm(self._deadlines.linger_s)

    def _arm(self, seconds: float) -> None:
        self._disarm()
        seconds -= seconds * EARLY_SHARE * _chance.random()
        self._deadline = self.loop.call_later(seconds, self._give_up)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()
        self._watch_the_end()
