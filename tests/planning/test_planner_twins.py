"""A lot that two sources tell of is in no figure twice, and its operator's own figures keep it."""

import pytest

from parking.clock import HOUR_US
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.pool import PLATFORM, scoped
from tests.planning.planner_city import Past, ask, open_past, told
from tests.planning.planner_examples import at, even_hour
from tests.services.city import City, draft

BEGIN = at("10-09 09:00")
SPAN = {"from_": told(BEGIN), "to": told(BEGIN + HOUR_US)}
DAY = {"from_": told(at("10-09 00:00")), "to": told(at("10-10 00:00"))}
NOTE = "1 lots that two sources tell of are counted as one of them does"
LOTS = [draft(lot_id, area_code="370102") for lot_id in ("op1-a", "op1-b", "op2-a")]


@pytest.fixture
async def planner(city: City, postgres_url: str) -> dict[str, str]:
    """op2-a is op1-a as another source has it."""
    past = Past(twins={"op2-a": "op1-a"})
    for lot_id, spaces in (("op1-a", 10), ("op1-b", 20), ("op2-a", 11)):
        past.hours[lot_id] = [even_hour(BEGIN, 0.5, spaces)]
    return await open_past(city, past, postgres_url, *LOTS)


@pytest.mark.parametrize("times", [SPAN, DAY])
async def test_the_city_an_area_and_each_operator_count_no_car_twice(
    city: City, planner: dict[str, str], times: dict[str, str]
):
    for query, spaces, is_noted in (
        ({}, 30, True),
        ({"area": "370102"}, 30, True),
        ({"operator": "op1"}, 30, False),
        ({"operator": "op2"}, 11, False),
        ({"lot_id": "op2-a"}, 11, False),
    ):
        answer = await ask(city, planner, "kpis", **times, **query)
        assert answer["kpis"]["space_hours_open"] == spaces, query
        assert any(note.startswith(NOTE) for note in answer["notes"]) == is_noted, query


async def test_maps_by_area_and_cell_come_to_the_same(city: City, planner: dict[str, str]):
    for by in ("area", "cell"):
        answer = await ask(city, planner, "heatmap", **SPAN, by=by)
        [row] = answer["rows"]
        assert row["space_hours_open"] == 30, (by, row)


async def test_a_twin_that_has_gone_is_counted_no_more_for_having_gone(
    city: City, planner: dict[str, str]
):
    async with scoped(city.pool, PLATFORM) as connection:
        await connection.execute("update lot set deleted_at = city_now() where lot_id = 'op2-a'")
    assert await FeedVerdicts(city.pool).standing() == []
    answer = await ask(city, planner, "kpis", **SPAN)
    assert (answer["kpis"]["space_hours_open"], answer["lots"]) == (30, 2)
