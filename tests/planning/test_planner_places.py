"""One lot's typical days, and one hot area on one page."""

from random import Random

import pytest

from geo.position import Position, haversine_m
from parking.clock import HOUR_US, MINUTE_US
from parking.planning.local_day import day_at
from parking.planning.space_time import NOTHING
from tests.planning.planner_city import ALL_HOURS, FIRST_HOUR, Past, ask, open_past, told
from tests.planning.planner_examples import JINAN, any_hours, at, step_by_step
from tests.planning.planner_hospital import (
    CALENDAR,
    DRAFTS,
    HOSPITAL,
    LAT,
    LON,
    METRE,
    clock_hour,
    morning_past,
)
from tests.services.city import City


async def test_a_profile_has_each_hour_of_each_class_of_days(city: City, postgres_url: str):
    past = Past()
    past.hours["op1-hospital"] = any_hours(Random(1), ALL_HOURS[:-1], 30)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    answer = await ask(city, planner, "lots/op1-hospital/profile", from_=told(FIRST_HOUR))
    assert (answer["lot_id"], answer["land_use"], answer["lots"]) == ("op1-hospital", "hospital", 1)
    assert len(answer["rows"]) == 48
    for row in answer["rows"]:
        same = [
            hour
            for hour in past.hours["op1-hospital"]
            if CALENDAR.day_class(day_at(hour.hour_us, JINAN)) == row["day_class"]
            and clock_hour(hour.hour_us) == int(row["time"][:2])
        ]
        space = sum((hour.sums for hour in same), NOTHING)
        assert row["days"] == len(same)
        assert row["occupancy"] == pytest.approx(space.utilization, abs=1e-6)
        assert row["entries"] == pytest.approx(sum(h.entries for h in same) / len(same), abs=1e-3)
    (one, *_) = await rows_of(city, planner, day_class="weekend")
    assert one["day_class"] == "weekend"


async def rows_of(city, planner, **query):
    answer = await ask(city, planner, "lots/op1-hospital/profile", from_=told(FIRST_HOUR), **query)
    return answer["rows"]


async def test_a_lot_that_is_not_there_has_no_profile(city: City, postgres_url: str):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    answer = await city.client.get("/v1/planner/lots/op1-none/profile", headers=planner)
    assert answer.status_code == 404


async def test_hot_areas_are_told_by_kind_the_fullest_first(city: City, postgres_url: str):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    answer = await ask(city, planner, "hot-areas", kind="hospital", from_=told(FIRST_HOUR))
    (row,) = answer["rows"]
    rows = morning_past().hours["op1-hospital"]
    space = step_by_step(rows, FIRST_HOUR, at("10-13 10:37"))
    assert (row["id"], row["lots"], row["name"]) == (HOSPITAL, 1, "停车场 op1-hospital")
    assert row["kind"] == "hospital", "a code as everywhere, and no word of one language"
    assert row["space_hours_full"] == pytest.approx(space.full_us / HOUR_US)
    assert row["utilization"] == pytest.approx(space.utilization, abs=1e-6)
    station = await ask(city, planner, "hot-areas", kind="station", from_=told(FIRST_HOUR))
    assert [row["id"].partition(":")[0] for row in station["rows"]] == ["station"]


async def test_a_hot_areas_page_says_when_it_is_full_and_where_there_is_room(
    city: City, postgres_url: str
):
    past, rush = morning_past(), at("10-09 09:00")
    past.stays = [
        ("op1-hospital", rush - n * MINUTE_US, rush + n, "monthly" if n % 3 == 0 else "transient")
        for n in range(1, 40)
    ]
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    page = await ask(city, planner, f"hot-areas/{HOSPITAL}", from_=told(FIRST_HOUR))
    assert page["peak"] == {"day_class": "workday", "time": "08:00", "occupancy": 1.0, "days": 5}
    assert (page["title"], page["title_zh"]) == ("Hospital", "医院")
    assert page["kpis"]["peak_saturation"] == 1
    assert page["peak_at"] == "2026-10-08T08:00:00+08:00", "the first time that it was so full"
    assert len(page["demand"]) == 2 * 96
    eight = next(row for row in page["demand"] if row["time"] == "08:00")
    assert (eight["occupancy"], eight["full_time_share"], eight["occupancy_p15"]) == (1, 1, 1)
    beside = {row["lot_id"]: row for row in page["spill_over"]}
    assert [*beside] == ["op1-silent", "op1-near", "op1-far"]
    near = beside["op1-near"]
    assert (near["within_m"], near["walk_min"], near["free"], near["spaces_open"]) == (
        300,
        3,
        30,
        50,
    )
    metres = haversine_m(Position(LAT, LON), Position(LAT + 200 * METRE, LON))
    assert near["distance_m"] == round(metres, 1)
    assert (beside["op1-far"]["within_m"], beside["op1-far"]["free"]) == (500, 0)
    assert beside["op1-silent"]["free"] is None
    assert {row["user_class"]: row["stays"] for row in page["stays"]} == {
        "monthly": 13, "transient": 26,
    }  # fmt: skip
    (supply,) = page["supply"]
    assert (supply["space_class"], supply["spaces"]) == ("general", 100)


@pytest.mark.parametrize(
    "area_id", ["hospital:8831aa5b2b17fff", "hospital:8a31aa5b2b17fff", "zoo:8831aa5b2bfffff", "x"]
)
async def test_a_place_that_is_no_hot_area_is_not_found(city: City, postgres_url: str, area_id):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    answer = await city.client.get(f"/v1/planner/hot-areas/{area_id}", headers=planner)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
