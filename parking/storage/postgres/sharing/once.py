"""Work done once per key: the reply is kept in the transaction that did the work, for a week.

    reply, is_replay = await run_once(pool, call, work)

`work(connection)` runs in a transaction in the platform's scope and returns a `Reply`. It may run
again after a deadlock or a lock that nobody gave up, so it does nothing outside its transaction.
A problem it raises undoes its work; problems that a repetition would meet again are kept as the
reply, those that may pass (429, 5xx, a lost lock) are not. Knows no request and no headers.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import asyncpg
import msgspec

from parking.problems import Problem, ProblemError
from parking.sharing.booking_states import IllegalStepError
from parking.storage.postgres.pool import CALL_S, PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query

TRIES: Final = 4
LOCK_MS: Final = 2_000
STATEMENT_MS: Final = 2_900
GIVE_UP_S: Final = 2.0
"""After so long no other try is begun: whoever waits for an answer waits three seconds."""
LONG_S: Final = 60.0
"""A booking is taken back in some milliseconds: these are for ten thousand of one agreement."""
JITTER_S: Final = 0.05
TOO_MANY: Final = 429
"""This and all above it may pass by itself."""
_PASSING: Final = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
)
_BUSY: Final = Problem("conflict", "Others changed the same just now; try again in a moment.")


@dataclass(frozen=True, slots=True)
class Call:
    """One mutating call, as its caller repeats it. `fingerprint` is of all that was asked."""

    key_id: str
    method: str
    route: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; `body` is JSON, and a problem where `status` is 400 or above."""

    status: int
    body: bytes = b""

    @classmethod
    def of(cls, status: int, value: object) -> "Reply":
        """Encode a value as the body."""
        return cls(status, msgspec.json.encode(value))


Work: TypeAlias = Callable[[Connection], Awaitable[Reply]]


async def run_once(
    pool: asyncpg.Pool,
    call: Call,
    work: Work,
    *,
    lock_ms: int = LOCK_MS,
    is_long: bool = False,
) -> tuple[Reply, bool]:
    """Do the work, or tell what it came to before (then True); waits `lock_ms` for each lock.

    `is_long`: it is about every booking of an agreement, and its caller waits longer for it.
    Raises ProblemError: 422 where the key was used for something else, 409 where others were in
    the way for too long, and whatever problem the work raised that is not kept.
    """
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    for attempt in range(1, TRIES + 1):
        try:
            async with scoped(pool, PLATFORM, within_s=LONG_S if is_long else CALL_S) as connection:
                return await _reserved(connection, call, work, lock_ms)
        except _PASSING:
            if attempt == TRIES or loop.time() - began_s > GIVE_UP_S:
                raise ProblemError(_BUSY) from None
            await asyncio.sleep(random.uniform(0, JITTER_S * attempt))  # noqa: S311 - no secret
    raise ProblemError(_BUSY)


async def _reserved(
    connection: Connection, call: Call, work: Work, lock_ms: int
) -> tuple[Reply, bool]:
    """Reserve the key; whoever holds it just now is waited for by the insert itself."""
    place = (call.key_id, call.method, call.route, call.key)
    if await connection.fetchval(
        query("sharing/call_reserve"), *place, call.fingerprint, str(lock_ms), str(STATEMENT_MS)
    ):
        reply = await _worked(connection, work)
        await connection.execute(query("sharing/call_keep"), *place, reply.status, reply.body)
        return reply, False
    kept = await connection.fetchrow(query("sharing/call_read"), *place)
    if kept is None or kept["status"] is None:
        raise ProblemError(_BUSY)
    if kept["fingerprint"] != call.fingerprint:
        told = "This Idempotency-Key was used for another request; take a new key for a new one."
        raise ProblemError(Problem("idempotency-key-reused", told))
    return Reply(kept["status"], kept["body"]), True


async def _worked(connection: Connection, work: Work) -> Reply:
    try:
        async with connection.transaction():
            return await work(connection)
    except asyncpg.ExclusionViolationError:
        problem = Problem("slot-taken", "Somebody else has the space at that time.")
    except IllegalStepError as error:
        problem = Problem("illegal-step", f"{error}.", current=error.status)
    except ProblemError as error:
        problem = error.problem
    if problem.http_status >= TOO_MANY or problem.kind.retryable:
        raise ProblemError(problem)
    return Reply.of(problem.http_status, problem.to_dict())


async def forget_calls(pool: asyncpg.Pool) -> None:
    """Forget replies that are older than a week; what is repeated later is done anew."""
    forgotten = ""
    while forgotten != "DELETE 0":
        async with scoped(pool, PLATFORM) as connection:
            forgotten = await connection.execute(query("sharing/calls_forget"))
