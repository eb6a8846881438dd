"""Figures of any lots and times are those of their steps, added up one by one."""

from datetime import date
from random import Random

import pytest

from parking.clock import HOUR_US
from parking.planning.kpi_names import KPI_CODES
from parking.planning.space_time import STEP_US, SpaceTime
from parking.sharing.day_calendar import DayCalendar
from tests.planning.planner_city import (
    FIRST_HOUR,
    NOW,
    Past,
    ask,
    open_past,
    told,
)
from tests.planning.planner_examples import at, even_hour, step_by_step
from tests.planning.planner_past import DRAFTS, LOTS, any_past, check, rows_of
from tests.services.city import City


@pytest.mark.parametrize("seed", range(3))
async def test_any_time_that_begins_and_ends_within_an_hour_is_exact(
    city: City, postgres_url: str, seed: int
):
    random, past = Random(seed), any_past(seed)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    spans = [(at("10-09 09:05"), at("10-09 09:10")), (at("10-09 00:00"), at("10-12 00:00"))]
    spans += [(at("10-12 23:55"), NOW), (FIRST_HOUR, NOW)]
    for _ in range(8):
        begin, end = sorted(random.sample(range(FIRST_HOUR, NOW, STEP_US), 2))
        spans.append((begin, end))
    places = {
        "": LOTS, "lot_id=op1-b": ("op1-b",), "area=370102": ("op1-a", "op1-b"),
        "area=3701": ("op1-a", "op1-b", "op1-c"), "operator=op2": ("op2-d",),
        "bbox=117,36.6,117.15,36.68": ("op1-a", "op1-b"), "land_use=hospital": ("op1-b",),
    }  # fmt: skip
    for begin, end in spans:
        for place, lot_ids in places.items():
            query = dict([place.split("=")]) if place else {}
            answer = await ask(city, planner, "kpis", from_=told(begin), to=told(end), **query)
            check(answer, step_by_step(rows_of(past, *lot_ids), begin, end))
            assert answer["lots"] == len(lot_ids)


async def test_an_answer_says_what_time_it_is_of_and_every_figure_by_its_name(
    city: City, postgres_url: str
):
    planner = await open_past(city, any_past(1), postgres_url, *DRAFTS)
    answer = await ask(city, planner, "kpis", from_=told(at("10-09 09:03")), to=told(NOW + HOUR_US))
    assert answer["from"] == "2026-10-09T09:00:00+08:00"
    assert answer["to"] == "2026-10-13T10:37:00+08:00"
    assert list(answer["kpis"]) == list(KPI_CODES)
    for code, value in answer["kpis"].items():
        if value is None:
            assert any(code in note.split(": ")[0].split(", ") for note in answer["notes"]), code
    week = await ask(city, planner, "kpis")
    assert (week["from"], week["to"]) == ("2026-10-06T10:35:00+08:00", answer["to"])


async def test_what_is_less_than_four_fifths_known_is_null_and_says_so(
    city: City, postgres_url: str
):
    past, begin = Past(), at("10-09 09:00")
    half = SpaceTime(100 * STEP_US, 79 * STEP_US, 50 * STEP_US, 0)
    past.hours["op1-a"] = [even_hour(begin, 0, space=half)]
    enough = SpaceTime(100 * STEP_US, 80 * STEP_US, 40 * STEP_US, 0)
    past.hours["op1-c"] = [even_hour(begin, 0, space=enough)]
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    span = {"from_": told(begin), "to": told(begin + HOUR_US)}
    answer = await ask(city, planner, "kpis", lot_id="op1-a", **span)
    assert answer["coverage"] == 0.79
    assert answer["kpis"]["space_hours_open"] == 100
    suppressed = ("utilization", "vacancy_rate", "full_time_share", "peak_saturation", "berth_gap")
    assert [answer["kpis"][code] for code in suppressed] == [None] * 5
    (note,) = [note for note in answer["notes"] if note.startswith("utilization, vacancy_rate")]
    assert "79.0 %" in note
    assert " · " in note
    other = await ask(city, planner, "kpis", lot_id="op1-c", **span)
    assert other["kpis"]["utilization"] == 0.5


