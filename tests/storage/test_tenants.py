"""Tenants are kept apart by the database itself, whatever the code above it forgets."""

import asyncpg
import pytest

from parking.draft import LotDraft
from parking.principal import ANONYMOUS, Principal
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.registry import PostgresRegistry

TENANT_TABLES = """
    select distinct c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relispartition
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
        and a.attname in ('operator_key', 'source_key', 'lot_key')
"""


async def test_every_tenant_table_has_forced_row_level_security(app_pool: asyncpg.Pool):
    await app_pool.execute("reset role")
    tables = await app_pool.fetch(TENANT_TABLES)
    assert len(tables) >= 10
    bare = [
        table["relname"]
        for table in tables
        if not (table["relrowsecurity"] and table["relforcerowsecurity"])
    ]
    assert bare == []


async def test_every_policy_that_lets_write_checks_what_is_written(app_pool: asyncpg.Pool):
    tables = [row["relname"] for row in await app_pool.fetch(TENANT_TABLES)]
    policies = await app_pool.fetch("select * from pg_policies where schemaname = 'public'")
    assert not [p for p in policies if p["cmd"] != "SELECT" and p["with_check"] is None
                and p["cmd"] != "DELETE"]  # fmt: skip
    with_policy = {policy["tablename"] for policy in policies}
    partitions = await app_pool.fetch("select relname from pg_class where relispartition")
    assert set(tables) - with_policy <= {row["relname"] for row in partitions}


async def test_the_roles_we_run_under_own_nothing_and_bypass_nothing(app_pool: asyncpg.Pool):
    roles = await app_pool.fetch(
        "select oid, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin "
        "from pg_roles where rolname like 'onelot\\_%'"
    )
    assert len(roles) == 2
    assert not any(any(list(role.values())[1:]) for role in roles)
    owned = "select count(*) from pg_class where relowner = any ($1)"
    assert await app_pool.fetchval(owned, [role["oid"] for role in roles]) == 0


async def test_every_view_is_security_invoker(app_pool: asyncpg.Pool):
    views = await app_pool.fetch(
        "select relname, reloptions from pg_class "
        "where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
    )
    assert not [view for view in views if "security_invoker=true" not in (view[1] or [])]


HOSTILE = [
    "update lot set name = 'mine' where lot_id = 'op-b-1'",
    "update lot set operator_key = onelot_tenant()",
    "update source set ttl_s = 1e6 where source_id like 'op-b%'",
    "update api_key set revoked_at = null where operator_key <> onelot_tenant()",
    "delete from space where lot_key in (select lot_key from lot where lot_id = 'op-b-1')",
    "update operator set name = 'gone'",
]


@pytest.mark.parametrize("statement", HOSTILE)
async def test_an_operator_changes_no_row_of_another(
    app_pool: asyncpg.Pool, op_a: Principal, op_b: Principal, statement: str
):
    await put_lot(app_pool, op_b, "op-b-1")
    await add_space(app_pool, op_b)
    async with scoped(app_pool, op_a) as connection:
        done = await connection.execute(statement)
    assert done.split()[-1] == "0"


@pytest.mark.parametrize("table", ["source", "api_key", "audit_log", "feed_problem", "report_log"])
async def test_what_is_private_is_seen_by_its_operator_alone(
    app_pool: asyncpg.Pool, op_a: Principal, op_b: Principal, table: str
):
    await put_lot(app_pool, op_a, "op-a-1")
    foreign = {
        "report_log": "lot_key in (select lot_key from lot where operator_key <> $1)",
    }.get(table, "operator_key is distinct from $1")
    counting = f"select count(*) from {table}"
    for caller in (op_b, ANONYMOUS):
        async with scoped(app_pool, caller) as connection:
            seen = await connection.fetchval(
                f"{counting} where {foreign}", caller.operator_key or 0
            )
        assert seen == 0
    async with app_pool.acquire() as connection:
        assert await connection.fetchval(counting) == 0


async def test_a_row_cannot_be_smuggled_to_another_operator(
    app_pool: asyncpg.Pool, op_a: Principal, op_b: Principal
):
    smuggle = "insert into lot (lot_id, operator_key, name, partition) values ('x', $1, 'x', 0)"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with scoped(app_pool, op_a) as connection:
            await connection.execute(smuggle, op_b.operator_key)


async def test_the_scope_ends_with_its_transaction(app_pool: asyncpg.Pool, op_a: Principal):
    async with app_pool.acquire() as connection:
        async with scoped(app_pool, PLATFORM):
            pass
        assert await connection.fetchval("select onelot_tenant()") is None
        assert await connection.fetchval("select onelot_platform()") is False


@pytest.mark.parametrize("statement", ["delete from audit_log", "update audit_log set role = 'x'"])
async def test_nobody_rewrites_the_audit_trail(app_pool: asyncpg.Pool, statement: str):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with scoped(app_pool, PLATFORM) as connection:
            await connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["select * from api_key", "update lot set name = 'x'", "delete from report_log",
     "select * from platform_secret"],
)  # fmt: skip
async def test_the_ingest_role_does_only_its_work(ingest_pool: asyncpg.Pool, statement: str):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ingest_pool.execute(statement)


async def put_lot(pool: asyncpg.Pool, principal: Principal, lot_id: str) -> None:
    draft = LotDraft(lot_id=lot_id, name="一号", partition=0)
    await PostgresRegistry(pool).put_lots(principal, [draft])


async def add_space(pool: asyncpg.Pool, principal: Principal) -> None:
    async with scoped(pool, principal) as connection:
        await connection.execute(
            "insert into space (lot_key, space_code) "
            "select lot_key, 'A1' from lot where operator_key = $1",
            principal.operator_key,
        )
