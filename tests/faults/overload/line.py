"""Line: one keep-alive connection that asks ready-made requests, one after the other.

Cheap on purpose: thousands of them share the machine with what they besiege.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

CUT, GIVEN_UP = 0, -1
"""In place of a status: no answer came, or none in time."""
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_RETRY = re.compile(rb"retry-after: *\d+\r", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request; `body` is the number of its body of reports, None for a question."""

    kind: str
    data: bytes
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request; a refusal is clean when it says when to come back.

    Its seconds are those of the clock it was asked by.
    """

    request: Request
    asked_s: float
    took_s: float
    status: int
    is_clean: bool = False


class Line(asyncio.Protocol):
    """`told` is called with every answer and with the line, which then is free or closed."""

    def __init__(self, now_s: Callable[[], float], told: Callable[[Answer, "Line"], None]) -> None:
        self.is_open = False
        self.asked_s = 0.0
        self._now_s, self._told = now_s, told
        self._asked: Request | None = None
        self._transport: asyncio.Transport | None = None
        self._came = b""
        self._due = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport, self.is_open = transport, True
        if self._asked is None:  # given up meanwhile
            self.close()
        else:
            transport.write(self._asked.data)

    def ask(self, request: Request) -> None:
        """Ask at once, or as soon as the line is open."""
        self._asked, self.asked_s = request, self._now_s()
        if self._transport is not None:
            self._transport.write(request.data)

    def data_received(self, data: bytes) -> None:
        self._came += data
        if not self._due:
            head, found, _ = self._came.partition(b"\r\n\r\n")
            if not found:
                return
            length = _LENGTH.search(head)
            assert length is not None
            self._due = len(head) + 4 + int(length[1])
        if len(self._came) >= self._due:
            came, self._came, self._due = self._came, b"", 0
            status = int(came[9:12])
            self._answer(status, is_clean=status in {429, 503} and bool(_RETRY.search(came)))

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        self._answer(CUT)

    def give_up(self) -> None:
        """Hang up on whoever does not answer."""
        self.close()
        self._answer(GIVEN_UP)

    def close(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    def _answer(self, status: int, *, is_clean: bool = False) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            took_s = self._now_s() - self.asked_s
            self._told(Answer(asked, self.asked_s, took_s, status, is_clean), self)