async def test_in_a_quiet_hour_of_a_lot_that_counts_nobody_came(city: City, postgres_url: str):
    past, begin = Past(), at("10-09 09:00")
    past.hours["op1-a"] = [even_hour(begin, 0.5, 10, entries=0)]
    past.hours["op1-b"] = [
        even_hour(begin, 0.5, 10, entries=0), even_hour(begin + 9 * HOUR_US, 0.5, 10, entries=4)
    ]  # fmt: skip
    past.hours["op1-c"] = [even_hour(begin - 24 * HOUR_US, 0.5, 10, entries=4)]
    past.hours["op1-c"] += [even_hour(begin, 0.5, 10, entries=0)]
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    span = {"from_": told(begin), "to": told(begin + HOUR_US)}
    for lot_id, turnover in (("op1-a", None), ("op1-b", 0.0), ("op1-c", None)):
        answer = await ask(city, planner, "kpis", lot_id=lot_id, **span)
        assert answer["kpis"]["turnover"] == turnover, lot_id
    both = {"from_": told(begin), "to": told(begin + 10 * HOUR_US)}
    answer = await ask(city, planner, "kpis", lot_id="op1-b", **both)
    assert answer["kpis"]["turnover"] == pytest.approx(4 / (2 * 10 / 24))


async def test_a_lot_that_is_a_sum_of_others_is_counted_only_when_it_is_asked_for(
    city: City, postgres_url: str
):
    past, begin = Past(aggregates={"op1-c"}), at("10-09 09:00")
    for lot_id, spaces in (("op1-a", 10), ("op1-b", 20), ("op1-c", 30)):
        past.hours[lot_id] = [even_hour(begin, 0.5, spaces)]
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    span = {"from_": told(begin), "to": told(begin + HOUR_US)}
    for query in ({}, {"area": "3701"}, {"operator": "op1"}):
        answer = await ask(city, planner, "kpis", **span, **query)
        assert answer["kpis"]["space_hours_open"] == 30, query
        assert any(note.startswith("1 lots whose counts are sums") for note in answer["notes"])
    alone = await ask(city, planner, "kpis", lot_id="op1-c", **span)
    assert alone["kpis"]["space_hours_open"] == 30
    whole_day = {"from_": told(at("10-09 00:00")), "to": told(at("10-10 00:00"))}
    assert (await ask(city, planner, "kpis", **whole_day))["kpis"]["space_hours_open"] == 30


async def test_days_are_of_the_class_that_the_calendar_says(city: City, postgres_url: str):
    past = any_past(4)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    calendar = DayCalendar()
    assert calendar.day_class(date(2026, 10, 10)) == "workday"  # a Saturday, made up for
    for wanted in ("workday", "weekend", "holiday", "workday,weekend"):
        for begin, end in ((FIRST_HOUR, NOW), (at("10-10 07:25"), at("10-12 09:40"))):
            answer = await ask(
                city, planner, "kpis", from_=told(begin), to=told(end), day_class=wanted
            )
            space = step_by_step(
                rows_of(past, *LOTS), begin, end,
                lambda day, wanted=wanted: calendar.day_class(day) in wanted.split(","),
            )  # fmt: skip
            check(answer, space)
    admin = await city.key("admin")
    made = await city.client.put(
        "/v1/admin/days/2026-10-12", json={"day_class": "holiday"}, headers=admin
    )
    assert made.status_code in {200, 201, 204}
    span = {"from_": told(at("10-12 00:00")), "to": told(at("10-13 00:00"))}
    answer = await ask(city, planner, "kpis", day_class="holiday", **span)
    check(answer, step_by_step(rows_of(past, *LOTS), at("10-12 00:00"), at("10-13 00:00")))


async def test_figures_are_the_same_whatever_has_been_summed_up_so_far(
    city: City, postgres_url: str
):
    past = any_past(5, summed_until_us=at("10-11 15:00"))
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin = at("10-09 11:20")
    answer = await ask(city, planner, "kpis", from_=told(begin))
    check(answer, step_by_step(rows_of(past, *LOTS), begin, NOW))
    assert any("summed up to 2026-10-11T15:00" in note for note in answer["notes"])
