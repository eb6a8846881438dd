"""A replay reads each lot's log from its newest row back, by index, and opens the newest day."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from parking.clock import to_us
from parking.storage.postgres.pool import PLATFORM, open_pool, scoped
from parking.storage.postgres.queries import query
from tests.services.databases import execute, run
from tests.services.plans import nodes_of

FILL = """
select ensure_report_day(day::date)
from generate_series(date '2026-09-15', '2026-10-02', interval '1 day') day;
insert into report_log (
    ident, source_key, lot_key, kind, record_serial, observed_at, received_at, payload, fingerprint
)
select gen_random_uuid(), 1, lot, case when n % 97 = 0 then 8 else 1 end, n::text, moment, moment,
    '{"spaces":[]}', 0
from generate_series(1, 30) lot,
    generate_series(timestamptz '2026-09-15', '2026-10-02', interval '10 minutes')
        with ordinality as t (moment, n);
insert into operator (operator_id, name) values ('op1', 'op1');
insert into lot (lot_id, operator_key, name, partition)
select 'op1-' || n, 1, n::text, 0 from generate_series(1, 3000) n;
insert into lot_count (lot_key, version, state)
select lot, 1, '{"classes": {"general": {}}, "has_movements": true, "has_totals": true}'
from generate_series(1, 3000) lot;
insert into lot_supply (lot_key, version, until)
select lot, 1, '2026-10-02' from generate_series(1, 3000) lot;
insert into lot_supply_past
select lot, at, '[0, 0]' from generate_series(1, 200) lot,
    generate_series(timestamptz '2026-09-01', '2026-10-01', interval '1 day') at;
insert into projection select lot, 's:general', '' from generate_series(1, 3000) lot;
insert into projection
select lot, 'k:' || version, repeat('0', 16)::bytea || version::bytea || content::bytea
from generate_series(1, 3000) lot, (values
    ('0000' || '1790769600000000' || repeat('0', 15), '{"from_us":1}'),
    ('0001' || repeat('0', 31), '{"from_us":0,"void":true}')
) closures (version, content);
insert into source (source_id, kind) select 's' || n, 'http' from generate_series(1, 50) n;
insert into source_habit
select source_key, since, 120, false from source,
    generate_series(timestamptz '2026-01-01', '2026-10-01', interval '1 day') since;
analyze
"""
AT = datetime(2026, 10, 1, 12, tzinfo=UTC)
SINCE, UNTIL = AT - timedelta(days=32), AT + timedelta(minutes=1)
LOTS = [3, 7, 11]
STATEMENTS = {
    "replay_said": [LOTS, SINCE, UNTIL, AT, 6],
    "replay_amendments": [LOTS, SINCE, AT, 1_000],
    "replay_closures": [LOTS, SINCE, UNTIL, AT],
    "replay_closed": [LOTS, AT, to_us(AT)],
    "replay_declared": [LOTS, [AT] * 3, AT, AT, AT],
    "replay_names": [LOTS, b"0" * 16, 142],
    "replay_counted": [LOTS, AT, SINCE, UNTIL],
    "replay_supplies": [LOTS, AT],
    "replay_facts": [LOTS, AT],
    "replay_sources": [AT],
}
GROWING = ("report_log", "projection", "source_habit", "lot_")


@pytest.fixture(scope="module")
def filled_url(read_postgres_url: str) -> str:
    run(execute(read_postgres_url, *FILL.split(";\n")))
    return read_postgres_url


@pytest.fixture
async def filled(filled_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(filled_url) as pool:
        yield pool


async def plan_of(pool: asyncpg.Pool, statement: str) -> list[dict]:
    """What was really done, node by node."""
    async with scoped(pool, PLATFORM, within_s=60) as connection:
        await connection.execute(query("planning/read_settings"))
        return await nodes_of(
            connection,
            query(f"planning/{statement}"),
            *STATEMENTS[statement],
            options="analyze, format json",
        )


async def test_nothing_that_grows_is_read_from_end_to_end(filled: asyncpg.Pool):
    for statement in STATEMENTS:
        read = [node for node in await plan_of(filled, statement) if "Relation Name" in node]
        assert read, statement
        for node in read:
            if node["Relation Name"].startswith(GROWING):
                assert node["Node Type"] != "Seq Scan", (statement, node["Relation Name"])
                assert "Index Cond" in node or node["Node Type"] == "Bitmap Heap Scan", statement


async def test_of_a_lot_that_speaks_only_its_newest_day_is_opened(filled: asyncpg.Pool):
    plan = await plan_of(filled, "replay_said")
    log = [node for node in plan if node.get("Relation Name", "").startswith("report_log_")]
    opened = {node["Relation Name"] for node in log if node["Actual Loops"]}
    assert opened <= {"report_log_20261001"}, opened
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in log) <= 7 * len(LOTS)
