"""Opens connections in a role that owns nothing, and transactions that see one tenant's rows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final, Literal

import asyncpg
import msgspec
from asyncpg.pool import PoolConnectionProxy

from parking.principal import Principal
from parking.storage.postgres.cancelling import heeding_cancellation
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.known_types import make_known

AppRole = Literal["onelot_app", "onelot_ingest"]
Isolation = Literal["read_committed", "repeatable_read", "serializable"]
Connection = asyncpg.Connection | PoolConnectionProxy
Pool = asyncpg.Pool  # for roots above, which hold one and never import the driver

CLOSE_S: Final = 1.0
CALL_S: Final = 3.0
"""Who waits for an answer waits no longer, whatever the database does."""
BATCH_S: Final = 600.0
"""For imports and for reading everything, where nobody waits for an answer."""
SILENT_SESSION: Final = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""A client that lost power says no goodbye: the server is to find out before its locks matter."""
IDLE_IN_TRANSACTION_MS: Final = 60_000

PLATFORM: Final = Principal(role="admin")
"""The platform's own scope, for what it does on nobody's behalf."""


async def open_pool(
    url: str,
    role: AppRole = "onelot_app",
    *,
    min_size: int = 1,
    max_size: int = 4,
    statement_timeout_ms: int = 15_000,
    lock_timeout_ms: int = 0,
) -> asyncpg.Pool:
    """Open a pool whose connections run as `role`; 0 waits for a lock as long as for a statement.

    The settings are start-up parameters, and nothing that a borrower does outlives its transaction.
    In the app pool jsonb is Python values. In the ingest pool it is text, uuid is 16 bytes and
    timestamptz a tuple of microseconds since 2000-01-01 UTC, which is what binary arrays want.
    """
    return await _PoolThatCloses(
        url,
        min_size=min_size,
        max_size=max_size,
        max_queries=50_000,
        max_inactive_connection_lifetime=300.0,
        connection_class=asyncpg.Connection,
        record_class=asyncpg.Record,
        loop=None,
        connect=None,
        setup=None,
        reset=_as_it_is,
        init=_speak_binary if role == "onelot_ingest" else _speak_json,
        server_settings={
            "role": role,
            "search_path": "public",
            "timezone": "UTC",
            "synchronous_commit": "on",  # whatever the server's default: an answer means on disk
            "statement_timeout": str(statement_timeout_ms),
            "lock_timeout": str(lock_timeout_ms),
            "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
            **SILENT_SESSION,
            "application_name": role,
        },
    )


class _PoolThatCloses(asyncpg.Pool):
    """Closing waits for connections in use, but not for ever.

    A connection that the server cut off at the wrong moment is never given back, and asyncpg
    would wait for it until somebody kills the process.
    """

    async def close(self) -> None:
        try:
            async with asyncio.timeout(CLOSE_S):
                await super().close()
        except TimeoutError:
            self.terminate()


@asynccontextmanager
async def scoped(
    pool: asyncpg.Pool,
    principal: Principal,
    *,
    isolation: Isolation | None = None,
    within_s: float = CALL_S,
    snapshot: str | None = None,
) -> AsyncIterator[Connection]:
    """Open a transaction that sees what this caller may: an operator its own rows, an admin all.

    `snapshot`: see the picture that another transaction exported, which is still open.
    """
    async with (
        borrowed(pool, within_s=within_s) as connection,
        _transaction(connection, isolation),
    ):
        if snapshot is not None:
            await connection.execute(f"set transaction snapshot '{snapshot}'")
        await enter_scope(connection, principal)
        yield connection


@asynccontextmanager
async def borrowed(pool: asyncpg.Pool, *, within_s: float = CALL_S) -> AsyncIterator[Connection]:
    """Borrow a connection for so long at most; what waits then fails as one of `STORE_AWAY`."""
    due_s = asyncio.get_running_loop().time() + within_s
    with heeding_cancellation():
        connection = await pool.acquire(timeout=within_s)
        with cut_at(due_s, connection):
            try:
                yield connection
            finally:
                with suppress(*STORE_AWAY):  # what was done is done; the pool drops one that fails
                    await pool.release(connection)


@contextmanager
def cut_at(due_s: float, connection: Connection) -> Iterator[None]:
    """End the connection, by our own clock, where the block is not over by then.

    A server that stands still or is out of reach ends no statement by itself, and asyncpg's
    time-outs wait for its word. One that is cut between two messages of a statement fails in the
    driver with an AttributeError, which is told as what it is.
    """
    deadline = asyncio.get_running_loop().call_at(due_s, cut, connection)
    try:
        yield
    except AttributeError as error:
        if not _is_cut(connection):
            raise
        raise asyncpg.ConnectionDoesNotExistError("the connection was cut") from error
    finally:
        deadline.cancel()


def _is_cut(connection: Connection) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool took it back
        return True


@asynccontextmanager
async def _transaction(connection: Connection, isolation: Isolation | None) -> AsyncIterator[None]:
    """Commit what was done, else undo it; who is cancelled does not wait for the server."""
    transaction = connection.transaction(isolation=isolation)
    try:
        await transaction.start()
        yield
        await transaction.commit()
    except asyncio.CancelledError:
        cut(connection)
        raise
    except BaseException:
        if connection.is_in_transaction():
            await transaction.rollback()
        raise


async def enter_scope(connection: Connection, principal: Principal) -> None:
    """Scope the transaction that is open on this connection; it ends with the transaction."""
    is_platform = principal.role == "admin"
    tenant = "" if is_platform or principal.operator_key is None else str(principal.operator_key)
    await connection.execute(
        "select set_config('onelot.operator', $1, true), set_config('onelot.scope', $2, true)",
        tenant,
        "platform" if is_platform else "",
    )


def cut(connection: Connection) -> None:
    """End the connection without a word to the server, if it is still ours."""
    with suppress(asyncpg.InterfaceError):  # the pool may have noticed before us
        connection.terminate()


async def _speak_json(connection: Connection) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=_to_json,
        decoder=msgspec.json.decode,
        format="text",
    )
    make_known(connection)


async def _speak_binary(connection: Connection) -> None:
    await connection.set_type_codec(
        "uuid", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary"
    )
    await connection.set_type_codec(
        "timestamptz", schema="pg_catalog", encoder=_same, decoder=_same, format="tuple"
    )
    make_known(connection)


async def _as_it_is(connection: Connection) -> None:
    """Take a connection back without asyncpg's round trip of resets.

    A transaction that is still open was rolled back already. Scope and settings are set for one
    transaction each; what locks or listens for longer has a connection that is never given back.
    """


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _same(value: Any) -> Any:  # noqa: ANN401 - asyncpg's tuple, passed through untouched
    return value
