"""Once: what every mutating route of sharing runs its work in, so that a repetition does nothing.

    @router.post("/v1/sharing/things", ..., responses=problems(400, 401, 403, 409, 422))
    async def make_thing(body: ThingBody, request: Request, caller: Caller) -> Response:
        async def work(connection: Connection) -> Reply:
            thing = await insert_thing(connection, ...)     # raises ProblemError to refuse
            return Reply.of(201, {"thing_id": thing.thing_id})

        return await once.run(request, caller, work)

The work runs in one transaction in the platform's scope and may be tried again, so it does nothing
else. `Idempotency-Key` is demanded (400), repeated answers carry `Idempotent-Replayed: true`, a key
used for another request is 422. IllegalStepError and a space taken meanwhile become 409 by
themselves. It knows keys and requests; what is done, and what a reply says, is the work's.
"""

import hmac
from collections.abc import Callable
from typing import Final

from fastapi import Request, Response

from api.auth import BEARER
from api.problems import PROBLEM_JSON
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.sharing.once import Call, Reply, Work, run_once

__all__ = ["HEADER", "Once", "Reply", "Work"]

HEADER: Final = "idempotency-key"
REPLAYED: Final = "idempotent-replayed"
KEY_MAX: Final = 255
FIRST_ERROR: Final = 400


def _nothing() -> None:
    """Tell nobody."""


class Once:
    """Runs work once per caller, method, route and key; `on_commit` is told of what was done."""

    def __init__(self, pool: Pool, on_commit: Callable[[], None] = _nothing) -> None:
        self._pool = pool
        self._on_commit = on_commit

    async def run(
        self, request: Request, caller: Principal, work: Work, *, is_long: bool = False
    ) -> Response:
        """Do the work or repeat its answer; raises a problem where neither can be.

        `is_long`: it may be about every booking of an agreement.
        """
        call = Call(
            key_id=caller.key_id or "",
            method=request.method,
            route=request.scope["route"].path,
            key=_key_of(request),
            fingerprint=await _fingerprint(request),
        )
        reply, is_replay = await run_once(self._pool, call, work, is_long=is_long)
        if not is_replay and reply.status < FIRST_ERROR:
            self._on_commit()
        headers = {"cache-control": "no-store"}
        if is_replay:
            headers[REPLAYED] = "true"
        kind = PROBLEM_JSON if reply.status >= FIRST_ERROR else "application/json"
        return Response(reply.body, reply.status, headers, kind if reply.body else None)


def _key_of(request: Request) -> str:
    key = request.headers.get(HEADER, "")
    if not key:
        told = "Send an Idempotency-Key header, a new one for each thing you want done."
        raise ProblemError(Problem("idempotency-key-missing", told))
    if len(key) > KEY_MAX or not (key.isascii() and key.isprintable()):
        told = f"Idempotency-Key: at most {KEY_MAX} printable ASCII characters."
        raise ProblemError(Problem("bad-request", told))
    return key


async def _fingerprint(request: Request) -> bytes:
    """Hash what is asked, under the caller's own key: it may hold a plate, which nobody who reads
    the table should find by trying all that there are.
    """
    asked = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}\n"
    shown = request.headers.get("authorization", "")[len(BEARER) :].strip()
    return hmac.digest(shown.encode(), asked.encode() + await request.body(), "sha256")
