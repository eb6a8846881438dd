"""`GET /v1/lots/nearby` in raw ASGI: limit, parse, answer, count. What is near is `nearby`'s."""

import time
from typing import Final

from starlette.types import Receive, Scope, Send

from api.follower import ReplicaFollower
from api.lots.nearby import nearby_json
from api.lots.nearby_query import parse_nearby
from api.lots.readiness import refuse_incomplete
from api.lots.stamp import Stamp
from api.metrics import HttpMetrics
from api.problems import problem_response
from api.server.doorway import ANY_ORIGIN
from api.server.entrance import Entrance
from api.server.rendered_head import Headers
from parking.clock import CityClock
from parking.live.replica import Replica
from parking.problems import ProblemError

NEARBY_PATH: Final = "/v1/lots/nearby"

NEARBY_HEADERS: Final = {"cache-control": "private, max-age=1"}
HEADERS: Final = (
    (b"content-type", b"application/json"),
    (b"x-content-type-options", b"nosniff"),
    ANY_ORIGIN,
    *((name.encode(), value.encode()) for name, value in NEARBY_HEADERS.items()),
)
_PROBLEM_HEADERS: Final = {ANY_ORIGIN[0].decode(): ANY_ORIGIN[1].decode()}


class HotNearby:
    """ASGI app for this one path; the documented FastAPI route shares `answer`."""

    def __init__(
        self,
        replica: Replica,
        follower: ReplicaFollower,
        clock: CityClock,
        entrance: Entrance,
        metrics: HttpMetrics,
        *,
        zone: str,
    ) -> None:
        self._replica = replica
        self._follower = follower
        self._clock = clock
        self._entrance = entrance
        self._stamp = Stamp(zone)
        self._count = metrics.route("GET", NEARBY_PATH)

    def answer(self, query_string: bytes) -> bytes:
        """Answer a raw query string; raises ProblemError."""
        refuse_incomplete(self._replica)
        now_us = self._clock.now_us()
        return nearby_json(
            self._replica,
            parse_nearby(query_string),
            now_us,
            as_of=self._stamp.at(now_us),
            lag_ms=self._follower.lag_ms(),
        )

    def answer_fast(
        self, query_string: bytes, client: tuple[str, int] | None, headers: Headers
    ) -> bytes | None:
        """Answer and count what is well; None where a refusal or a problem has to be told.

        That is counted by whoever tells it, so nothing is counted here before there is an answer.
        """
        began_s = time.monotonic()
        if self._entrance.is_spent(client, headers):
            return None
        try:
            body = self.answer(query_string)
        except ProblemError:
            return None
        self._entrance.wait_s(client, headers)
        self._count.add(200, time.monotonic() - began_s)
        return body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began_s = time.monotonic()
        refusal = self._entrance.refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            self._count.add(429, time.monotonic() - began_s)
            return
        try:
            body = self.answer(scope["query_string"])
        except ProblemError as error:
            await problem_response(error.problem, _PROBLEM_HEADERS)(scope, receive, send)
            self._count.add(error.problem.http_status, time.monotonic() - began_s)
            return
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", b"%d" % len(body)), *HEADERS],
            }
        )
        await send({"type": "http.response.body", "body": body})
        self._count.add(200, time.monotonic() - began_s)
