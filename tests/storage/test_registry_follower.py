"""Processes follow the registry and the clock, and say how far."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from parking.clock import CityClock, ClockNotManualError, from_us
from parking.directory import Directory
from parking.draft import LotDraft
from parking.ports import ClockReading
from parking.principal import Principal
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.processes import report_process, wait_until_followed
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.postgres.registry_follower import RegistryFollower

NOON_US = 1_795_233_600_000_000


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
def clock(app_pool: asyncpg.Pool) -> CityClock:
    return CityClock(ClockReading("real", 0, 0, 1.0), PostgresClock(app_pool).real_us)


@pytest.fixture
async def following(
    app_pool: asyncpg.Pool, directory: Directory, clock: CityClock
) -> AsyncIterator[RegistryFollower]:
    follower = RegistryFollower(
        app_pool, directory, clock, PostgresClock(app_pool), process_id="p1", kind="serve"
    )
    await follower.catch_up()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(follower.run())
        yield follower
        task.cancel()


async def test_when_waiting_returns_the_process_knows_the_lot(
    app_pool: asyncpg.Pool, directory: Directory, following: RegistryFollower, op_a: Principal
):
    draft = LotDraft(lot_id="op-a-1", name="一号", partition=0)
    await PostgresRegistry(app_pool).put_lots(op_a, [draft])
    assert await wait_until_followed(app_pool)
    assert directory.find_lot("op-a-1") is not None
    assert directory.source(op_a.source_key).source_id == "op-a"
    await PostgresRegistry(app_pool).remove_lot(op_a, "op-a-1")
    await wait_until_followed(app_pool)
    assert directory.find_lot("op-a-1") is None


async def test_a_manual_clock_stands_until_it_is_moved(
    app_pool: asyncpg.Pool, clock: CityClock, following: RegistryFollower
):
    store = PostgresClock(app_pool)
    with pytest.raises(ClockNotManualError):
        await store.move(from_us(NOON_US))
    await store.set_mode("manual", city=from_us(NOON_US))
    await store.move(from_us(NOON_US + 60_000_000))
    await wait_until_followed(app_pool)
    assert clock.now_us() == NOON_US + 60_000_000
    assert await app_pool.fetchval("select city_now()") == from_us(NOON_US + 60_000_000)


async def test_a_running_clock_runs_alike_in_postgresql_and_in_the_process(
    app_pool: asyncpg.Pool, clock: CityClock, following: RegistryFollower
):
    await PostgresClock(app_pool).set_mode("running", city=from_us(NOON_US), speed=600.0)
    await wait_until_followed(app_pool)
    before = clock.now_us()
    there = await app_pool.fetchval("select city_now()")
    assert from_us(before) <= there <= from_us(clock.now_us())
    assert before > NOON_US


async def test_nobody_waits_for_a_process_that_is_gone_but_for_one_that_lags(
    app_pool: asyncpg.Pool, following: RegistryFollower
):
    await report_process(app_pool, "lagging", "serve", 0, {})
    assert not await wait_until_followed(app_pool, timeout_s=0.2)
    await app_pool.execute("update process_status set seen_at = now() - interval '6 seconds' "
                           "where process_id = 'lagging'")  # fmt: skip
    assert await wait_until_followed(app_pool)


async def test_following_survives_a_lost_connection(
    app_pool: asyncpg.Pool, postgres_url: str, directory: Directory,
    following: RegistryFollower, op_a: Principal,
):  # fmt: skip
    killer = await asyncpg.connect(postgres_url)
    await killer.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )
    await killer.close()
    draft = LotDraft(lot_id="op-a-1", name="一号", partition=0)
    async with await open_pool(postgres_url) as fresh:
        await PostgresRegistry(fresh).put_lots(op_a, [draft])
        async with asyncio.timeout(20):
            while directory.find_lot("op-a-1") is None:  # noqa: ASYNC110 - it polls, so do we
                await asyncio.sleep(0.01)
