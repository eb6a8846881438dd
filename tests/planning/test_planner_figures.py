"""Peaks, vehicles, stays and service: what each is made of, and when it is not told."""

from datetime import datetime
from random import Random

import pytest

from api.planner.scoping import WORTH_CELLS
from parking.clock import HOUR_US, MINUTE_US
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import HourRow
from parking.storage.postgres.pool import PLATFORM
from tests.planning.planner_city import (
    ALL_HOURS,
    NOW,
    Past,
    ask,
    open_past,
    told,
)
from tests.planning.planner_examples import any_hours, at, even_hour, step_by_step, taken_space
from tests.planning.planner_past import DRAFTS, LOTS, any_past, check, rows_of
from tests.services.city import City, draft


async def test_the_peak_is_the_fullest_quarter_hour_of_all_lots_together(
    city: City, postgres_url: str
):
    past = any_past(6)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin = at("10-09 00:00")
    for query, lot_ids in (
        ({}, LOTS),
        ({"area": "370102"}, LOTS[:2]),
        ({"operator": "op1"}, LOTS[:3]),
    ):
        answer = await ask(city, planner, "kpis", from_=told(begin), **query)
        quarters = {
            at_us: step_by_step(rows_of(past, *lot_ids), at_us, at_us + 15 * MINUTE_US)
            for at_us in range(begin, NOW - 15 * MINUTE_US + 1, 15 * MINUTE_US)
        }
        known = {
            us: of
            for us, of in quarters.items()
            if of.open_us and 5 * of.known_us >= 4 * of.open_us
        }
        best = max(known, key=lambda us: (known[us].utilization, -us))
        if answer["coverage"] >= 0.8:
            assert answer["kpis"]["peak_saturation"] == known[best].utilization
            assert datetime.fromisoformat(answer["peak_at"]) == datetime.fromisoformat(told(best))


async def test_a_day_that_begins_amid_an_hour_has_the_quarters_after_its_midnight(
    city: City, postgres_url: str
):
    past, midnight = Past(zone="Asia/Kolkata"), at("10-12 02:30")
    empty, full = taken_space(0), taken_space(1)
    hour_us = midnight - 30 * MINUTE_US
    row = HourRow("general", hour_us, hour_us + HOUR_US, (empty,) * 6 + (full,) * 6)
    past.hours["op1-a"] = [even_hour(hour_us - HOUR_US, 0.5), row]
    planner = await open_past(
        city, past, postgres_url, draft("op1-a", area_code="370102", timezone="Asia/Kolkata")
    )
    span = {"from_": told(hour_us - HOUR_US), "to": told(hour_us + HOUR_US)}
    for day_class, saturation in (("weekend", 0.5), ("workday", 1)):
        answer = await ask(city, planner, "kpis", lot_id="op1-a", day_class=day_class, **span)
        assert answer["kpis"]["peak_saturation"] == saturation, day_class


async def test_vehicles_are_counted_by_full_hours_and_else_not_told(city: City, postgres_url: str):
    past = Past()
    past.hours["op1-a"] = [
        even_hour(at("10-09 09:00"), 0.5, entries=12, exits=3),
        even_hour(at("10-09 10:00"), 0.5, entries=4, exits=3),
    ]
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    whole = {"from_": told(at("10-09 09:00")), "to": told(at("10-09 11:00")), "lot_id": "op1-a"}
    figures = (await ask(city, planner, "kpis", **whole))["kpis"]
    assert figures["sessions_per_hour"] == 8
    assert figures["turnover"] == pytest.approx(16 / 10 / (2 / 24))
    cut = whole | {"to": told(at("10-09 10:30"))}
    answer = await ask(city, planner, "kpis", **cut)
    assert answer["kpis"]["turnover"] is None
    assert any("full clock hours" in note and "turnover" in note for note in answer["notes"])


