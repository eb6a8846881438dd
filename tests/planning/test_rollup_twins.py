"""Two sources tell of one lot: areas and cells count its cars once, in all that is on record."""

from datetime import timedelta
from random import Random

import pytest

from parking.clock import to_us
from parking.storage.postgres.feed_verdicts import FeedVerdicts, VerdictEvent, VerdictKey
from parking.storage.settings import StoreUrls
from tests.ingest.city import snapshot
from tests.planning.history_city import HistoryCity, history_city
from tests.planning.random_reports import HOUR_S, random_reports

TWIN = VerdictKey("duplicate", None, 2)


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        await made.send(*random_reports(Random(11), 60, -40 * HOUR_S, 0))
        await made.move_to(5 * HOUR_S)
        await made.written_up()
        yield made


async def say(past: HistoryCity, *, until_us: int | None = None) -> None:
    """Let the watch write down that N-2 is N-1 once more, or is so no longer."""
    since_us = to_us(past.now - timedelta(hours=1)) if until_us is None else 0
    told = VerdictEvent(TWIN, since_us, since_us, {"other": "N-1", "correlation": 0.9}, until_us)
    await FeedVerdicts(past.pool).write([told], {})


async def counted(past: HistoryCity) -> list[int]:
    rows = await past.owner.fetch(
        "select lot_key from rollup_region where region = 'area:370102' order by lot_key"
    )
    return [row["lot_key"] for row in rows]


async def in_district(past: HistoryCity, *lot_keys: int) -> bool:
    """Whether what the district holds is what these lots hold, to the microsecond."""
    sums = "space_class, hour, sum(open_us), sum(known_us), sum(taken_us), sum(entries)"
    of_lots = await past.owner.fetch(
        f"select {sums} from occupancy_hour where lot_key = any ($1)"
        " and until = hour + interval '1 hour' group by 1, 2 order by 1, 2",
        lot_keys,
    )
    stored = await past.owner.fetch(
        f"select {sums} from region_hour where region = 'area:370102' group by 1, 2 order by 1, 2"
    )
    assert of_lots
    return of_lots == stored


async def test_a_lot_that_two_sources_tell_of_is_counted_once_while_that_stands(past: HistoryCity):
    assert await in_district(past, 1, 2)
    for _ in range(2):
        await say(past)
        await past.written_up()
    assert await counted(past) == [1]
    assert await in_district(past, 1)
    await past.move_to(8 * HOUR_S)
    later = [
        snapshot(10 * key, 6 * HOUR_S + 60 * key, f"N-{key}", serial=f"later-{key}")
        for key in (1, 2)
    ]
    assert await past.send(*later) == ["accepted"] * 2
    await past.written_up()
    assert await in_district(past, 1)
    as_it_went = await past.contents()
    await past.rebuilt()
    assert await past.contents() == as_it_went

    await say(past, until_us=to_us(past.now))
    await past.written_up()
    assert await counted(past) == [1, 2]
    assert await in_district(past, 1, 2)


async def test_a_twin_that_has_gone_is_counted_no_more_for_having_gone(past: HistoryCity):
    await say(past)
    await past.written_up()
    async with past.working():
        await past.owner.execute("update lot set deleted_at = city_now() where lot_id = 'N-2'")
        await past.registry_changed()
        assert await FeedVerdicts(past.pool).standing() == []
        await past.caught_up()
    assert await counted(past) == [1]
    assert await in_district(past, 1)
    await past.owner.execute("update city_clock set base_city = base_city + interval '401 days'")
    await FeedVerdicts(past.pool).forget()
    assert await past.owner.fetchval("select count(*) from feed_verdict") == 1
