"""`POST /v1/reports` in raw ASGI: who sends, a counted body, the door's answer. Reads no report."""

import time
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from starlette.types import Receive, Scope, Send

from api.auth import Gate, admit_guarded
from api.metrics import HttpMetrics
from api.problems import problem_of, problem_response
from api.server.doorway import BODY_BYTES_MAX
from api.server.entrance import Entrance
from api.server.media import NOT_JSON, claims_other_media
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.errors import STORE_AWAY

REPORTS_PATH: Final = "/v1/reports"
ROLES: Final = ("operator", "admin")
TOO_LARGE: Final = Problem(
    "body-too-large", f"The body is over {BODY_BYTES_MAX} bytes; send the reports in parts."
)
_REFUSED: Final[tuple[type[Exception], ...]] = (ProblemError, *STORE_AWAY)


class Answer(Protocol):
    """A whole HTTP answer; header names are lower case."""

    @property
    def status(self) -> int: ...

    @property
    def body(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class Door(Protocol):
    """Where reports are taken; the write path has the one implementation."""

    async def handle(self, principal: Principal, body: bytes, encoding: str | None) -> Answer: ...


class HotReports:
    """ASGI app for this one path; the documented FastAPI route leads to the same door."""

    def __init__(self, door: Door, gate: Gate, entrance: Entrance, metrics: HttpMetrics) -> None:
        self._door = door
        self._gate = gate
        self._entrance = entrance
        self._count = metrics.route("POST", REPORTS_PATH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began_s = time.monotonic()
        authorization, encoding, size = _read_headers(scope["headers"])
        try:
            if claims_other_media(scope["headers"]):
                raise ProblemError(NOT_JSON)
            principal = await admit_guarded(self._gate, self._entrance, scope, ROLES, authorization)
            body = await _body(receive, size)
        except _REFUSED as error:
            problem = problem_of(error)
            await problem_response(problem)(scope, receive, send)
            self._count.add(problem.http_status, time.monotonic() - began_s)
            return
        if body is None:
            return
        answer = await self._door.handle(principal, body, encoding)
        headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
        headers.append((b"content-length", b"%d" % len(answer.body)))
        headers.append((b"x-content-type-options", b"nosniff"))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})
        self._count.add(answer.status, time.monotonic() - began_s)


def _read_headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[str | None, str | None, int]:
    """Return authorization, content-encoding and the declared size."""
    authorization = encoding = None
    size = 0
    for name, value in headers:
        if name == b"authorization":
            authorization = value.decode("latin-1")
        elif name == b"content-encoding":
            encoding = value.decode("latin-1")
        elif name == b"content-length":
            size = int(value)
    return authorization, encoding, size


async def _body(receive: Receive, declared: int) -> bytes | None:
    """Read the body, never more than the limit; None when the caller hung up half-way."""
    parts: list[bytes] = []
    size = 0
    while declared <= BODY_BYTES_MAX:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > BODY_BYTES_MAX:
            break
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
    raise ProblemError(TOO_LARGE)
