"""A map's values are those of the lots in each place, whatever they are read from."""

from collections import defaultdict
from datetime import datetime
from random import Random

import pytest

from geo.cell import cell_of, cell_text, parent_of, parse_cell
from geo.position import Position
from parking.clock import HOUR_US, from_us
from parking.planning.local_day import day_at
from parking.planning.space_time import NOTHING, STEP_US
from parking.sharing.day_calendar import DayCalendar
from tests.planning.planner_city import ALL_HOURS, NOW, Past, ask, open_past, running, told
from tests.planning.planner_examples import JINAN, any_hours, at, step_by_step
from tests.services.city import City, draft

CALENDAR = DayCalendar()
PLACES = {
    f"op{1 + key % 2}-{key}": (36.64 + key / 400, 117.1 + key % 3 / 300, f"37010{2 + key % 2}")
    for key in range(9)
}
DRAFTS = [
    draft(lot_id, lat, lon, area_code=area, land_use="hospital" if key % 3 else "school")
    for key, (lot_id, (lat, lon, area)) in enumerate(PLACES.items())
] + [draft("op1-nowhere", None, None)]


def any_past(seed: int, **more) -> Past:
    random, past = Random(seed), Past(**more)
    for lot_id in [*PLACES, "op1-nowhere"]:
        rows = any_hours(random, ALL_HOURS[-60:], random.randrange(5, 50), known=0.95)
        past.hours[lot_id] = [*rows[:-1], running(rows[-1])]
    return past


def cell_of_lot(lot_id: str, resolution: int) -> str:
    lat, lon, _ = PLACES[lot_id]
    return cell_text(parent_of(cell_of(Position(lat, lon)), resolution))


def expected(past: Past, place_of, spans, lots=PLACES):
    """Add up each place's steps in some times."""
    sums = defaultdict(lambda: NOTHING)
    for lot_id in lots:
        for begin, end in spans:
            sums[place_of(lot_id)] += step_by_step(past.hours[lot_id], begin, end)
    return dict(sums)


def check(answer: dict, sums: dict):
    assert [row["id"] for row in answer["rows"]] == sorted(sums)
    for row in answer["rows"]:
        space = sums[row["id"]]
        assert row["space_hours_open"] == pytest.approx(space.open_us / HOUR_US, abs=1e-6)
        known = space.open_us and 5 * space.known_us >= 4 * space.open_us
        wanted = pytest.approx(space.taken_us / space.known_us, abs=1e-6) if known else None
        assert row["value"] == wanted


@pytest.mark.parametrize("resolution", [6, 7, 8, 9])
async def test_cells_hold_their_lots_of_any_time(city: City, postgres_url: str, resolution: int):
    past = any_past(resolution)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin = at("10-11 05:25")
    for query, lots in (
        ({}, PLACES),
        ({"land_use": "school"}, [f"op{1 + key % 2}-{key}" for key in (0, 3, 6)]),
    ):
        answer = await ask(
            city, planner, "heatmap", resolution=resolution, from_=told(begin), **query
        )
        sums = expected(past, lambda lot: cell_of_lot(lot, resolution), [(begin, NOW)], lots)
        check(answer, sums)
        assert sum(row["lots"] for row in answer["rows"]) == len(lots)
        for row in answer["rows"]:
            here = cell_of(Position(row["lat"], row["lon"]), resolution)
            assert here == parse_cell(row["id"])


async def test_areas_and_lots_are_told_of_too(city: City, postgres_url: str):
    past = any_past(1)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin = at("10-11 05:25")
    for level, place_of in (("district", lambda lot: PLACES[lot][2]), ("city", lambda _: "3701")):
        answer = await ask(city, planner, "heatmap", by="area", level=level, from_=told(begin))
        check(answer, expected(past, place_of, [(begin, NOW)]))
    answer = await ask(city, planner, "heatmap", by="lot", from_=told(begin), operator="op2")
    lots = [lot_id for lot_id in PLACES if lot_id.startswith("op2")]
    check(answer, expected(past, str, [(begin, NOW)], lots))


@pytest.mark.parametrize("summed_until", [None, at("10-12 08:00")])
async def test_an_hour_of_the_clock_is_that_hour_of_the_days_asked_for(
    city: City, postgres_url: str, summed_until
):
    past = any_past(2, summed_until_us=summed_until)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin = at("10-10 23:00")
    for wanted in ("workday", "weekend"):
        answer = await ask(
            city, planner, "heatmap", hour=9, day_class=wanted, from_=told(begin), resolution=8
        )
        hours = [
            hour_us
            for hour_us in ALL_HOURS
            if hour_us >= begin
            and from_us(hour_us + 8 * HOUR_US).hour == 9
            and CALENDAR.day_class(day_at(hour_us, JINAN)) == wanted
        ]
        spans = [(hour_us, hour_us + HOUR_US) for hour_us in hours]
        check(answer, expected(past, lambda lot: cell_of_lot(lot, 8), spans))


async def test_a_moment_is_the_five_minutes_around_it(city: City, postgres_url: str):
    past = any_past(3)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    answer = await ask(city, planner, "heatmap", at=told(at("10-12 14:38")), zoom=14)
    step = at("10-12 14:35")
    assert (answer["resolution"], answer["hour"]) == (8, None)
    assert datetime.fromisoformat(answer["from"]) == from_us(step)
    check(answer, expected(past, lambda lot: cell_of_lot(lot, 8), [(step, step + STEP_US)]))


async def test_a_cell_at_the_edge_of_the_screen_is_told_of_as_a_whole(
    city: City, postgres_url: str
):
    past = any_past(4)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    begin, (lat, lon, _) = at("10-11 05:25"), PLACES["op1-4"]
    box = f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}"
    answer = await ask(city, planner, "heatmap", bbox=box, from_=told(begin), resolution=7)
    cell = cell_of_lot("op1-4", 7)
    inside = [lot_id for lot_id in PLACES if cell_of_lot(lot_id, 7) == cell]
    assert len(inside) > 1
    check(answer, expected(past, lambda _: cell, [(begin, NOW)], inside))


async def test_outlines_come_where_they_are_wanted(city: City, postgres_url: str):
    planner = await open_past(city, any_past(5), postgres_url, *DRAFTS)
    plain = await ask(city, planner, "heatmap", from_=told(at("10-12 00:00")))
    assert "geometry" not in plain["rows"][0]
    drawn = await ask(city, planner, "heatmap", from_=told(at("10-12 00:00")), geometry="true")
    assert drawn["rows"][0]["geometry"]["type"] == "Polygon"
    features = await ask(city, planner, "heatmap", from_=told(at("10-12 00:00")), format="geojson")
    assert features["type"] == "FeatureCollection"
    assert features["features"][0]["geometry"] == drawn["rows"][0]["geometry"]


async def test_a_moment_is_asked_for_without_a_time(city: City, postgres_url: str):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    for query in ({"hour": 3}, {"from": told(at("10-12 00:00"))}, {"day_class": "workday"}):
        refused = await city.client.get(
            "/v1/planner/heatmap", params={"at": told(NOW)} | query, headers=planner
        )
        assert (refused.status_code, refused.json()["pointer"]) == (400, "/query/at")
