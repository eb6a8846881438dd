"""A feed lists a sum beside its parts: history shows it, and each space is counted once."""

from random import Random

import asyncpg
import pytest

from ingest.rollup.finding_sums import SumFinder, find_in_history
from parking.clock import to_us
from parking.ports import ClockReading
from parking.storage.postgres.planning.lot_aggregates import LotAggregates
from parking.storage.settings import StoreUrls
from tests.ingest.city import snapshot
from tests.planning.history_city import HistoryCity, history_city

HOUR_S = 3_600
HOURS = 80
SIZES = {"N-2": 100, "N-3": 40}


def told_hourly(rng: Random, from_s: int, *, is_sum: bool = True) -> list[dict]:
    """N-1 is the sum of N-2 and N-3; each hour all of them are told anew, and N-4 by itself."""
    reports, free = [], dict(SIZES)
    for hour in range(HOURS):
        at_s = from_s + hour * HOUR_S
        free = {lot: rng.randrange(size) for lot, size in SIZES.items()}
        summed = sum(free.values()) if is_sum else rng.randrange(140)
        told = free | {"N-1": summed, "N-4": rng.randrange(140)}
        sizes = SIZES | {"N-1": 140, "N-4": 140}
        reports += [
            snapshot(count, at_s, lot, serial=f"{lot}-{at_s}", capacity=sizes[lot])
            for lot, count in told.items()
        ]
    return reports


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        await made.history(*told_hourly(Random(1), -HOURS * HOUR_S))
        await made.written_up()
        yield made


async def look(past: HistoryCity) -> dict[int, tuple[int, ...]]:
    found = await find_in_history(LotAggregates(past.pool), to_us(past.now))
    return {one.lot_key: one.parts for one in found}


async def open_spaces(past: HistoryCity) -> set[int]:
    """What the district had in hours that are over: two of its lots lie in it, N-1 and N-2."""
    rows = await past.owner.fetch(
        "select distinct open_us / 3600000000 as spaces from region_hour"
        " where region = 'area:370102' and known_us = open_us and lots > 0"
    )
    return {row["spaces"] for row in rows}


async def test_a_sum_that_history_shows_is_counted_no_more(past: HistoryCity):
    assert await open_spaces(past) == {240}
    assert await look(past) == {1: (2, 3)}
    assert await look(past) == {}
    await past.written_up()
    assert await open_spaces(past) == {100}
    [said] = await LotAggregates(past.pool).all()
    assert (said.lot_id, said.origin, said.part_ids) == ("N-1", "found", ["N-2", "N-3"])
    assert said.evidence["equal"] == said.evidence["hours"] >= HOURS - 1
    row = await past.owner.fetchrow("select * from audit_log where action = 'lot.aggregate.found'")
    assert (row["subject"], row["operator_key"], row["role"]) == ("N-1", 1, "admin")


async def test_what_a_person_said_is_never_overruled(past: HistoryCity):
    aggregates, lot = LotAggregates(past.pool), past.built.directory.find_lot("N-1")
    north = past.built.principals["north"]
    await aggregates.say(north, lot, [], "自有计数", is_aggregate=False)
    assert await look(past) == {}
    assert [said.origin for said in await aggregates.all()] == ["declared"]
    assert await aggregates.take_back(north, lot)
    assert await look(past) == {1: (2, 3)}
    assert not await aggregates.take_back(north, lot)
    await aggregates.say(north, lot, [], "自有计数", is_aggregate=False)
    await past.written_up()
    assert await open_spaces(past) == {240}


async def test_nobody_says_it_of_another_operators_lot(past: HistoryCity):
    """Were the doors open, the tables would not be."""
    lot, south = past.built.directory.find_lot("N-1"), past.built.principals["south"]
    aggregates = LotAggregates(past.pool)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await aggregates.say(south, lot, [], "x", is_aggregate=True)
    await aggregates.say(past.built.principals["north"], lot, [], "x", is_aggregate=True)
    assert not await aggregates.take_back(south, lot)
    assert len(await aggregates.all()) == 1


async def test_a_sum_that_goes_its_own_way_is_counted_again(past: HistoryCity):
    assert await look(past) == {1: (2, 3)}
    await past.move_to(29 * 24 * HOUR_S)
    await past.history(*told_hourly(Random(2), 25 * 24 * HOUR_S, is_sum=False))
    await past.written_up()
    assert await look(past) == {}
    assert await LotAggregates(past.pool).all() == []
    row = await past.owner.fetchrow(
        "select detail::text from audit_log where action = 'lot.aggregate.refuted'"
    )
    assert '"N-2"' in row["detail"]


async def test_the_worker_looks_once_a_city_day(past: HistoryCity):
    clock = past.built.clock
    finder, aggregates = SumFinder(past.pool, clock), LotAggregates(past.pool)
    await finder.look_daily()
    [said] = await aggregates.all()
    await past.owner.execute("delete from lot_aggregate")
    await finder.look_daily()
    assert await aggregates.all() == []
    clock.follow(ClockReading("manual", to_us(past.now) + 24 * HOUR_S * 1_000_000, 0, 1.0))
    await finder.look_daily()
    assert [one.lot_id for one in await aggregates.all()] == [said.lot_id]
