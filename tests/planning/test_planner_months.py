"""Months are the sums of their days whoever writes these, and answers are the same by either."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import HOUR_US
from parking.planning.day_parts import day_parts, quarter_of
from parking.planning.day_row import DayRow
from parking.planning.durations import SessionSums
from parking.planning.history.service_hour import ServiceHour
from parking.planning.region_sums import DayChanges
from parking.planning.space_time import SpaceTime
from parking.storage.postgres.planning.day_rows import DayRows, day_key
from parking.storage.postgres.planning.region_rows import RegionRows
from parking.storage.postgres.planning.service_rows import ServiceRows
from parking.storage.postgres.planning.session_rows import SessionRows
from parking.storage.postgres.pool import open_pool
from tests.planning.planner_city import NOW, Past, ask, open_past, told
from tests.planning.planner_examples import any_hours, at, step_by_step
from tests.planning.planner_past import DRAFTS, check, rows_of
from tests.services.city import City

MONTH_PARTS = """(
    select date_trunc('month', day::timestamp)::date as month, part
    from (values (0, 1, 31), (1, 1, 8), (2, 9, 16), (3, 17, 24), (4, 25, 31)) v (part, first, last)
    where extract(day from day) between first and last
) as told"""
LOTS = ("op1-a", "op1-b", "op1-c")
SPANS = [
    (at("08-01 00:00"), at("09-01 00:00")),
    (at("07-31 23:55"), at("10-01 00:00")),
    (at("08-02 00:00"), at("10-01 00:00")),
    (at("07-25 03:10"), NOW),
]
SPACE = (
    "open_us, known_us, taken_us, full_us, closed_us, entries, exits, hours_known, hours_in_band"
)
SERVICE = "suspects, entries, exits, due_us, online_us, drifts, drift_spaces, drift_capacity"
KEYS = {
    "occupancy": ("lot_key, space_class", SPACE),
    "region": ("region, space_class", SPACE),
    "service": ("lot_key", f"reports, {SERVICE}"),
    "session": ("lot_key, space_class", "paired, orphan_exits, unclosed_entries, duration_us"),
}
DAYS = [date(2026, month, day) for month in (8, 9, 10) for day in (1, 2, 30)]
REGIONS = ("area:1", "cell:2")


@given(st.sets(st.dates(date(2026, 1, 20), date(2026, 4, 10))))
def test_parts_come_to_the_days_that_are_asked_for_and_are_no_more_than_these(days: set[date]):
    found = day_parts(days)
    counts = Counter()
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(130)):
        month = day.replace(day=1)
        counts[day] += month in found.months
        for quarter in found.quarters:
            is_in = (quarter.month, quarter.part) == (month, quarter_of(day.day))
            counts[day] += quarter.sign * is_in
    for day, sign in found.days:
        counts[day] += sign
    assert counts == Counter(days)
    assert len(found) <= len(days)


@pytest.mark.parametrize(
    ("first", "days", "most"),
    [(date(2026, 9, 1), 30, 1), (date(2026, 10, 1), 30, 2), (date(2026, 9, 17), 30, 9),
     (date(2025, 11, 1), 365, 12), (date(2025, 10, 17), 365, 20)],
)  # fmt: skip
def test_a_month_and_a_year_are_a_handful_of_sums(first: date, days: int, most: int):
    found = day_parts(first + timedelta(days=n) for n in range(days))
    assert len(found) <= most


@pytest.mark.parametrize("seed", range(2))
async def test_whole_months_come_to_the_same_as_their_steps(
    city: City, postgres_url: str, seed: int
):
    random, past = Random(seed), Past()
    for lot_id in LOTS:
        hours = range(at("07-20 00:00"), NOW - HOUR_US, 5 * HOUR_US)
        past.hours[lot_id] = any_hours(random, hours, random.randrange(5, 50), known=0.9)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    for begin, end in SPANS:
        for query, lot_ids in (({}, LOTS), ({"lot_id": "op1-b"}, ("op1-b",))):
            answer = await ask(city, planner, "kpis", from_=told(begin), to=told(end), **query)
            check(answer, step_by_step(rows_of(past, *lot_ids), begin, end))
        answer = await ask(city, planner, "heatmap", by="area", from_=told(begin), to=told(end))
        for row, lot_ids in zip(answer["rows"], (LOTS[:2], LOTS[2:]), strict=True):
            space = step_by_step(rows_of(past, *lot_ids), begin, end)
            assert row["space_hours_open"] == pytest.approx(space.open_us / HOUR_US, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
async def test_months_are_the_sums_of_the_days_there_are(postgres_url: str, seed: int):
    random, in_regions = Random(seed), []
    async with (
        await open_pool(postgres_url, "onelot_ingest", max_size=1) as pool,
        pool.acquire() as connection,
    ):
        for _ in range(12):
            async with connection.transaction():
                await _write_something(connection, random)
                await _move_between_regions(connection, random, in_regions)
            for name, (place, sums) in KEYS.items():
                await _are_sums(connection, name, place, sums)


async def _write_something(connection: asyncpg.Connection, random: Random) -> None:
    """Write days of lots anew, or take them away, as the historian does."""
    rows = {day_key(lot, row): row for lot in (1, 2) for row in _some_days(random)}
    await DayRows().save(connection, rows)
    stored = await DayRows().stored(connection, [(lot, day) for lot in (1, 2) for day in DAYS])
    gone = random.sample(sorted(stored), random.randrange(len(stored) + 1))
    await DayRows().delete(connection, gone)
    days = {(lot, day): _service(random) for lot in (1, 2) for day in random.sample(DAYS, 4)}
    taken = [(lot, day) for lot in (1, 2) for day in DAYS if (lot, day) not in days]
    await ServiceRows().save_days(connection, days, random.sample(taken, 3))
    told_of = [(lot, day) for lot in (1, 2) for day in random.sample(DAYS, 5)]
    sums = {(lot, 1, day): _sessions(random) for lot, day in told_of[1:]}
    await SessionRows().save_days(connection, told_of, sums)


async def _move_between_regions(
    connection: asyncpg.Connection, random: Random, inside: list[DayRow]
) -> None:
    """Put lots' days into regions, and take others out."""
    come, go = _some_days(random), random.sample(inside, random.randrange(len(inside) + 1))
    changes = DayChanges()
    for row in come:
        changes.add(REGIONS, row, 1)
    for row in go:
        changes.add(REGIONS, row, -1)
        inside.remove(row)
    inside += come
    await RegionRows().add_days(connection, changes)


