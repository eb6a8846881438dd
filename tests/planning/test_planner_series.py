"""A series has every step of its time, each as the steps of five minutes in it add up."""

from datetime import date, datetime
from itertools import pairwise
from random import Random

import pytest

from parking.clock import HOUR_US, to_us
from parking.planning.local_day import day_span_us
from parking.sharing.day_calendar import DayCalendar
from tests.planning.planner_city import (
    ALL_HOURS,
    FIRST_HOUR,
    NOW,
    Past,
    ask,
    open_past,
    running,
    told,
)
from tests.planning.planner_examples import any_hours, at, step_by_step
from tests.services.city import City, draft

LOTS = ("op1-a", "op1-b", "op2-c")
DRAFTS = [
    draft("op1-a", area_code="370102"),
    draft("op1-b", area_code="370102"),
    draft("op2-c", None, None),
]


def any_past(seed: int) -> Past:
    random, past = Random(seed), Past()
    for lot_id in LOTS:
        rows = any_hours(random, ALL_HOURS, random.randrange(5, 50), known=0.9)
        past.hours[lot_id] = [*rows[:-1], running(rows[-1])]
    return past


def check(row: dict, rows, **more):
    begin, end = (to_us(datetime.fromisoformat(row[name])) for name in ("from", "to"))
    space = step_by_step(rows, begin, end, **more)
    assert row["space_hours_open"] == pytest.approx(space.open_us / HOUR_US, abs=1e-6)
    assert row["space_hours_taken"] == pytest.approx(space.taken_us / HOUR_US, abs=1e-6)
    if space.open_us and 5 * space.known_us >= 4 * space.open_us:
        assert row["occupancy"] == pytest.approx(space.taken_us / space.known_us, abs=1e-6)
        assert row["full_time_share"] == pytest.approx(space.full_us / space.known_us, abs=1e-6)
    else:
        assert row["occupancy"] is None
    return begin, end


@pytest.mark.parametrize("step", ["5m", "15m", "1h", "1d"])
async def test_every_step_is_told_exactly(city: City, postgres_url: str, step: str):
    past = any_past(1)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    for query, lot_ids in (
        ({}, LOTS),
        ({"area": "370102"}, LOTS[:2]),
        ({"operator": "op2"}, LOTS[2:]),
    ):
        rows = [row for lot_id in lot_ids for row in past.hours[lot_id]]
        begin = at("10-11 22:10")
        answer = await ask(city, planner, "series", from_=told(begin), step=step, **query)
        spans = [check(row, rows) for row in answer["rows"]]
        assert spans[0][0] <= begin
        assert spans[-1][1] == NOW
        assert all(one[1] == after[0] for one, after in pairwise(spans))
        if step in {"1h", "1d"}:
            entries = sum(row.entries for row in rows if row.hour_us >= spans[0][0])
            assert sum(row["entries"] for row in answer["rows"]) == entries
        else:
            assert {row["entries"] for row in answer["rows"]} == {None}


async def test_only_days_that_are_asked_for_are_told(city: City, postgres_url: str):
    planner = await open_past(city, any_past(2), postgres_url, *DRAFTS)
    answer = await ask(
        city, planner, "series", from_=told(FIRST_HOUR), step="1d", day_class="weekend"
    )
    assert [row["from"][:10] for row in answer["rows"]] == ["2026-10-11"]
    assert DayCalendar().day_class(date(2026, 10, 11)) == "weekend"


async def test_the_day_on_which_clocks_go_back_has_25_hours(city: City, postgres_url: str):
    begin, end = day_span_us(date(2026, 10, 25), "Europe/Berlin")
    past = Past(zone="Europe/Berlin", now_us=end + 30 * HOUR_US)
    past.hours["op1-a"] = any_hours(Random(3), range(begin, end, HOUR_US))
    lot = draft("op1-a", 51.05, 13.74, timezone="Europe/Berlin")
    planner = await open_past(city, past, postgres_url, lot)
    span = {"from_": told(begin), "to": told(end), "lot_id": "op1-a"}
    hours = await ask(city, planner, "series", step="1h", **span)
    assert len(hours["rows"]) == 25
    assert hours["timezone"] == "Europe/Berlin"
    (day,) = (await ask(city, planner, "series", step="1d", **span))["rows"]
    assert check(day, past.hours["op1-a"]) == (begin, end)
    every_hour = sum(row["space_hours_open"] for row in hours["rows"])
    assert day["space_hours_open"] == pytest.approx(every_hour)


async def test_a_time_of_which_nothing_is_known_is_not_empty(city: City, postgres_url: str):
    past = any_past(4)
    past.hours["op1-a"] = [row for row in past.hours["op1-a"] if row.hour_us != at("10-12 05:00")]
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    span = {"from_": told(at("10-12 05:00")), "to": told(at("10-12 06:00")), "lot_id": "op1-a"}
    (row,) = (await ask(city, planner, "series", **span))["rows"]
    assert row["occupancy"] is row["coverage"] is row["full_time_share"] is None


async def test_more_steps_than_anybody_draws_are_refused(city: City, postgres_url: str):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    query = {"from": told(at("08-01 00:00")), "step": "5m"}
    refused = await city.client.get("/v1/planner/series", params=query, headers=planner)
    assert (refused.status_code, refused.json()["pointer"]) == (400, "/query/step")
