"""Hourly metrics of kerb lots, of a city's own hours, for planners."""

from datetime import UTC, datetime, timedelta

import pytest

from parking.storage.postgres.planning.reading_curb_hours import read_curb_hours
from tests.services.city import City, draft

PATH = "/export/cds/metrics/aggregates"


async def test_a_planner_is_told_of_kerb_lots_by_the_hour_and_nobody_else_is(city: City):
    await city.put_lots(draft("op1-kerb", lot_class="onstreet"), draft("op1-a"))
    planner = await city.key("planner")
    answer = await city.client.get(PATH, headers=planner)
    assert answer.status_code == 200
    assert answer.text == "curb_place_type,curb_place_id,metric_type,date,hour,value\n"
    assert (await city.client.get(PATH)).status_code == 401


@pytest.mark.parametrize(
    "span",
    [
        {"end_time": "0001-01-01T00:00:00Z"}, {"end_time": "9999-12-31T23:59:59-12:00"},
        {"start_time": "0001-01-01T00:00:00+14:00", "end_time": "0001-01-02T00:00:00Z"},
        {"end_time": "soon"},
    ],
)  # fmt: skip
async def test_a_time_that_nobody_means_is_refused_and_said_why(city: City, span: dict[str, str]):
    await city.put_lots(draft("op1-kerb", lot_class="onstreet"))
    answer = await city.client.get(PATH, headers=await city.key("planner"), params=span)
    assert answer.status_code == 422
    assert "from 2000 to 2100" in answer.json()["detail"]


async def test_hours_are_read_of_all_classes_together(city: City):
    now = datetime.now(UTC)
    assert await read_curb_hours(city.pool, [1, 2], now - timedelta(days=1), now) == []