def _some_days(random: Random) -> list[DayRow]:
    return [
        DayRow(
            space_class="general", day=day, until_us=at("10-31 00:00"), peak=None,
            sums=SpaceTime(*(random.randrange(2**40) for _ in range(5))),
            entries=random.randrange(99), exits=random.randrange(99),
            hours_known=random.randrange(25), hours_in_band=random.randrange(25),
        )
        for day in random.sample(DAYS, 4)
    ]  # fmt: skip


def _service(random: Random) -> ServiceHour:
    counts = [random.randrange(10**6) for _ in range(6)]
    return ServiceHour(0, at("10-31 00:00"), *counts, {1: 2}, *counts[:3])


def _sessions(random: Random) -> SessionSums:
    return SessionSums(*(random.randrange(10**6) for _ in range(4)), {7: 1})


async def _are_sums(connection: asyncpg.Connection, name: str, place: str, sums: str) -> None:
    added = ", ".join(f"sum({column})" for column in sums.split(", "))
    wanted = await connection.fetch(
        f"select {place}, month, part, count(*) as days, {added}"
        f" from {name}_day cross join lateral {MONTH_PARTS} group by {place}, month, part"
        f" order by {place}, month, part"
    )
    found = await connection.fetch(
        f"select {place}, month, part, days, {sums} from {name}_month order by {place}, month, part"
    )
    assert [tuple(row) for row in found] == [tuple(row) for row in wanted], name
