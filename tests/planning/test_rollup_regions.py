"""Areas, cells and days: what they hold is what their lots hold, wherever these are counted."""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest

from parking.storage.postgres.planning.reach import read_reach
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, snapshot
from tests.planning.history_city import HistoryCity, history_city
from tests.planning.random_reports import HOUR_S, random_reports

SUMS = ("open_us", "known_us", "taken_us", "full_us", "closed_us", "entries", "exits")
STEPS = ("open_steps", "known_steps", "taken_steps", "full_steps", "closed_steps")
NO_STEPS = [0] * 12


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        await made.send(*random_reports(Random(7), 60, -40 * HOUR_S, 0))
        await made.move_to(5 * HOUR_S)
        await made.written_up()
        yield made


async def by_hand(past: HistoryCity) -> dict:
    """Add lots' hours up by region, element by element."""
    rows = await past.owner.fetch(
        "select r.region, h.* from occupancy_hour h join rollup_region r using (lot_key)"
        " where h.until = h.hour + interval '1 hour'"
    )
    sums: dict = defaultdict(lambda: [0] * (1 + len(SUMS) + 5 * 12))
    for row in rows:
        flat = [1, *(row[name] for name in SUMS)]
        for name in STEPS:
            flat += row[name] or NO_STEPS
        key = row["region"], row["space_class"], row["hour"]
        sums[key] = [a + b for a, b in zip(sums[key], flat, strict=True)]
    return dict(sums)


async def stored(past: HistoryCity) -> dict:
    found = {}
    for row in await past.owner.fetch("select * from region_hour"):
        flat = [row["lots"], *(row[name] for name in SUMS)]
        for name in STEPS:
            flat += row[name] or NO_STEPS
        found[row["region"], row["space_class"], row["hour"]] = flat
    return found


async def agree(past: HistoryCity) -> None:
    assert await stored(past) == await by_hand(past)
    for table in ("area", "cell"):
        left = await past.owner.fetchval(
            "select count(*) from region_day d where region like $1 || '%' and lots <> ("
            " select count(*) from occupancy_day o join rollup_region r using (lot_key)"
            " where r.region = d.region and o.day = d.day and o.space_class = d.space_class)",
            table,
        )
        assert left == 0


async def test_every_region_is_the_sum_of_its_lots(past: HistoryCity):
    regions = {region for region, *_ in await stored(past)}
    assert {region for region in regions if region.startswith("area:")} == {
        "area:370100", "area:370102",
    }  # fmt: skip
    assert len(regions) == 2 + 4
    await agree(past)


async def test_a_lot_that_moves_takes_all_its_history_along(past: HistoryCity):
    await past.owner.execute("update lot set area_code = null where lot_id = 'N-1'")
    await past.owner.execute("update lot set area_code = '370102' where lot_id = 'N-3'")
    await past.registry_changed()
    await past.written_up()
    await agree(past)
    lots = await past.owner.fetchval(
        "select array_agg(lot_key order by lot_key) from rollup_region where region = 'area:370100'"
    )
    assert lots == [2, 3]


async def test_an_aggregate_of_other_lots_is_counted_in_no_region(past: HistoryCity):
    await past.owner.execute("insert into lot_aggregate values (1, '{2,3}')")
    await past.written_up()
    await agree(past)
    assert not await past.owner.fetchval("select count(*) from rollup_region where lot_key = 1")
    await past.owner.execute("insert into lot_aggregate values (2, '{3}')")
    await past.written_up()
    assert await stored(past) == {}


async def test_days_that_are_over_are_summed_up_and_the_reach_says_so(past: HistoryCity):
    await past.move_to(30 * HOUR_S)
    await past.written_up()
    days = await past.owner.fetch(
        "select d.day, d.open_us, (select sum(h.open_us) from occupancy_hour h"
        " where h.lot_key = d.lot_key and (h.hour at time zone 'Asia/Shanghai')::date = d.day)"
        " as of_hours from occupancy_day d"
    )
    assert days
    assert all(row["open_us"] == row["of_hours"] for row in days)
    async with scoped(past.pool, PLATFORM) as connection:
        reach = await read_reach(connection)
    assert max(row["day"] for row in days) == reach.days_until == (NOON + timedelta(days=1)).date()


async def test_the_peak_of_a_region_is_of_its_own_quarter_hours(past: HistoryCity):
    """Two lots that are full one after the other are never both full."""
    await past.move_to(7 * HOUR_S)
    await past.send(
        snapshot(0, 6 * HOUR_S, "N-1", serial="p1"),
        snapshot(100, 6 * HOUR_S + 1_800, "N-1", serial="p2"),
        snapshot(100, 6 * HOUR_S, "N-2", serial="p3"),
        snapshot(0, 6 * HOUR_S + 1_800, "N-2", serial="p4"),
    )
    await past.move_to(60 * HOUR_S)
    await past.written_up()
    row = await past.owner.fetchrow(
        "select * from region_day where region = 'area:370102' and day = $1 and space_class = 1",
        NOON.date() + timedelta(days=1),
    )
    assert row is not None
    assert row["peak_known_us"] == 2 * 100 * 900_000_000
    assert row["peak_taken_us"] == row["peak_known_us"] // 2


async def test_a_void_of_a_day_that_is_over_sums_it_up_anew(past: HistoryCity):
    await past.move_to(30 * HOUR_S)
    await past.send(snapshot(0, 6 * HOUR_S, "N-1", serial="wrong"))
    await past.written_up()
    before = await past.owner.fetch("select * from occupancy_day where lot_key = 1 order by day")
    void = {"kind": "void", "lot_id": "N-1", "record_serial": "v", "void_of": "wrong"}
    observed_at = (NOON + timedelta(hours=29)).isoformat()
    await past.send(void | {"observed_at": observed_at})
    await past.written_up()
    after = await past.owner.fetch("select * from occupancy_day where lot_key = 1 order by day")
    assert [row["day"] for row in before] == [row["day"] for row in after]
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    await agree(past)
