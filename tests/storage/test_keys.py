"""Keys: found at once, revoked within seconds, never readable again."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from parking.clock import from_us
from parking.principal import Principal
from parking.storage.postgres.clock import real_us
from parking.storage.postgres.keys import PLATFORM_SOURCE, PostgresKeys
from parking.storage.postgres.pool import PLATFORM, scoped


async def test_a_key_that_was_unknown_a_moment_ago_works_at_once(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    issued = await keys.create(PLATFORM, role="planner")
    for wrong in ("", "ol_", "ol_x_y", issued.key + "x", "键", issued.key.replace("_", "-")):
        assert await keys.find(wrong) is None
    found = await keys.find(issued.key)
    assert found == Principal(role="planner", key_id=issued.key_id)


async def test_an_operators_key_carries_its_operator_and_its_source(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    plain = await keys.create(PLATFORM, role="operator", operator_id="op-1")
    named = await keys.create(PLATFORM, role="operator", operator_id="op-1", name="north gate")
    first, second = await keys.find(plain.key), await keys.find(named.key)
    assert (plain.source_id, named.source_id) == ("op-1", f"op-1/{named.key_id}")
    assert first.operator_key == second.operator_key
    assert first.source_key != second.source_key


async def test_a_key_that_replaces_another_of_its_name_reports_as_the_same_source(
    app_pool: asyncpg.Pool,
):
    keys = PostgresKeys(app_pool)
    old, new, elsewhere = [
        await keys.create(PLATFORM, role="operator", operator_id=operator, name="张三 139")
        for operator in ("op-1", "op-1", "op-2")
    ]
    assert (await keys.find(old.key)).source_key == (await keys.find(new.key)).source_key
    assert (await keys.find(old.key)).source_key != (await keys.find(elsewhere.key)).source_key
    assert "张三" not in old.source_id + elsewhere.source_id


async def test_an_admin_reports_as_the_platform(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    issued = await keys.create(PLATFORM, role="admin")
    assert issued.source_id == PLATFORM_SOURCE
    assert (await keys.find(issued.key)).source_key is not None


async def test_a_revoked_key_dies_in_its_own_process_at_once_and_elsewhere_by_forgetting(
    app_pool: asyncpg.Pool,
):
    here, there = PostgresKeys(app_pool), PostgresKeys(app_pool)
    issued = await here.create(PLATFORM, role="planner")
    assert await here.find(issued.key)
    assert await there.find(issued.key)
    assert await here.revoke(PLATFORM, issued.key_id)
    assert await here.find(issued.key) is None
    there.forget(issued.key_id)
    assert await there.find(issued.key) is None


async def test_a_revoked_key_is_believed_for_two_seconds_at_most(app_pool: asyncpg.Pool):
    here, there = PostgresKeys(app_pool), PostgresKeys(app_pool)
    issued = await here.create(PLATFORM, role="planner")
    assert await there.find(issued.key)
    await here.revoke(PLATFORM, issued.key_id)
    async with asyncio.timeout(6):
        while await there.find(issued.key):  # noqa: ASYNC110 - nobody tells: that is the case
            await asyncio.sleep(0.2)


async def test_an_expired_key_is_no_key(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    past = from_us(real_us()) - timedelta(seconds=1)
    issued = await keys.create(PLATFORM, role="planner", expires_at=past)
    assert await keys.find(issued.key) is None


async def test_a_key_that_was_found_a_moment_ago_expires_by_the_citys_clock(
    app_pool: asyncpg.Pool,
):
    now_us = real_us()
    keys = PostgresKeys(app_pool, lambda: now_us)
    later = from_us(now_us) + timedelta(hours=1)
    issued = await keys.create(PLATFORM, role="planner", expires_at=later)
    assert await keys.find(issued.key)
    await app_pool.execute(
        "update city_clock set mode = 'manual', base_city = $1", later + timedelta(seconds=1)
    )
    assert await keys.find(issued.key)  # this process has not heard of the new time yet
    now_us += 3_601_000_000
    assert await keys.find(issued.key) is None


async def test_no_table_holds_the_secret(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    issued = await keys.create(PLATFORM, role="operator", operator_id="op-1", name="x")
    secret = issued.key.rsplit("_", 1)[1]
    async with scoped(app_pool, PLATFORM) as connection:
        for table in ("api_key", "audit_log", "source"):
            rows = await connection.fetch(f"select t::text from {table} t")
            assert rows
            assert not [row for row in rows if secret in row[0]]


async def test_an_operator_lists_and_revokes_only_its_own_keys(
    app_pool: asyncpg.Pool, op_a: Principal, op_b: Principal
):
    keys = PostgresKeys(app_pool)
    assert [info.key_id for info in await keys.list(op_a)] == [op_a.key_id]
    assert not await keys.revoke(op_a, op_b.key_id)


async def test_creating_a_key_leaves_a_trail(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    issued = await keys.create(PLATFORM, role="operator", operator_id="op-1")
    async with scoped(app_pool, PLATFORM) as connection:
        row = await connection.fetchrow("select * from audit_log where action = 'key.create'")
    assert (row["subject"], row["detail"]["operator"]) == (issued.key_id, "op-1")


@pytest.mark.parametrize("role", ["operator", "owner"])
async def test_an_operator_cannot_make_an_operator(app_pool: asyncpg.Pool, op_a: Principal, role):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await PostgresKeys(app_pool).create(op_a, role=role, operator_id="op-new")
