"""Handshake of /v1/live: who may open a socket, and the bytes that answer. No socket here."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import SecurityError
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol
from websockets.streams import StreamReader

from api.problems import PROBLEM_JSON, problem_body, problem_headers
from parking.problems import Problem

_LOG: Final = logging.getLogger("onelot.live.handshake")
_LOG.setLevel(logging.WARNING)
# Asked only what it thinks of a request, it keeps nothing of a connection; and one that belonged
# to a connection would hold itself until the collector comes by.
_RULES: Final = ServerProtocol(extensions=None, logger=_LOG)

FOREIGN_ORIGIN: Final = Problem(
    "forbidden", "Pages of another site may not open this socket; ask the city to allow yours."
)

UNREADABLE: Final = Problem("bad-request", "This is no websocket opening that can be read.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, and the status it says; 101 is the only good one."""

    data: bytes
    status: int


class Handshake:
    """One opening: the request as read, and what is said to it."""

    def __init__(self, data: bytes) -> None:
        self.request = _read(data)

    def header_items(self) -> list[tuple[bytes, bytes]]:
        """List the headers as ASGI has them."""
        if self.request is None:
            return []
        return [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in self.request.headers.raw_items()
        ]

    def is_from(self, origins: frozenset[str]) -> bool:
        """Say whether the page that asks may: no Origin, our own host, or one on the list."""
        if self.request is None:
            return True
        given = self.request.headers.get_all("Origin")
        hosts = self.request.headers.get_all("Host")
        if not given:
            return True
        return len(given) == 1 and (given[0] in origins or urlsplit(given[0]).netloc in hosts)

    def accept(self) -> Answer:
        """Answer 101, or what is wrong with the request as an opening."""
        if self.request is None:
            return refuse(UNREADABLE)
        response = _RULES.accept(self.request)
        return Answer(response.serialize(), response.status_code)


def _read(data: bytes) -> Request | None:
    """Read a whole request; None where it is none, or has too much of something."""
    reader = StreamReader()
    reader.feed_data(data)
    reading = Request.parse(reader.read_line)
    try:
        next(reading)
    except StopIteration as read:
        request: Request = read.value
        return request
    except (SecurityError, ValueError, NotImplementedError):
        pass
    return None


def refuse(problem: Problem) -> Answer:
    """Answer with a problem, before there is a websocket."""
    status, body = problem.http_status, problem_body(problem)
    headers = Headers(
        **{
            "Content-Type": PROBLEM_JSON,
            "Content-Length": str(len(body)),
            "Connection": "close",
            **problem_headers(problem),
        }
    )
    return Answer(Response(status, HTTPStatus(status).phrase, headers, body).serialize(), status)
