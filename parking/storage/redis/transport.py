"""Raw commands over one Redis or a cluster, many in one write. Knows no register and no meaning.

redis-py's own pipeline packs commands in pure Python and times every reply; on the hot path one
packed write and plain reads cost a seventh of it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol, TypeAlias

from hiredis import pack_command
from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError, ResponseError

from parking.storage.redis.errors import ProjectionAwayError

CLUSTER_SCHEME: Final = "redis+cluster://"
CONNECT_TIMEOUT_S: Final = 1.0
_AWAY: Final = (RedisError, RedisClusterException, OSError)
"""A cluster that cannot be reached is no RedisError to redis-py; TimeoutError is an OSError."""

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


class Transport(Protocol):
    """Where commands go. Errors of single commands come back as values, in place."""

    async def run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]: ...

    async def load_library(self, source: str, timeout_s: float) -> None: ...

    async def aclose(self) -> None: ...


class SingleTransport:
    """One Redis (or one behind Sentinel or a proxy), by redis:// rediss:// or unix:// address."""

    def __init__(self, url: str) -> None:
        self._client = Redis.from_url(
            url,
            protocol=2,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
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
        (reply,) = await self.run([("FUNCTION", "LOAD", "REPLACE", source)], timeout_s)
        if isinstance(reply, ResponseError):
            raise ProjectionAwayError(str(reply)) from reply

    async def aclose(self) -> None:
        await self._client.aclose()


class ClusterTransport:
    """A Redis Cluster: each command goes to the node of its partition, all at the same time."""

    def __init__(self, url: str) -> None:
        self._client = RedisCluster.from_url(
            "redis://" + url.removeprefix(CLUSTER_SCHEME),
            protocol=2,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
        )
        for command in ("HGETALL", "XREAD"):
            self._client.set_response_callback(command, _as_it_came)

    async def run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]:
        async with away_after(timeout_s):
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._run_one(call)) for call in calls]
            replies = [task.result() for task in tasks]
            for reply in replies:
                if isinstance(reply, _AWAY) and not isinstance(reply, ResponseError):
                    raise reply
        return replies

    async def _run_one(self, call: Call) -> Reply:
        """Give errors as values: raised in a group they would cancel the others half-way."""
        try:
            reply: Reply = await self._client.execute_command(*call)
        except _AWAY as error:
            return error
        return reply

    async def load_library(self, source: str, timeout_s: float) -> None:
        async with away_after(timeout_s):
            await self._client.function_load(source, replace=True)

    async def aclose(self) -> None:
        await self._client.aclose()


def open_transport(url: str) -> SingleTransport | ClusterTransport:
    """Nothing is connected yet: a Redis that is away shows at the first command."""
    return ClusterTransport(url) if url.startswith(CLUSTER_SCHEME) else SingleTransport(url)


def _as_it_came(response: Any, **_options: Any) -> Any:  # noqa: ANN401 - redis-py's own shape
    """Keep redis-py from reshaping a reply: the same code reads those of a single server."""
    return response
