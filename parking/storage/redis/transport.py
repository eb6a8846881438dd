"""Raw commands over one Redis, many in one write. Knows no register and no meaning.

redis-py's own pipeline packs commands in pure Python and times every reply; on the hot path one
packed write and plain reads cost a seventh of it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, Protocol, TypeAlias

from hiredis import pack_command
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from parking.storage.redis.errors import ProjectionAwayError
from parking.storage.redis.health import ServerInfo

CONNECT_TIMEOUT_S: Final = 1.0
_AWAY: Final = (RedisError, OSError)
"""TimeoutError is an OSError."""

Call: TypeAlias = tuple[str | int | bytes, ...]
"""One command: its name, then its arguments."""
Reply: TypeAlias = object
"""What Redis answered: bytes, int, a list of them, None, or the ResponseError as a value."""


@asynccontextmanager
async def away_after(timeout_s: float) -> AsyncIterator[None]:
    """Turn what a dead, hung or refusing Redis does within the time into ProjectionAwayError."""
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except _AWAY as error:
        raise ProjectionAwayError(str(error) or "Redis does not answer") from error


def load_call(source: str) -> Call:
    """Write the call that gives a server our functions."""
    return ("FUNCTION", "LOAD", "REPLACE", source)


def raise_refusals(replies: Sequence[Reply]) -> None:
    """Take a server that refuses a command for one that is away."""
    for reply in replies:
        if isinstance(reply, ResponseError):
            raise ProjectionAwayError(str(reply)) from reply


class Transport(Protocol):
    """Where commands go. Errors of single commands come back as values, in place."""

    async def run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]: ...

    async def load_library(self, source: str, timeout_s: float) -> None: ...

    async def info(self, timeout_s: float) -> list[ServerInfo]: ...

    async def aclose(self) -> None: ...


class SingleTransport:
    """One Redis (or one behind Sentinel or a proxy), by redis:// rediss:// or unix:// address."""

    def __init__(self, url: str) -> None:
        self._client = Redis.from_url(
            url,
            protocol=2,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            driver_info=None,  # who we are would cost a round trip before the first command
            retry=Retry(NoBackoff(), 0),
        )

    async def run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]:
        pool = self._client.connection_pool
        async with away_after(timeout_s):
            connection = await pool.get_connection()  # type: ignore[no-untyped-call]
            is_clean = False
            try:
                # hiredis' stub knows tuples of one item only.
                packed = b"".join([pack_command(call) for call in calls])  # type: ignore[arg-type]
                await connection.send_packed_command(packed, check_health=False)
                replies: list[Reply] = []
                for _ in calls:
                    try:
                        replies.append(await connection.read_response())
                    except ResponseError as error:
                        replies.append(error)
                is_clean = True
                return replies
            finally:
                # Replies that were not read would be taken for the next caller's.
                if not is_clean:
                    await connection.disconnect(nowait=True)
                await pool.release(connection)

    async def load_library(self, source: str, timeout_s: float) -> None:
        raise_refusals(await self.run([load_call(source)], timeout_s))

    async def info(self, timeout_s: float) -> list[ServerInfo]:
        async with away_after(timeout_s):
            return [await self._client.info()]

    async def aclose(self) -> None:
        await self._client.aclose()