async def test_stays_are_told_from_five_on(city: City, postgres_url: str):
    past, begin = Past(), at("10-09 09:00")
    for lot_id in ("op1-a", "op1-b"):
        past.hours[lot_id] = [even_hour(begin, 0.5)]
    past.stays = [("op1-a", begin - n * HOUR_US, begin + MINUTE_US, None) for n in range(1, 6)]
    past.stays += [("op1-b", begin - HOUR_US, begin + MINUTE_US, None)] * 4
    past.summed_until_us = at("10-09 10:00")
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    span = {"from_": told(begin), "to": told(begin + HOUR_US)}
    five = (await ask(city, planner, "kpis", lot_id="op1-a", **span))["kpis"]
    assert five["mean_duration"] == 181
    assert five["median_duration"] == 181
    assert five["p85_duration"] == 301
    four = await ask(city, planner, "kpis", lot_id="op1-b", **span)
    assert four["kpis"]["mean_duration"] is four["kpis"]["p85_duration"] is None
    assert any("fewer than 5" in note for note in four["notes"])


async def test_service_is_of_the_hours_within(city: City, postgres_url: str):
    past = Past()
    past.hours["op1-a"] = [even_hour(at("10-09 09:00"), 0.5)]
    past.service["op1-a"] = [
        ServiceHour(
            hour_us=hour_us, until_us=hour_us + HOUR_US, reports=10, due_us=HOUR_US,
            online_us=HOUR_US if number % 2 else HOUR_US // 2, delays={1: 9, 90: 1},
        )
        for number, hour_us in enumerate(ALL_HOURS)
    ]  # fmt: skip
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin = at("10-09 09:00")
    figures = (await ask(city, planner, "kpis", from_=told(begin), lot_id="op1-a"))["kpis"]
    hours = [hour for hour in past.service["op1-a"] if hour.hour_us >= begin]
    assert figures["online_rate"] == sum(hour.online_us for hour in hours) / (len(hours) * HOUR_US)
    assert (figures["information_delay"], figures["information_delay_p95"]) == (1, 90)
    assert (figures["coverage_lots"], figures["coverage_berths"]) == (1, 1)
    everyone = (await ask(city, planner, "kpis", from_=told(begin)))["kpis"]
    assert everyone["coverage_lots"] == 0.25


async def test_a_lot_that_has_gone_counts_for_the_time_before(city: City, postgres_url: str):
    past = any_past(7)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    await city.registry.remove_lot(PLATFORM, "op1-a")
    answer = await ask(city, planner, "kpis", from_=told(at("10-09 09:35")))
    check(answer, step_by_step(rows_of(past, *LOTS), at("10-09 09:35"), NOW))


async def test_many_lots_are_read_by_cells_and_come_to_the_same(city: City, postgres_url: str):
    random, past = Random(8), Past()
    drafts = [
        draft(f"op1-{n}", 36.6 + n // 15 / 200, 117 + n % 15 / 160, capacity={"general": 5})
        for n in range(WORTH_CELLS + 25)
    ]
    for lot in drafts:
        past.hours[lot.lot_id] = any_hours(
            random, range(at("10-11 22:00"), at("10-13 02:00"), HOUR_US), 5
        )
    planner = await open_past(city, past, postgres_url, *drafts)
    inside = [lot.lot_id for lot in drafts if lot.lat >= 36.605]
    assert WORTH_CELLS <= len(inside) < len(drafts)
    span = {"from_": told(at("10-11 22:40")), "bbox": "116,36.605,118,37"}
    answer = await ask(city, planner, "kpis", **span)
    check(answer, step_by_step(rows_of(past, *inside), at("10-11 22:40"), NOW))
    whole = step_by_step(rows_of(past, *inside), at("10-12 00:00"), at("10-13 00:00"))
    series = await ask(city, planner, "series", step="1d", **span)
    assert series["rows"][1]["space_hours_open"] == pytest.approx(whole.open_us / HOUR_US)
    assert series["rows"][1]["occupancy"] == pytest.approx(whole.utilization, abs=1e-6)
    hours = await ask(city, planner, "series", step="1h", **span)
    every = sum(row["space_hours_taken"] for row in hours["rows"][2:26])
    assert every == pytest.approx(whole.taken_us / HOUR_US, abs=1e-3)
