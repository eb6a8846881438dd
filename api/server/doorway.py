"""Doorway: what every HTTP request passes, in raw ASGI: address limit, body limit, safe headers.

It knows bytes, addresses and routes' templates; what an answer means is for the app behind it.
"""

from collections.abc import Callable, MutableMapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import HttpMetrics
from api.problems import problem_response
from api.server.entrance import Entrance
from api.server.media import NOT_JSON, claims_other_media
from parking.problems import Problem

BODY_BYTES_MAX: Final = 1024 * 1024

CONTENT_SECURITY_POLICY: Final = (
    b"default-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
    b"img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SAFE_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", CONTENT_SECURITY_POLICY),
)
ANY_ORIGIN: Final = (b"access-control-allow-origin", b"*")
"""Pages of other sites may read what anybody may: without a preflight no key gets in."""

FOREIGN_BODIES: Final = (
    "/v1/operator/check", "/v1/operator/devices", "/v1/interlink/", "/v1/lorawan/",
)  # fmt: skip
"""Where a body is whatever others write: XML, tables, forms, GB 18030."""
_TOO_LARGE: Final = f"The body is over {BODY_BYTES_MAX} bytes; send it in parts."


class Doorway:
    """ASGI app in front of the cold routes; hot ones are answered before they come here."""

    def __init__(
        self,
        app: ASGIApp,
        entrance: Entrance,
        metrics: HttpMetrics,
        *,
        clock: Callable[[], float],
    ) -> None:
        self._app = app
        self._entrance = entrance
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._clock()
        status = 500
        is_head = scope["method"] == "HEAD"
        # A HEAD is answered as its GET would be, without the body: routes know nothing of it.
        asked = {**scope, "method": "GET"} if is_head else scope
        headers = (*SAFE_HEADERS, ANY_ORIGIN) if asked["method"] == "GET" else SAFE_HEADERS

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *headers]
            elif is_head:
                message["body"] = b""
            await send(message)

        try:
            await self._enter(asked, receive, send_safely)
        finally:
            route = getattr(asked.get("route"), "path", "other")
            self._metrics.route(scope["method"], route).add(status, self._clock() - began)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._entrance.refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif _declared_bytes(scope) > BODY_BYTES_MAX:
            # What is on its way is read on into nothing, else a reset would lose this answer.
            await problem_response(Problem("body-too-large", _TOO_LARGE))(scope, receive, send)
        elif _wants_json(scope) and claims_other_media(scope["headers"]):
            await problem_response(NOT_JSON)(scope, receive, send)
        else:
            await self._app(scope, _counted(receive), send)


def _wants_json(scope: Scope) -> bool:
    return scope["method"] in {"POST", "PUT"} and not scope["path"].startswith(FOREIGN_BODIES)


def _declared_bytes(scope: MutableMapping[str, Any]) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value)
    return 0


def _counted(receive: Receive) -> Receive:
    """Stop a body that says nothing of its size once it is over the limit."""
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_BYTES_MAX:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return receive_counted
