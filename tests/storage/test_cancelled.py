"""Who is cancelled while the database fails it ends as cancelled; else its group waits for ever."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.listening import listen
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.pool import PLATFORM, Connection, cut_at, open_pool, scoped

WITHIN_S = 5.0


async def by_log_connection(pool, lose: Callable[[Connection], Awaitable[None]]) -> None:
    await LogConnection(pool, timeout_s=WITHIN_S).run(lose)


async def in_a_transaction(pool, lose: Callable[[Connection], Awaitable[None]]) -> None:
    async with scoped(pool, PLATFORM) as connection:
        await lose(connection)


@pytest.mark.parametrize("work", [by_log_connection, in_a_transaction])
async def test_a_connection_that_the_pool_took_back_hides_no_cancelling(postgres_url: str, work):
    begun = asyncio.Event()
    async with await open_pool(postgres_url) as pool:

        async def lose(connection: Connection) -> None:
            await pool.release(connection)  # as the pool does where the server cut it off
            begun.set()
            await asyncio.sleep(WITHIN_S)

        task = asyncio.ensure_future(work(pool, lose))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_connection_got_as_one_is_cancelled_is_not_worked_with(postgres_url: str):
    done: list[int] = []
    async with await open_pool(postgres_url, max_size=1) as pool:

        async def lend(connection: Connection) -> None:
            done.append(1)

        for turns in range(12):
            task = asyncio.ensure_future(LogConnection(pool, timeout_s=WITHIN_S).run(lend))
            for _ in range(turns):
                await asyncio.sleep(0)
            if task.cancel():
                done.clear()
                with pytest.raises(asyncio.CancelledError):
                    await task


async def test_a_listener_that_is_cancelled_as_the_server_goes_ends(postgres_url: str):
    async with await open_pool(postgres_url) as pool, asyncio.timeout(WITHIN_S):
        listening = asyncio.ensure_future(listen(pool, "onelot_test", lambda _: None))
        await asyncio.sleep(0.2)
        async with scoped(pool, PLATFORM) as connection:
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where query ilike 'listen%' and datname = current_database()"
            )
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening


async def test_a_connection_cut_between_two_messages_of_a_statement_is_a_store_that_is_away(
    postgres_url: str,
):
    """A loop that stood still hears the server's answer and its own deadline at once."""
    loop = asyncio.get_running_loop()
    async with await open_pool(postgres_url) as pool, pool.acquire() as connection:

        async def ask() -> None:
            with cut_at(loop.time() + 0.05, connection):
                await connection.fetch("select 'never prepared before'")

        asking = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        time.sleep(0.3)  # noqa: ASYNC251 - that is the point
        with pytest.raises(STORE_AWAY):
            await asking
