"""Inbox: turns the bytes of one connection into whole messages. It answers nothing itself.

The parser is borrowed: between two messages a connection holds none.
"""

from dataclasses import dataclass, field

from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, Protocol

from api.live.close_codes import LiveClose
from api.live.limits import LiveLimits, MessageBucket
from api.live.parsers import ParserPool


@dataclass(slots=True)
class Received:
    """What one read held. `out` goes back at once: pongs, and, where it `ended`, the close."""

    out: bytes = b""
    ended: bool = False
    messages: list[bytes] = field(default_factory=list)
    pongs: list[bytes] = field(default_factory=list)
    fault: tuple[LiveClose, str] | None = None
    """Why to close, once the messages before it are answered."""


class Inbox:
    """The unread part of a connection, and how fast it may send."""

    __slots__ = ("_bucket", "_fragments", "_parser")

    def __init__(self, limits: LiveLimits, now_s: float) -> None:
        self._bucket = MessageBucket(limits.message_burst, now_s)
        self._fragments: bytearray | None = None
        self._parser: Protocol | None = None

    @property
    def is_empty(self) -> bool:
        return self._parser is None and self._fragments is None

    def receive(self, data: bytes, pool: ParserPool, limits: LiveLimits, now_s: float) -> Received:
        """Read on; after `ended` or a `fault` there is nothing more to read."""
        parser = self._parser or pool.take()
        self._parser = None
        parser.receive_data(data)
        frames = [event for event in parser.events_received() if isinstance(event, Frame)]
        if not self._may_send(frames, limits, now_s):
            # The library has queued a pong for each ping already; a flood gets none of them.
            return Received(fault=(LiveClose.TOO_MANY_MESSAGES, "too many messages"))
        received = Received(b"".join(parser.data_to_send()), parser.state is not OPEN)
        if received.ended:
            # Whoever ends the connection in the same read no longer waits for answers.
            return received
        for frame in frames:
            self._take(frame, received)
            if received.fault:
                return received
        if not pool.give_back(parser):
            self._parser = parser
        return received

    def _may_send(self, frames: list[Frame], limits: LiveLimits, now_s: float) -> bool:
        return all(
            self._bucket.take(now_s, limits) for frame in frames if frame.opcode is not Opcode.CLOSE
        )

    def _take(self, frame: Frame, received: Received) -> None:
        match frame.opcode:
            case Opcode.TEXT | Opcode.CONT:
                self._take_text(frame, received)
            case Opcode.BINARY:
                received.fault = LiveClose.BINARY, "text only"
            case Opcode.PONG:
                received.pongs.append(bytes(frame.data))
            case _:
                pass

    def _take_text(self, frame: Frame, received: Received) -> None:
        whole = bytes(frame.data)
        if self._fragments is not None or not frame.fin:
            self._fragments = self._fragments or bytearray()
            self._fragments += frame.data
            if not frame.fin:
                return
            whole, self._fragments = bytes(self._fragments), None
        try:
            whole.decode()
        except UnicodeDecodeError:
            received.fault = LiveClose.BAD_UTF8, "not UTF-8"
        else:
            received.messages.append(whole)
