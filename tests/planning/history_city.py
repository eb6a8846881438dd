"""A city whose reports a historian follows, in a time that moves when a test says so."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from geo.cell import cell_of
from geo.position import Position
from ingest.rollup.historian import Historian
from ingest.rollup.opening import open_historian
from parking.clock import to_us
from parking.ports import ClockReading
from parking.storage.postgres.planning.rebuilds import Rebuilds
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, City, city

TABLES = (
    "occupancy_hour", "occupancy_day", "region_hour", "region_day", "service_hour", "service_day",
    "parking_session", "session_day", "occupancy_month", "region_month", "service_month",
    "session_month",
)  # fmt: skip
ZONE = "Asia/Shanghai"
PATIENCE_S = 60
FOUNDED = NOON - timedelta(days=1)
PLACES = f"""
insert into area (area_code, level, name, parent_code) values
    ('370100', 'city', '济南', null), ('370102', 'district', '历下', '370100')
    on conflict do nothing;
update lot
set area_code = '370102', lat = 36.65, lon = 117.12, cell = {cell_of(Position(36.65, 117.12))}
where lot_id in ('N-1', 'N-2');
"""
"""N-1 and N-2 lie in a district and a cell, the others nowhere."""
_IS_HEARD = """
select pg_snapshot_xmin(pg_current_snapshot()) >= $1 and not exists (select from rollup_reopen)
"""
"""No transaction hides what was committed by then from a tail, whoever's it is and in whatever
database of the server; and what is to be folded anew was."""


@dataclass
class HistoryCity:
    """What a test of the historian holds; `historian` is the one that works now."""

    built: City
    pool: asyncpg.Pool
    owner: asyncpg.Connection
    now: datetime = FOUNDED
    historian: Historian | None = None
    work: asyncio.Future | None = None

    async def move_to(self, seconds: float) -> None:
        """Let it be so many seconds after noon."""
        self.now = NOON + timedelta(seconds=seconds)
        await self.owner.execute("update city_clock set mode = 'manual', base_city = $1", self.now)
        self.built.clock.follow(ClockReading("manual", to_us(self.now), 0, 1.0))

    async def send(self, *reports: dict) -> list[str]:
        """Report as a patient operator does: again while a busy store has no time."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                answer = await self.built.send(*reports)
                if answer["http"] != 503:
                    return [result["status"] for result in answer["results"]]
                await asyncio.sleep(0.1)

    async def history(self, *reports: dict) -> dict:
        """Post reports at the door of history."""
        body = json.dumps({"reports": reports}).encode()
        answer = await self.built.write_path.history.handle(
            self.built.principals["north"], body, None
        )
        return json.loads(answer.body)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Let a historian work, from wherever the last one left off."""
        async with open_historian(
            self.built.urls.database_url,
            self.built.directory,
            lambda: to_us(self.now),
            city_zone=ZONE,
            hold_s=0,
            flush_s=0,
        ) as historian:
            self.historian = historian
            self.work = asyncio.ensure_future(historian.run())
            try:
                yield
            finally:
                self.work.cancel()
                await asyncio.wait([self.work])
                self.historian = None

    async def caught_up(self) -> None:
        """Wait until everything that was committed by now is in the tables, up to now."""
        assert self.historian is not None
        async with asyncio.timeout(PATIENCE_S):
            next_xid = await self.owner.fetchval("select pg_snapshot_xmax(pg_current_snapshot())")
            while not await self.owner.fetchval(_IS_HEARD, next_xid):
                assert not self.work.done(), self.work.exception()
                await asyncio.sleep(0.02)
            begun = self.historian.passes + 1
            while not (self.historian.passes > begun and self.historian.is_idle):
                assert not self.work.done(), self.work.exception()
                await asyncio.sleep(0.02)

    async def written_up(self) -> None:
        """Let a historian bring the tables up to date, and go."""
        async with self.working():
            await self.caught_up()

    async def rebuilt(self) -> None:
        """Fold everything anew."""
        await Rebuilds(self.pool).ask(None, None)
        await self.written_up()

    async def registry_changed(self) -> None:
        """Let everybody hear of it."""
        delta = await PostgresRegistry(self.pool).load(self.built.directory.version)
        self.built.directory.apply(delta)
        if self.historian is not None:
            self.historian.note(delta)

    async def contents(self) -> dict[str, list[str]]:
        """Read every row of history as text."""
        return {
            table: sorted(
                row[0] for row in await self.owner.fetch(f"select to_jsonb(t)::text from {table} t")
            )
            for table in TABLES
        }

    async def hours(self, lot: str, columns: str = "*", where: str = "true") -> list:
        """Read a lot's hours in the order of time."""
        return await self.owner.fetch(
            f"select {columns} from occupancy_hour join lot using (lot_key)"
            f" where lot_id = $1 and {where} order by hour",
            lot,
        )


@asynccontextmanager
async def history_city(stores: StoreUrls) -> AsyncIterator[HistoryCity]:
    """North runs lots N-1…N-4, registered the noon before; it is noon."""
    owner = await asyncpg.connect(stores.database_url, server_settings={"timezone": "UTC"})
    try:
        await owner.execute("update city_clock set mode = 'manual', base_city = $1", FOUNDED)
        async with (
            city(stores) as built,
            await open_pool(stores.database_url, max_size=2) as pool,
        ):
            await owner.execute(PLACES)
            made = HistoryCity(built, pool, owner)
            await made.registry_changed()
            await made.move_to(0)
            yield made
    finally:
        await owner.close()


def moment(seconds: float) -> datetime:
    return (NOON + timedelta(seconds=seconds)).astimezone(UTC)
