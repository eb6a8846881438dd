"""A city with a year behind it, written straight into its roll-ups as a historian leaves them.

Every week is like every other; figures of regions are sums of their lots' to the bit. Of the last
month there are hours of all regions, before it of areas; of lots there are those of two days.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from geo.cell import cell_text, parent_of
from parking.planning.chosen_lots import RESOLUTIONS
from parking.storage.embedded.postgres import PostgresServer
from parking.storage.embedded.stores import embedded_stores
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from tests.bench import jinan
from tests.bench.city import register_lots, serving
from tests.bench.ingest.costs import Costs, costs_of
from tests.bench.servers import Server

LOTS = int(os.environ.get("ONELOT_BENCH_LOTS", "6000"))
"""Fewer where time is short; figures say how many there were."""
NOW = "2026-10-31 10:32+08"
CITY = "3701"
DISTRICTS = 12

_REGISTRY = f"""
update city_clock set mode = 'manual', base_city = '{NOW}';
insert into area (area_code, level, name, parent_code) values ('{CITY}', 'city', '济南', null);
insert into area (area_code, level, name, parent_code)
select '{CITY}' || n, 'district', '区 ' || n, '{CITY}' from generate_series(10, 9 + {DISTRICTS}) n;
update lot
set area_code = '{CITY}' || 10 + lot_key % {DISTRICTS}, created_at = '2025-01-01',
    land_use = (array['hospital', 'office', 'mall', 'residential'])[1 + lot_key % 4];
update lot_past_facts set since = '2025-01-01';
create table bench_region (lot_key integer, region text collate "C")
"""
_WEEK = """
-- What a class of a lot does in an hour of a weekday; every third lot has chargers too.
create table bench_hour as
select
    lot_key, space_class, weekday, clock, spaces * 3600000000 as open_us,
    spaces * 3492000000 as known_us, (spaces * 3492000000 * share)::bigint as taken_us,
    case when share > 0.85 then spaces * 698400000::bigint else 0 end as full_us,
    (spaces * share / 4)::integer as cars
from lot
cross join lateral (
    values (1, 60), (2, case when lot_key % 3 = 0 then 12 end)
) as class (space_class, spaces)
cross join generate_series(0, 6) weekday
cross join generate_series(0, 23) clock
cross join lateral (
    select 0.2 + 0.75 * abs(hashint4(lot_key * 7919 + weekday * 31 + clock * 3)) / 2147483648.0
) as level (share)
where spaces is not null;
create table bench_day as
select
    lot_key, space_class, weekday, sum(open_us)::bigint as open_us,
    sum(known_us)::bigint as known_us, sum(taken_us)::bigint as taken_us,
    sum(full_us)::bigint as full_us, sum(cars) as cars,
    count(*) filter (where taken_us * 5 between known_us * 3 and known_us * 4) as in_band
from bench_hour
group by 1, 2, 3;
create table bench_region_hour as
select
    region, space_class, weekday, clock, count(*)::integer as lots, sum(open_us)::bigint as open_us,
    sum(known_us)::bigint as known_us, sum(taken_us)::bigint as taken_us,
    sum(full_us)::bigint as full_us, sum(cars) as cars
from bench_hour
join bench_region using (lot_key)
group by 1, 2, 3, 4;
create table bench_region_day as
select
    region, space_class, weekday, count(*)::integer as lots, sum(open_us)::bigint as open_us,
    sum(known_us)::bigint as known_us, sum(taken_us)::bigint as taken_us,
    sum(full_us)::bigint as full_us, sum(cars) as cars, sum(in_band) as in_band
from bench_day
join bench_region using (lot_key)
group by 1, 2, 3;
select ensure_history_month(month::date)
from generate_series(date '2025-09-01', '2026-10-01', interval '1 month') month
"""
_DAYS = """
insert into occupancy_day
select
    lot_key, space_class, day, day + 1, open_us, known_us, taken_us, full_us, 0, cars, cars, 24,
    in_band, known_us / 96, known_us / 96, day
from (select day::date from generate_series($1::date, $2::date, interval '1 day') day) days
join bench_day on weekday = extract(dow from day);
insert into region_day
select
    region, space_class, day, lots, open_us, known_us, taken_us, full_us, 0, cars, cars, 24 * lots,
    in_band, known_us / 96, known_us / 96, day
from (select day::date from generate_series($1::date, $2::date, interval '1 day') day) days
join bench_region_day on weekday = extract(dow from day);
insert into service_day
select
    lot_key, day, day + 1, 1440, 3, cars, cars, 86400000000, 86000000000,
    '{1,2,3,4,5,6,8}', '{900,300,100,70,30,20,20}', 10, 3, 600
from (select day::date from generate_series($1::date, $2::date, interval '1 day') day) days
join bench_day on weekday = extract(dow from day)
where space_class = 1;
insert into session_day
select lot_key, 1, day, cars, 3, 2, cars * 3600000000::bigint, minutes, counts
from (select day::date from generate_series($1::date, $2::date, interval '1 day') day) days
join bench_day on weekday = extract(dow from day)
cross join (
    select array_agg(n order by n), array_agg(4) from generate_series(10, 39) n
) as stay (minutes, counts)
where space_class = 1
"""
_HOURS_OF_REGIONS = """
insert into region_hour
select
    region, space_class, hour, lots, open_us, known_us, taken_us, full_us, 0, cars, cars,
    array_fill(open_us / 12, array[12]), array_fill(known_us / 12, array[12]),
    array_fill(taken_us / 12, array[12]),
    case when full_us > 0 then array_fill(full_us / 12, array[12]) end, null
