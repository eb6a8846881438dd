"""What is added up where it is stored is what the sums of single lots come to, in whatever time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random

import asyncpg
import pytest

from parking.clock import HOUR_US
from parking.planning.chosen_lots import LotChoice, as_lots
from parking.planning.connection import connected
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import SPACE_CLASS_CODE, HourRow
from parking.planning.occupancy_sums import total_sums
from parking.planning.period import Period, every_day
from parking.planning.scope import LeftOut, Scope
from parking.planning.space_time import STEP_US, total
from parking.storage.postgres.planning.reading import (
    Reading,
    open_reading,
    read_connected,
    read_filed,
)
from parking.storage.postgres.planning.reading_counting import read_counting
from parking.storage.postgres.planning.reading_occupancy import read_lot_sums
from parking.storage.postgres.planning.reading_space import SpaceSums, read_space
from parking.vocabulary import SPACE_CLASSES
from tests.planning.planner_city import ALL_HOURS, FIRST_HOUR, NOW, Past, open_past, running
from tests.planning.planner_examples import JINAN, any_hours, at
from tests.services.city import City, draft

HAS_CARS = {
    "always": range(24 * 6),
    "never": (),
    "once": (30,),
    "at-the-end": (130,),
    "of-late": range(24 * 5, 24 * 6),
}
"""Lots by the hours, from the first, in which anybody comes or goes."""
TAKES = (every_day, lambda day: day.weekday() < 2, lambda day: day.day % 2)
PERIODS, REACH_NOW = 60, 0.3


def quiet(row: HourRow) -> HourRow:
    return HourRow(row.space_class, row.hour_us, row.until_us, row.steps)


def past_of_all(random: Random) -> Past:
    past = Past()
    for name, busy in HAS_CARS.items():
        for space_class in ("general", "charging"):
            rows = any_hours(random, ALL_HOURS, space_class=space_class, known=0.7)
            past.hours[f"op1-{name}"] += [
                row if number in busy and space_class == "general" else quiet(row)
                for number, row in enumerate([*rows[:-1], running(rows[-1])])
            ]
    past.hours["op1-once"] = [row for row in past.hours["op1-once"] if row.hour_us % (7 * HOUR_US)]
    return past


@asynccontextmanager
async def reading_of(city: City, url: str, past: Past) -> AsyncIterator[Reading]:
    drafts = [draft(lot_id) for lot_id in past.hours]
    await open_past(city, past, url, *drafts, draft("op1-silent", capacity={}))
    async with open_reading(city.pool, 60) as reading:
        yield reading


async def scope_of(reading: Reading) -> Scope:
    lots = await reading.lots(LotChoice(), FIRST_HOUR)
    return Scope(
        lots, LeftOut(), as_lots(lots), SPACE_CLASSES, Period(FIRST_HOUR, NOW), every_day,
        reading.summed_up, JINAN,
    )  # fmt: skip


async def one_by_one(connection: asyncpg.Connection, scope: Scope) -> SpaceSums:
    keys, pieces = scope.lot_keys, scope.pieces(JINAN)
    sums = await read_lot_sums(connection, keys, scope.classes, pieces)
    counts = await read_counting(connection, sums, scope.period, JINAN, scope.takes_day)
    return SpaceSums(
        total_sums(sums.values()), total(of.space for place, of in sums.items() if place in counts)
    )


def any_period(random: Random) -> Period:
    """Some begin and end with hours, some amid one, some reach now."""
    unit_us = random.choice((STEP_US, HOUR_US, 24 * HOUR_US))
    begin_us, end_us = sorted(random.sample(range(FIRST_HOUR, NOW + 1, unit_us), 2))
    if random.random() < REACH_NOW:
        return Period(begin_us, NOW, reaches_now=True)
    return Period(begin_us, end_us)


@pytest.mark.parametrize("summed_until", ["10-13 10:00", "10-10 07:00"])
async def test_lots_added_up_where_they_lie_come_to_the_sums_of_each(
    city: City, postgres_url: str, summed_until: str
):
    random = Random(7)
    past = replace(past_of_all(random), summed_until_us=at(summed_until))
    async with reading_of(city, postgres_url, past) as reading:
        whole, shares = await scope_of(reading), set()
        for _ in range(PERIODS):
            scope = replace(
                whole, period=any_period(random), takes_day=random.choice(TAKES),
                classes=random.choice((SPACE_CLASSES, ("general",), ("charging", "shared"))),
            )  # fmt: skip
            found = await read_space(reading.connection, scope)
            assert found == await one_by_one(reading.connection, scope), scope
            shares.add(found.counting.open_us / (found.occupancy.space.open_us or 1))
        assert len(shares) > PERIODS // 3  # some count, some do not, and it depends on the time


def test_a_class_of_a_lot_is_a_number_of_its_own():
    assert max(SPACE_CLASS_CODE.values()) < 16


async def test_lots_counted_where_they_lie_are_those_that_were_filed_and_heard_from(
    city: City, postgres_url: str
):
    past, hour_us = past_of_all(Random(8)), at("10-12 12:00")
    past.service["op1-once"] = [ServiceHour(hour_us, hour_us + HOUR_US, reports=1)]
    past.service["op1-never"] = [ServiceHour(hour_us, hour_us + HOUR_US, reports=0)]
    async with reading_of(city, postgres_url, past) as reading:
        keys = (await scope_of(reading)).lot_keys
        for at_us in (hour_us, hour_us + HOUR_US, hour_us + 24 * HOUR_US, hour_us + 25 * HOUR_US):
            for classes in (SPACE_CLASSES, ("charging",)):
                told = await read_connected(reading.connection, keys, classes, at_us)
                filed = await read_filed(reading.connection, keys, at_us)
                assert told == connected(filed, classes)
                assert (told.lots_filed, told.lots_unmeasured) == (6, 1)
                assert told.lots_connected == (hour_us < at_us <= hour_us + 24 * HOUR_US)
