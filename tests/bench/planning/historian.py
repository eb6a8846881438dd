"""What the historian takes for a report, whether it keeps up, and what history takes on disk."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import uvloop

from parking.clock import DAY_US, HOUR_US, MINUTE_US
from parking.storage.embedded.postgres import PostgresServer
from parking.storage.embedded.stores import embedded_stores
from parking.storage.postgres.pool import Pool, open_pool
from tests.bench import jinan
from tests.bench.city import register_lots
from tests.bench.figure import Figure, Goal
from tests.bench.ingest.costs import Costs, costs_of
from tests.bench.planning.traffic import Traffic, append, reports_in_history
from tests.bench.servers import PROJECT, STOP_S

LOTS = 6_000
RATE, BATCH, SPELL_S = 2_000, 500, 20
BACKLOG = 60_000
DAY_LOTS, DAY_BATCH = 40, 20
"""So many lots tell one thing a minute for a whole day."""
PATIENCE_S, LOOK_S = 240.0, 0.2
LOG = "report_log"
ROLL_UPS = (
    "occupancy_hour", "occupancy_day", "occupancy_month", "region_hour", "region_day",
    "region_month", "service_hour", "service_day", "service_month", "parking_session",
    "session_day", "session_month", "rollup_state", "rollup_region", "rollup_source",
)  # fmt: skip
_SIZE = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0)
from pg_class c
left join pg_inherits i on i.inhrelid = c.oid
left join pg_class parent on parent.oid = i.inhparent
where c.relkind = 'r' and coalesce(parent.relname, c.relname) = any ($1::text[])
"""
_IN_REGIONS = "select count(distinct lot_key) >= $1 from rollup_region"
"""A new city's lots are put where they are counted."""
_SUMMED_UP = """
select exists (select from occupancy_day) and not exists (select from rollup_day_due)
    and not exists (select from rollup_peak_due) and hours_until is not null
from rollup_cursor
"""


@dataclass(frozen=True, slots=True)
class _Spell:
    """What so many reports took, and how long after the last one all were in the tables."""

    reports: int
    costs: Costs
    took_s: float
    lag_s: float

    def per_thousand_s(self, part: str) -> float:
        return self.costs.by_part[part] / self.reports * 1_000


def planning_historian() -> Iterator[Figure]:
    with _city(LOTS, "5 minutes") as city:
        inserted, paced, backlog = uvloop.run(_keep_up(city))
    own_s = paced.per_thousand_s("historian")
    store_s = paced.per_thousand_s("PostgreSQL") - inserted.per_thousand_s("PostgreSQL")
    where = f"{LOTS} lots, three of ten with entries and exits; fsync on; the target is our own"
    yield Figure(
        "planning_historian.cpu", own_s, "CPU-s per 1,000 reports", Goal("<=", 0.5, 0.25),
        f"{RATE} reports/s for {SPELL_S} s; at 0.5 a processor is full; PostgreSQL takes "
        f"{store_s:.3f} for it, beside {inserted.per_thousand_s('PostgreSQL'):.3f} for the log "
        f"itself; {where}",
    )  # fmt: skip
    yield Figure(
        "planning_historian.lag", paced.lag_s, "s", Goal("<=", 10, 6),
        f"from the last of {paced.reports} reports at {RATE}/s until all are in the tables, three "
        f"of which it waits for neighbours; {where}",
    )  # fmt: skip
    yield Figure(
        "planning_historian.backlog", backlog.reports / backlog.took_s, "reports/s",
        Goal(">=", 2_000, 6_000),
        f"{backlog.reports} reports that came while nobody worked, ten of each lot; historian "
        f"{backlog.per_thousand_s('historian'):.3f}, PostgreSQL "
        f"{backlog.per_thousand_s('PostgreSQL'):.3f} CPU-s per 1,000; {where}",
    )  # fmt: skip


