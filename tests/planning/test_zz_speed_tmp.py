import time
from datetime import date, timedelta
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from parking.clock import from_us
from parking.planning.compare.asked_hours import *
from parking.sharing.day_calendar import DayCalendar
from parking.planning.chosen_lots import Places
from parking.storage.postgres.planning.reading_panel import read_panel
from tests.services.databases import execute
FILL = """
select ensure_history_month(month::date) from generate_series(date '2026-07-01', '2026-10-01', interval '1 month') month;
insert into occupancy_hour
select lot, 1, hour, hour + interval '1 hour', 1, 1, 1, 0, 0, 1, 1, steps, steps, steps, null, null
from generate_series(1, 600) lot, generate_series(timestamptz '2026-07-25', '2026-10-05', interval '1 hour') hour,
    (select array_fill(1::bigint, array[12]) as steps) s;
analyze
"""
async def test_speed(postgres_url, app_pool):
    await execute(postgres_url, *FILL.split(";\n"))
    days=[date(2026,8,1)+timedelta(n) for n in range(56)]
    hours=asked_hours(days,"Asia/Shanghai",DayCalendar().day_class,every_time)
    for _ in range(3):
        async with scoped(app_pool, PLATFORM, within_s=60) as c:
            await c.execute(query("planning/read_settings"))
            t=time.perf_counter(); f=await read_panel(c,Places("Asia/Shanghai",tuple(range(1,301))),["general"],hours,frozenset(days[:28])); print(len(f),time.perf_counter()-t)
            print((await c.fetchval("explain (analyze) "+query("planning/read_lot_panel"), [*range(1,301)],[1],[from_us(h.hour_us) for h in hours],[0]*len(hours),[0]*len(hours),from_us(hours[0].hour_us),from_us(hours[-1].hour_us))))
