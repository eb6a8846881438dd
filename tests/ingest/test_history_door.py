"""The history door: the log takes it, nobody live hears of it."""

import json
from collections.abc import AsyncIterator

import pytest

from parking.storage.postgres.report_log import HISTORY_ONLY
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, city, report, snapshot
from tests.services.databases import execute

YEAR_S = 365 * 86_400
BAY = {"space_code": "7", "status": "free"}


@pytest.fixture
async def live_city(stores: StoreUrls) -> AsyncIterator[City]:
    async with city(stores) as built:
        yield built


async def history(built: City, *reports: dict, key: str = "north") -> dict:
    body = json.dumps({"reports": reports}).encode()
    answer = await built.write_path.history.handle(built.principals[key], body, None)
    return json.loads(answer.body) | {"http": answer.status}


async def test_reports_of_any_age_are_kept_and_never_become_live(live_city):
    answer = await history(live_city, snapshot(1, -3 * YEAR_S), snapshot(2, -30), snapshot(3))
    assert answer["accepted"] == 3
    assert all(row["flags"] & HISTORY_ONLY for row in await live_city.log())
    assert await live_city.registers() == {}


async def test_history_has_no_part_in_a_lots_count(live_city):
    await history(live_city, snapshot(90, -5), report("entry", "e0", -1))
    await live_city.statuses(snapshot(10, -10), report("entry", "e1", -2))
    assert '"net_after":-1' in (await live_city.registers())[1, "c"]


async def test_what_came_as_history_is_not_live_when_it_is_sent_again_to_the_live_door(live_city):
    again = [snapshot(77, -1), report("heartbeat", "h", -1), report("space", "b", -1, **BAY)]
    await history(live_city, *again)
    assert await live_city.statuses(*again) == ["duplicate"] * 3
    assert await live_city.registers() == {}
    await live_city.statuses(report("entry", "e1"), *again)
    assert [name for _, name in await live_city.registers()] == ["c"]
    assert '"anchor"' not in (await live_city.registers())[1, "c"]


async def test_history_keeps_each_identity_once_and_tells_foreign_lots(live_city):
    await history(live_city, snapshot(1, -YEAR_S))
    answer = await history(live_city, snapshot(1, -YEAR_S), snapshot(1, lot="S-1"))
    assert [result["status"] for result in answer["results"]] == ["duplicate", "rejected"]


async def test_the_live_door_refuses_what_is_older_than_a_week_and_names_this_one(live_city):
    answer = await live_city.send(snapshot(1, -8 * 86_400))
    (result,) = answer["results"]
    assert result["problem"]["type"].endswith("/too-old")
    assert "/v1/history" in result["problem"]["detail"]


async def test_antiquity_is_refused_because_every_day_has_its_own_partition(live_city):
    ancient = snapshot(1) | {"observed_at": "1066-10-14T09:00:00Z"}
    assert (await history(live_city, ancient))["http"] == 422


async def test_one_operator_cannot_make_the_log_open_a_table_for_every_day_since_2000(live_city):
    reaching = snapshot(1, -1_460 * 86_400)
    too_far = [snapshot(1, -day * 86_400) for day in (1_462, 5 * 365, 20 * 365)]
    answer = await history(live_city, reaching, *too_far)
    first, *others = answer["results"]
    assert first["status"] == "accepted"
    for refused in others:
        assert refused["problem"]["type"].endswith("/too-old")
        assert "1,461 days" in refused["problem"]["detail"]


async def test_the_future_is_refused_here_too(live_city):
    assert (await history(live_city, snapshot(1, 3600)))["http"] == 422


@pytest.mark.parametrize("send", [history, City.send])
async def test_a_day_whose_table_was_dropped_is_there_again_at_the_second_try(live_city, send):
    assert (await send(live_city, snapshot(5)))["http"] == 200
    await execute(live_city.urls.database_url, "drop table report_log_20261121")
    first, second = [(await send(live_city, snapshot(6, 1)))["http"] for _ in range(2)]
    assert (first, second) == (503, 200)
    assert [row["record_serial"] for row in await live_city.log()] == ["s-1-6"]


async def test_movements_find_a_dropped_day_again_too(live_city):
    await live_city.send(report("entry", "e1"))
    await execute(live_city.urls.database_url, "drop table report_log_20261121")
    sent = [(await live_city.send(report("entry", "e2", 1)))["http"] for _ in range(2)]
    assert sent == [503, 200]
