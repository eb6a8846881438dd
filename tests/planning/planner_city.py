"""A city whose past is written straight into its tables, as the historian would have left it.

    past = Past(JINAN, NOW); past.hours["op1-a"] = any_hours(...); await past.write(city, url)

Days that are over are summed up by `day_of`, regions by `region_sums`; what runs is left to hours.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby

import asyncpg

from geo.cell import parent_of
from parking.clock import HOUR_US, from_us
from parking.planning.chosen_lots import area_region, cell_region
from parking.planning.day_row import day_of
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import SPACE_CLASS_CODE, HourRow
from parking.planning.local_day import day_at
from parking.planning.region_sums import DayChanges, HourChanges
from parking.planning.service_sums import total_service
from parking.ports import Area
from parking.storage.postgres.feed_verdicts import FeedVerdicts, VerdictEvent, VerdictKey
from parking.storage.postgres.planning.day_rows import DayRows, day_key
from parking.storage.postgres.planning.hour_rows import HourRows, is_over, key_of
from parking.storage.postgres.planning.months import Months
from parking.storage.postgres.planning.region_rows import RegionRows
from parking.storage.postgres.planning.service_rows import ServiceRows
from parking.storage.postgres.planning.wire import instant
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.registry import PostgresRegistry
from tests.planning.planner_examples import JINAN, at
from tests.services.city import City

NOW = at("10-13 10:37")
"""A Tuesday; the Saturday before is worked, the Sunday is not."""
FIRST_HOUR = at("10-08 00:00")
LAST_HOUR = at("10-13 10:00")
ALL_HOURS = range(FIRST_HOUR, LAST_HOUR + 1, HOUR_US)
PARENTS = {"3701": None, "370102": "3701", "370103": "3701"}
SESSION = """
insert into parking_session (
    lot_key, passage, plate, entered_at, entered_class, entered_user, left_at, left_class, left_user
)
select $1, gen_random_uuid(), decode(md5($2), 'hex'), $3, $6, $5, $4, $6, $5
"""


@dataclass
class Past:
    """`hours` and `service` by lot id; `aggregates` are lots that are sums of others, `twins` such
    that another, named beside it, is counted for.
    """

    zone: str = JINAN
    now_us: int = NOW
    hours: dict[str, list[HourRow]] = field(default_factory=lambda: defaultdict(list))
    service: dict[str, list[ServiceHour]] = field(default_factory=lambda: defaultdict(list))
    stays: list[tuple[str, int, int, str | None]] = field(default_factory=list)
    aggregates: set[str] = field(default_factory=set)
    twins: dict[str, str] = field(default_factory=dict)
    summed_until_us: int | None = None

    @property
    def hours_until_us(self) -> int:
        """Until when hours of regions are summed up."""
        until_us = self.now_us if self.summed_until_us is None else self.summed_until_us
        return until_us // HOUR_US * HOUR_US

    @property
    def days_until(self) -> date:
        return date.fromordinal(day_at(self.hours_until_us, self.zone).toordinal() - 1)

    async def write(self, pool: asyncpg.Pool, postgres_url: str) -> None:
        """Write all of it; `pool` reads the lots that are registered."""
        async with pool.acquire() as connection:
            lots = {
                row["lot_id"]: row
                for row in await connection.fetch("select * from lot where deleted_at is null")
            }
        async with (
            await open_pool(postgres_url, "onelot_ingest") as ingest,
            ingest.acquire() as connection,
            connection.transaction(),
        ):
            every = [*self.hours.values(), *self.service.values()]
            moments = [one.hour_us for some in every for one in some]
            await Months().ensure(connection, moments)
            await self._occupancy(connection, lots)
            await self._service(connection, lots)
            await connection.execute(
                "update rollup_cursor set hours_until = $1, days_until = $2",
                instant(self.hours_until_us), self.days_until,
            )  # fmt: skip
            for number, (lot_id, came, left, user) in enumerate(self.stays):
                key, code = lots[lot_id]["lot_key"], SPACE_CLASS_CODE["general"]
                await connection.execute(
                    SESSION, key, str(number), instant(came), instant(left), user, code
                )

    async def _occupancy(self, connection, lots) -> None:
        hours, days = {}, {}
        hour_changes, day_changes = HourChanges(), DayChanges()
        for lot_id, rows in self.hours.items():
            lot = lots[lot_id]
            is_elsewhere = lot_id in self.aggregates or lot_id in self.twins
            regions = set() if is_elsewhere else regions_of(lot)
            for row in rows:
                hours[key_of(lot["lot_key"], row)] = row
                if is_over(row) and row.hour_us + HOUR_US <= self.hours_until_us:
                    hour_changes.add(regions, row, 1)
            for row in self._days(rows):
                days[day_key(lot["lot_key"], row)] = row
                day_changes.add(regions, row, 1)
        await HourRows().save(connection, hours)
        await DayRows().save(connection, days)
        await RegionRows().add_hours(connection, hour_changes)
        await RegionRows().add_days(connection, day_changes)

    def _days(self, rows: list[HourRow]):
        """Sum up the days that are over."""

        def of_day(row: HourRow):
            return row.space_class, day_at(row.hour_us, self.zone)

        ordered = sorted(rows, key=lambda row: (row.space_class, row.hour_us))
        for (_, day), some in groupby(ordered, key=of_day):
            if day <= self.days_until:
                yield day_of(day, list(some))

    async def _service(self, connection, lots) -> None:
        hours, days = {}, {}
        for lot_id, some in self.service.items():
            key = lots[lot_id]["lot_key"]
            for hour in some:
                hours[key, hour.hour_us] = hour
            by_day = groupby(some, key=lambda hour: day_at(hour.hour_us, self.zone))
            for day, of_day in by_day:
                if day <= self.days_until:
                    days[key, day] = total_service(list(of_day))
        await ServiceRows().save(connection, hours)
        await ServiceRows().save_days(connection, days, [])


def regions_of(lot: asyncpg.Record) -> set[str]:
    """Areas and cells in which a lot is counted."""
    regions, code = set(), lot["area_code"]
    while code in PARENTS:
        regions.add(area_region(code))
        code = PARENTS[code]
    if lot["cell"] is not None:
        regions |= {cell_region(parent_of(lot["cell"], size)) for size in range(6, 10)}
    return regions


def running(row: HourRow, now_us: int = NOW) -> HourRow:
    """The hour that runs: steps that are to come are nothing."""
    done = -(-(now_us - row.hour_us) // (5 * 60_000_000))
    nothing = type(row.steps[0])()
    steps = (*row.steps[:done], *(nothing,) * (12 - done))
    return HourRow(row.space_class, row.hour_us, now_us, steps, row.entries, row.exits)


async def put_areas(city: City) -> None:
    """The city and two of its districts."""
    areas = [
        Area(code, "city" if parent is None else "district", f"区 {code}", f"Area {code}", parent,
             None, None, None)
        for code, parent in PARENTS.items()
    ]  # fmt: skip
    await city.registry.put_areas(areas)


async def open_past(city: City, past: Past, url: str, *drafts, **facts) -> dict[str, str]:
    """Register lots, write the past, set the clock; returns a planner's headers."""
    await city.set_clock("manual", datetime(2026, 9, 1, tzinfo=UTC))
    await put_areas(city)
    await city.put_lots(*drafts)
    if past.aggregates:
        async with city.pool.acquire() as connection, connection.transaction():
            await connection.execute("select set_config('onelot.scope', 'platform', true)")
            await connection.execute(
                "insert into lot_aggregate (lot_key) select lot_key from lot"
                " where lot_id = any($1::text[])",
                sorted(past.aggregates),
            )
    await put_twins(city, past.twins)
    await past.write(city.pool, url)
    await city.set_clock("manual", from_us(past.now_us))
    return await city.key("planner")


async def put_twins(city: City, twins: Mapping[str, str]) -> None:
    """Let it stand that these lots are others once more."""
    found = await PostgresRegistry(city.pool).load(0)
    lots = {lot.lot_id: lot.lot_key for lot in found.lots}
    events = [
        VerdictEvent(VerdictKey("duplicate", None, lots[lot_id]), 0, 0, {"other": other})
        for lot_id, other in twins.items()
    ]
    await FeedVerdicts(city.pool).write(events, {})


async def ask(city: City, planner: dict[str, str], what: str, **query) -> dict:
    """What a planner is answered; `from_` stands for `from`."""
    named = {name.rstrip("_"): value for name, value in query.items()}
    answer = await city.client.get(f"/v1/planner/{what}", params=named, headers=planner)
    assert answer.status_code == 200, answer.text
    return answer.json()


def told(us: int) -> str:
    return from_us(us).isoformat()