from generate_series($1::timestamptz, $2::timestamptz, interval '1 hour') hour
cross join lateral (select hour at time zone 'Asia/Shanghai') as wall (at)
join bench_region_hour
    on weekday = extract(dow from at) and clock = extract(hour from at) and region like $3
"""
_RUNNING = """
insert into occupancy_hour
select
    lot_key, space_class, hour, hour + interval '1 hour', open_us, known_us, taken_us, full_us, 0,
    cars, cars, array_fill(open_us / 12, array[12]), array_fill(known_us / 12, array[12]),
    array_fill(taken_us / 12, array[12]),
    case when full_us > 0 then array_fill(full_us / 12, array[12]) end, null
from generate_series(
    timestamptz '2026-10-30 00:00+08', timestamptz '2026-10-31 10:00+08', interval '1 hour'
) hour
cross join lateral (select hour at time zone 'Asia/Shanghai') as wall (at)
join bench_hour on weekday = extract(dow from at) and clock = extract(hour from at);
insert into service_hour
select
    lot_key, hour, hour + interval '1 hour', 60, 0, 10, 10, 3600000000, 3600000000, '{1,2}',
    '{50,10}', 0, 0, 0
from generate_series(
    timestamptz '2026-10-30 00:00+08', timestamptz '2026-10-31 10:00+08', interval '1 hour'
) hour
cross join lot;
insert into parking_session (
    lot_key, passage, plate, entered_at, entered_class, left_at, left_class
)
select
    lot_key, gen_random_uuid(), decode(md5(n::text), 'hex'), at, 1, at + interval '50 minutes', 1
from lot
cross join generate_series(1, 20) n
cross join lateral (
    select timestamptz '2026-10-31 00:00+08' + n * interval '25 minutes'
) as came (at);
update rollup_cursor set hours_until = '2026-10-31 10:00+08', days_until = '2026-10-30'
"""
_MONTHS = ["2025-10", *(f"2025-{n}" for n in (11, 12)), *(f"2026-{n:02d}" for n in range(1, 11))]


@dataclass(frozen=True, slots=True)
class PastCity:
    """Where it is served, its database, a planner's key, and the processes that answer."""

    server: Server
    database_url: str
    key: str
    processes: dict[str, int]

    def costs(self) -> Costs:
        return costs_of(self.processes)


@contextmanager
def past_city() -> Iterator[PastCity]:
    """Serve it on embedded stores without fsync."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onelot-bench-")))
        running = stack.enter_context(embedded_stores(folder / "city", durable=False))
        stores = running.urls
        lats, lons = jinan.lots(LOTS)
        asyncio.run(register_lots(stores, lats.round(7), lons.round(7)))
        key = asyncio.run(_write_past(stores.database_url))
        server = stack.enter_context(serving(stores))
        processes = {
            "API": server.process.pid, "PostgreSQL": running.processes[PostgresServer.name].pid,
        }  # fmt: skip
        yield PastCity(server, stores.database_url, key, processes)


async def _write_past(database_url: str) -> str:
    owner = await asyncpg.connect(database_url, server_settings={"timezone": "Asia/Shanghai"})
    try:
        await owner.execute(_REGISTRY)
        lots = await owner.fetch("select lot_key, cell, area_code from lot")
        await owner.copy_records_to_table(
            "bench_region", records=[(lot["lot_key"], of) for lot in lots for of in _regions(lot)]
        )
        await owner.execute(_WEEK)
        for month in _MONTHS:
            await _write_month(owner, month)
        await owner.execute(_RUNNING)
        await owner.execute("drop table bench_hour, bench_region_hour, bench_region_day, bench_day")
        await owner.execute("vacuum analyze")
    finally:
        await owner.close()
    async with await open_pool(database_url) as pool:
        return (await PostgresKeys(pool).create(PLATFORM, role="planner")).key


async def _write_month(owner: asyncpg.Connection, month: str) -> None:
    """Write its days, and its hours where there are any."""
    is_last = month == _MONTHS[-1]
    first = f"{month}-01"
    last = await owner.fetchval(
        "select ($1::text::date + interval '1 month' - interval '1 day')::date::text", first
    )
    if is_last:
        last = "2026-10-30"
    for statement in _DAYS.split(";\n"):
        await owner.execute(statement.replace("$1", f"'{first}'").replace("$2", f"'{last}'"))
    hours = (f"'{first} 00:00+08'", f"'{last} 23:00+08'")
    if is_last:
        hours = (hours[0], "'2026-10-31 09:00+08'")
    which = "'%'" if is_last else "'area:%'"
    statement = _HOURS_OF_REGIONS
    for place, value in zip(("$1", "$2", "$3"), (*hours, which), strict=True):
        statement = statement.replace(place, value)
    await owner.execute(statement)


def _regions(lot: asyncpg.Record) -> Iterator[str]:
    yield f"area:{CITY}"
    yield f"area:{lot['area_code']}"
    for resolution in RESOLUTIONS:
        yield f"cell:{cell_text(parent_of(lot['cell'], resolution))}"
