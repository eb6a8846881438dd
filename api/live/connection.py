"""Connection: one websocket on its transport; it writes, pauses and closes, and never waits.

What comes in is read by the inbox and answered by the exchange; what is owed is the session's
business. This knows the state of the socket and nothing of lots.
"""

import asyncio
from typing import Final

from api.live import messages
from api.live.close_codes import LiveClose
from api.live.exchange import answer
from api.live.frame import close_frame, text_frame
from api.live.inbox import Inbox
from api.live.service import LiveService
from api.live.session import Session
from api.server.slow_reader import reset
from parking.principal import Principal
from parking.problems import Problem

_KEY_REFUSED: Final = Problem("unauthorized", "This key is not known; the connection stays open.")
_KEYS_AWAY: Final = Problem("unavailable", "Keys cannot be checked now; try again in a moment.")


class LiveConnection(asyncio.Protocol):
    """Open until `is_open` is False; then nothing more is written and what comes is dropped."""

    __slots__ = (
        "_connections",
        "_inbox",
        "_key_attempts",
        "_paused",
        "_service",
        "_transport",
        "address",
        "awaited_pong",
        "born_s",
        "ends_s",
        "is_open",
        "last_frame_s",
        "pinged_s",
        "session",
        "slot",
    )

    def __init__(
        self,
        service: LiveService,
        transport: asyncio.Transport,
        address: str,
        connections: set[object],
    ) -> None:
        now_s = service.now_s()
        self._connections = connections
        self._service = service
        self._transport = transport
        self._inbox = Inbox(service.limits, now_s)
        self._paused = False
        self._key_attempts = 0
        self.address = address
        self.awaited_pong: bytes | None = None
        self.born_s = now_s
        self.ends_s = now_s + service.life_s()
        self.is_open = True
        self.last_frame_s = 0.0
        self.pinged_s = float("-inf")
        self.session = Session(service.hub)
        self.slot = -1

    # What the event loop calls.

    def data_received(self, data: bytes) -> None:
        if not self.is_open:
            return
        service = self._service
        received = self._inbox.receive(data, service.parsers, service.limits, service.now_s())
        if received.ended:
            self._finish(received.out)
            return
        self.send(received.out)
        if self.awaited_pong in received.pongs:
            self.awaited_pong = None
        for message in received.messages:
            if self.is_open:
                answer(self, service, message)
        if received.fault:
            self.close(*received.fault)
        else:
            self.pump(service.now_s())

    def eof_received(self) -> None:
        self.is_open = False

    def pause_writing(self) -> None:
        self._paused = True
        self.session.leave()
        self._service.stall(self)
        if self.is_open:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._paused = False
        self._service.unstall(self)
        if self.is_open:
            self._transport.resume_reading()
            self.pump(self._service.now_s())

    def connection_lost(self, _exc: Exception | None) -> None:
        self.is_open = False
        self.session.close()
        self._service.part(self)
        self._connections.discard(self)

    def shutdown(self) -> None:
        """Say good-bye within the drain; uvicorn calls this when the process stops."""
        self._service.drain(self)

    # What the service calls.

    @property
    def is_paused(self) -> bool:
        return self._paused

    def unsent_bytes(self) -> int:
        return self._transport.get_write_buffer_size()

    def send(self, data: bytes) -> None:
        if data and self.is_open:
            self._transport.write(data)

    def pump(self, now_s: float) -> None:
        """Send the next frame of data that is owed, but not more than one a tick."""
        if not self.session.is_behind or self._paused or not self.is_open:
            return
        service = self._service
        if now_s - self.last_frame_s >= service.limits.tick_s:
            frame = self.session.next_frame(service.clock.now_us())
            if frame:
                self.last_frame_s = now_s
                service.metrics.count_frames(1, len(frame))
                self.send(frame)
        service.wait_for_tick(self)

    def join(self) -> bool:
        """Become a member of its group again, if it owes nothing and can be written to."""
        return self.is_open and not self._paused and self.session.join(self._transport.write)

    def close(self, code: LiveClose, reason: str) -> None:
        """Close from our side: say why, stop sending, and hang up soon even if nobody answers."""
        if self.is_open:
            self._service.metrics.closed.labels(str(int(code))).inc()
            self._finish(close_frame(code, reason))

    def abort(self) -> None:
        """Hang up with a reset: a plain close would leave the kernel sending for minutes."""
        self.is_open = False
        reset(self._transport)

    # What `Accounts` calls.

    def greet(self, principal: Principal) -> None:
        self.say(
            messages.notice("signed-in", "Signed in", "已登录", role=principal.role),
        )

    def refuse_key(self) -> None:
        self._key_attempts += 1
        self.say(messages.error(_KEY_REFUSED))
        if self._key_attempts >= self._service.limits.key_attempts:
            self.close(LiveClose.KEY_REFUSED, "too many unknown keys")

    def expel(self) -> None:
        self.say(messages.notice("signed-out", "The key is no longer valid", "密钥已失效"))

    def ask_again(self) -> None:
        self.say(messages.error(_KEYS_AWAY))

    def say(self, message: bytes) -> None:
        """Send one message that is no data: an answer or a notice."""
        self.send(text_frame(message))

    def _finish(self, last: bytes) -> None:
        """Write the last bytes and our end of the stream; the deadline does the rest."""
        self.send(last)
        self.is_open = False
        self.session.close()
        self._service.expect_end(self)
        if self._paused:
            self._transport.resume_reading()
        if self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()
