"""What dashboards ask for is found by indexes, in the months asked about and no others."""

from datetime import date, timedelta

import asyncpg
import pytest

from parking.clock import HOUR_US, from_us
from parking.planning.day_parts import day_parts
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from tests.planning.planner_examples import at
from tests.services.databases import execute
from tests.services.plans import nodes_of

FILL = """
select ensure_history_month(month::date)
from generate_series(date '2026-07-01', '2026-10-01', interval '1 month') month;
insert into occupancy_hour
select lot, class, hour, hour + interval '1 hour', 1, 1, 1, 0, 0, 1, 1, steps, steps, steps, null,
    null
from generate_series(1, 40) lot, generate_series(1, 2) class,
    generate_series(timestamptz '2026-07-01', '2026-10-30', interval '1 hour') hour,
    (select array_fill(1::bigint, array[12]) as steps) s;
insert into region_hour
select 'cell:' || lot, class, hour, 1, 1, 1, 1, 0, 0, 1, 1, steps, steps, steps, null, null
from generate_series(1, 40) lot, generate_series(1, 2) class,
    generate_series(timestamptz '2026-07-01', '2026-10-30', interval '1 hour') hour,
    (select array_fill(1::bigint, array[12]) as steps) s;
insert into service_hour
select lot, hour, hour + interval '1 hour', 1, 0, 1, 1, 1, 1, '{1}', '{1}', 0, 0, 0
from generate_series(1, 40) lot,
    generate_series(timestamptz '2026-07-01', '2026-10-30', interval '1 hour') hour;
insert into occupancy_day
select lot, class, day, day, 1, 1, 1, 0, 0, 1, 1, 24, 12, 1, 1, day
from generate_series(1, 400) lot, generate_series(1, 2) class,
    generate_series(date '2026-07-01', '2026-10-30', interval '1 day') day;
insert into region_day
select 'cell:' || lot, class, day, 1, 1, 1, 1, 0, 0, 1, 1, 24, 12, 1, 1, day
from generate_series(1, 400) lot, generate_series(1, 2) class,
    generate_series(date '2026-07-01', '2026-10-30', interval '1 day') day;
insert into session_day
select lot, class, day, 1, 0, 0, 1, '{1}', '{1}'
from generate_series(1, 400) lot, generate_series(1, 2) class,
    generate_series(date '2026-07-01', '2026-10-30', interval '1 day') day;
insert into service_day
select lot, day, day, 1, 0, 1, 1, 1, 1, '{1}', '{1}', 0, 0, 0
from generate_series(1, 400) lot,
    generate_series(date '2026-07-01', '2026-10-30', interval '1 day') day;
insert into parking_session (
    lot_key, passage, plate, entered_at, entered_class, left_at, left_class
)
select lot, gen_random_uuid(), decode(md5(n::text), 'hex'),
    timestamptz '2026-10-01' + n * interval '1 minute', 1,
    timestamptz '2026-10-01' + n * interval '1 minute' + interval '1 hour', 1
from generate_series(1, 40) lot, generate_series(1, 1000) n;
analyze
"""
LOTS, CLASSES, REGIONS = [3, 7, 11], [1], ["cell:3", "cell:7", "cell:11"]
DAYS = date(2026, 9, 1), date(2026, 9, 30)
PARTS = day_parts(date(2026, 8, 5) + timedelta(days=n) for n in range(57)).columns
SPAN = from_us(at("09-10 09:05")), from_us(at("09-11 11:20"))
CUT = from_us(at("09-12 09:05")), from_us(at("09-12 09:20"))
REST = from_us(at("09-12 09:20")), from_us(at("09-13 00:00"))
HOURS = [from_us(at("09-10 09:00") + 24 * HOUR_US * n) for n in range(5)]
GIVEN_UP = from_us(at("10-20 00:00"))
STATEMENTS = {
    "read_kpi_sums": [
        LOTS, CLASSES, *PARTS, *SPAN, None, [CUT[0]], [CUT[1]], CUT[0], CUT[0], [REST[0]],
        [REST[1]], *REST,
    ],
    "read_lot_days": [LOTS, CLASSES, *PARTS],
    "read_lot_by_day": [LOTS, CLASSES, *DAYS],
    "read_lot_span": [LOTS, CLASSES, *SPAN],
    "read_lot_cut": [LOTS, CLASSES, SPAN[0], SPAN[0]],
    "read_lot_steps": [LOTS, CLASSES, *SPAN],
    "read_lot_quarters": [LOTS, CLASSES, *SPAN],
    "read_lot_hours": [LOTS, CLASSES, *SPAN],
    "read_lot_at_hours": [LOTS, CLASSES, HOURS, HOURS[0], HOURS[-1]],
    "read_lot_in_hours": [LOTS, CLASSES, HOURS, HOURS[0], HOURS[-1], 4, 6],
    "read_counting": [LOTS, CLASSES, *SPAN],
    "read_full_hours": [LOTS, CLASSES, *SPAN],
    "read_lot_each_day": [LOTS, CLASSES, *DAYS],
    "read_region_each_day": [REGIONS, CLASSES, *DAYS],
    "read_lot_panel": [LOTS, CLASSES, HOURS, *[[*range(5)]] * 2, HOURS[0], HOURS[-1]],
    "read_region_panel": [REGIONS, CLASSES, HOURS, *[[*range(5)]] * 2, HOURS[0], HOURS[-1]],
    "read_region_days": [REGIONS, CLASSES, *PARTS],
    "read_region_by_day": [REGIONS, CLASSES, *DAYS],
    "read_region_span": [REGIONS, CLASSES, *SPAN],
    "read_region_steps": [REGIONS, CLASSES, *SPAN],
    "read_region_quarters": [REGIONS, CLASSES, *SPAN],
    "read_region_hours": [REGIONS, CLASSES, *SPAN],
    "read_region_at_hours": [REGIONS, CLASSES, HOURS, HOURS[0], HOURS[-1]],
    "read_connected": [LOTS, SPAN[1], SPAN[0], ["general"]],
    "read_service_days": [LOTS, *PARTS],
    "read_service_span": [LOTS, *SPAN],
    "read_delay_days": [LOTS, *DAYS, None],
    "read_delay_span": [LOTS, *SPAN],
    "read_session_days": [LOTS, CLASSES, *PARTS],
    "read_session_span": [LOTS, CLASSES, *SPAN, GIVEN_UP],
    "read_stay_days": [LOTS, CLASSES, *DAYS, None],
    "read_stay_span": [LOTS, CLASSES, *SPAN],
    "read_stay_users": [LOTS, CLASSES, *SPAN],
}  # fmt: skip
GROWING = ("occupancy_", "region_", "service_", "session_", "parking_session")


@pytest.fixture
async def filled(postgres_url: str, app_pool: asyncpg.Pool) -> asyncpg.Pool:
    await execute(postgres_url, *FILL.split(";\n"))
    return app_pool


async def test_nothing_that_grows_is_read_from_end_to_end(filled: asyncpg.Pool):
    for statement, arguments in STATEMENTS.items():
        async with scoped(filled, PLATFORM, within_s=60) as connection:
            assert await connection.fetchval("select current_user") == "onelot_app"
            await connection.execute(query("planning/read_settings"))
            found = await nodes_of(connection, query(f"planning/{statement}"), *arguments)
        plan = [node for node in found if "Relation Name" in node]
        read = {node["Relation Name"] for node in plan}
        assert read, statement
        for node in plan:
            if node["Relation Name"].startswith(GROWING):
                assert node["Node Type"] != "Seq Scan", (statement, node["Relation Name"])
                assert "Index Cond" in node or node["Node Type"] == "Bitmap Heap Scan", statement
        months = {name.rpartition("_")[2] for name in read if name[-6:].isdigit()}
        assert months <= {"202609"}, (statement, months)
