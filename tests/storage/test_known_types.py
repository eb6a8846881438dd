"""A connection knows the types that PostgreSQL always has, and asks the server for none of them."""

from datetime import UTC, date, datetime

import asyncpg
import pytest

from parking.storage.postgres.known_types import KNOWN_TYPES
from parking.storage.postgres.pool import PLATFORM, AppRole, open_pool, scoped

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)
LATER = datetime(2026, 7, 2, tzinfo=UTC)
SPAN = asyncpg.Range(MOMENT, LATER)
VALUES = {
    "boolean[]": [True, None], "bytea[]": [b"a"], "smallint[]": [1], "integer[]": [2],
    "bigint[]": [2**40], "real[]": [0.5], "double precision[]": [0.1], "date[]": [date(2026, 7, 1)],
    "timestamptz[]": [MOMENT], "jsonb[]": [{"a": 1}], "tstzrange": SPAN, "tstzmultirange": [SPAN],
}  # fmt: skip
CATALOGUE = """
    select t.oid::bigint, t.typname, t.typelem::bigint, coalesce(r.rngsubtype, m.rngsubtype)::bigint
    from pg_type t left join pg_range r on r.rngtypid = t.oid
    left join pg_range m on m.rngmultitypid = t.oid where t.oid::bigint = any($1::bigint[])
"""
ASKED = "select count(*) from pg_prepared_statements where statement like '%typeinfo' || '_tree%'"


async def test_they_are_what_the_server_says(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    try:
        rows = await connection.fetch(CATALOGUE, [one.oid for one in KNOWN_TYPES])
    finally:
        await connection.close()
    assert {(oid, name, of or element) for oid, name, element, of in rows} == {
        (one.oid, one.name, one.of[0]) for one in KNOWN_TYPES
    }


async def test_values_go_there_and_back_and_the_server_is_asked_for_no_type(
    postgres_url: str,
) -> None:
    async with await open_pool(postgres_url) as pool, pool.acquire() as connection:
        for name, value in VALUES.items():
            assert await connection.fetchval(f"select $1::{name}", value) == value
        assert await connection.fetchval(ASKED) == 0


async def test_binary_arrays_keep_the_codecs_of_their_elements(postgres_url: str) -> None:
    async with await open_pool(postgres_url, "onelot_ingest") as pool, pool.acquire() as connection:
        assert await connection.fetchval("select $1::timestamptz[]", [(7,)]) == [(7,)]
        assert await connection.fetchval("select $1::uuid[]", [b"\1" * 16]) == [b"\1" * 16]
        assert await connection.fetchval(ASKED) == 0


@pytest.mark.parametrize("role", ["onelot_app", "onelot_ingest"])
async def test_a_connection_that_comes_back_is_as_it_was(postgres_url: str, role: AppRole) -> None:
    async with await open_pool(postgres_url, role, max_size=1) as pool:
        async with scoped(pool, PLATFORM) as connection:
            await connection.execute("set local statement_timeout = 7")
        taken = await pool.acquire()
        await taken.execute("begin")
        await pool.release(taken)
        async with pool.acquire() as connection:
            assert not connection.is_in_transaction()
            assert await connection.fetchval("select current_setting('statement_timeout')") == "15s"
            assert not await connection.fetchval("select current_setting('onelot.scope', true)")