def planning_disk() -> Iterator[Figure]:
    with _city(DAY_LOTS, "1 day") as city:
        reports, log_bytes, other_bytes = uvloop.run(_a_day(city))
    where = (
        f"{DAY_LOTS} lots that tell one thing a minute for a day, three of ten entries and exits; "
        "most alone in their cells, which in a denser city share rows; the target is our own"
    )
    yield Figure(
        "planning_disk.log", log_bytes / reports, "MB per million reports", Goal("<=", 400, 250),
        f"report_log with its three indexes; {where}",
    )  # fmt: skip
    yield Figure(
        "planning_disk.rollups", other_bytes / reports, "MB per million reports",
        Goal("<=", 400, 200),
        f"all that follows: hours, days and months of lots, areas and cells, service, sessions, "
        f"states, with indexes; {other_bytes / DAY_LOTS / 1e3:.0f} kB a lot and day; {where}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _City:
    database_url: str
    postgres_pid: int
    lot_keys: list[int]


@contextmanager
def _city(size: int, age: str) -> Iterator[_City]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onelot-bench-")))
        stores = stack.enter_context(embedded_stores(folder / "city"))
        lats, lons = jinan.lots(size)
        asyncio.run(register_lots(stores.urls, lats.round(7), lons.round(7)))
        url = stores.urls.database_url
        yield _City(url, stores.processes[PostgresServer.name].pid, asyncio.run(_found(url, age)))


async def _found(database_url: str, age: str) -> list[int]:
    """Let the lots have been there for so long; returns their keys."""
    owner = await asyncpg.connect(database_url)
    try:
        await owner.execute(
            f"update lot_past_facts set since = since - interval '{age}';"
            f"update lot set created_at = created_at - interval '{age}'"
        )
        return [row[0] for row in await owner.fetch("select lot_key from lot order by lot_key")]
    finally:
        await owner.close()


@contextmanager
def _historian(city: _City) -> Iterator[dict[str, int]]:
    """Let one work; gives the processes whose costs are looked at."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.planning.lone_historian", city.database_url],
        cwd=PROJECT,
    )
    try:
        yield {"historian": process.pid, "PostgreSQL": city.postgres_pid}
    finally:
        process.terminate()
        process.wait(STOP_S)


async def _keep_up(city: _City) -> tuple[_Spell, _Spell, _Spell]:
    """Measure the log alone, then a historian beside it, then one that finds all of it waiting."""
    traffic = Traffic(city.lot_keys)
    owner = await asyncpg.connect(city.database_url)
    try:
        async with await open_pool(city.database_url, "onelot_ingest", max_size=2) as pool:
            alone = {"historian": 0, "PostgreSQL": city.postgres_pid}
            inserted = await _paced(pool, traffic, alone)
            with _historian(city) as processes:
                before = await _level(owner, 0, inserted.reports)
                await _until(owner, _IN_REGIONS, LOTS)
                paced = await _paced(pool, traffic, processes, owner, before)
            backlog = await _backlog(city, pool, traffic, owner)
        return inserted, paced, backlog
    finally:
        await owner.close()


async def _paced(
    pool: Pool,
    traffic: Traffic,
    processes: dict[str, int],
    owner: asyncpg.Connection | None = None,
    before: int = 0,
) -> _Spell:
    costs, began_s = costs_of(processes), time.monotonic()
    batches = RATE * SPELL_S // BATCH
    for place in range(batches):
        await asyncio.sleep(max(0.0, began_s + place * BATCH / RATE - time.monotonic()))
        await append(pool, traffic.rows(BATCH, time.time_ns() // 1_000 - 1_000_000))
    sent_s = time.monotonic()
    if owner is not None:
        await _level(owner, before, batches * BATCH)
    level_s = time.monotonic()
    return _Spell(
        batches * BATCH, costs_of(processes) - costs, level_s - began_s, level_s - sent_s
    )  # fmt: skip


async def _backlog(city: _City, pool: Pool, traffic: Traffic, owner: asyncpg.Connection) -> _Spell:
    before = await reports_in_history(owner)
    for _ in range(BACKLOG // (2 * BATCH)):
        await append(pool, traffic.rows(2 * BATCH, time.time_ns() // 1_000 - 1_000_000))
    with _historian(city) as processes:
        costs, began_s = costs_of(processes), time.monotonic()
        await _level(owner, before, BACKLOG)
        took_s = time.monotonic() - began_s
        return _Spell(BACKLOG, costs_of(processes) - costs, took_s, took_s)


async def _a_day(city: _City) -> tuple[int, int, int]:
    """Write the last twenty-four hours, let them be told, and measure."""
    traffic = Traffic(city.lot_keys)
    day_us = (time.time_ns() // 1_000 - DAY_US) // HOUR_US * HOUR_US
    minutes = DAY_US // MINUTE_US
    owner = await asyncpg.connect(city.database_url)
    try:
        async with await open_pool(city.database_url, "onelot_ingest", max_size=2) as pool:
            for first in range(0, minutes, DAY_BATCH):
                rows = [
                    row
                    for minute in range(first, first + DAY_BATCH)
                    for row in traffic.rows(DAY_LOTS, day_us + minute * MINUTE_US)
                ]
                await append(pool, rows)
        with _historian(city):
            await _level(owner, 0, minutes * DAY_LOTS)
            await _until(owner, _SUMMED_UP)
        await owner.execute("vacuum")
        log_bytes = await owner.fetchval(_SIZE, [LOG])
        return minutes * DAY_LOTS, int(log_bytes), int(await owner.fetchval(_SIZE, list(ROLL_UPS)))
    finally:
        await owner.close()


async def _level(owner: asyncpg.Connection, before: int, more: int) -> int:
    """Wait until history has so many reports more; never more than there were."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = await reports_in_history(owner)
            if told >= before + more:
                break
            await asyncio.sleep(LOOK_S)
    assert told == before + more, f"{told} reports in history, {before + more} in the log"
    return told


async def _until(owner: asyncpg.Connection, holds: str, *of: object) -> None:
    """Wait until a query says yes."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await owner.fetchval(holds, *of):
                return
            await asyncio.sleep(LOOK_S)
