"""Tidal opportunities of a city whose past is in its tables, as a planner asks for them."""

from datetime import timedelta
from random import Random

import numpy as np
import pytest

from parking.clock import HOUR_US, from_us
from parking.planning.chosen_lots import LotChoice
from parking.planning.hour_row import HourRow
from parking.planning.space_time import STEP_US, SpaceTime
from parking.sharing.terms_reading import read_terms
from parking.storage.postgres.planning.reading_lots import choose_lots
from parking.storage.postgres.planning.reading_tidal import read_tidal_hours
from parking.storage.postgres.pool import PLATFORM, scoped
from tests.planning.planner_city import ALL_HOURS, LAST_HOUR, Past, ask, open_past, running
from tests.planning.planner_examples import any_hours, at
from tests.planning.tidal_by_hand import lot_hours
from tests.planning.tidal_ground import north_of_centre
from tests.services.city import draft

NOW = at("11-09 12:00")
FIRST, LAST = at("10-12 00:00"), at("11-09 11:00")
PATH = "tidal/opportunities"


def hours(spaces, taken_by_night, taken_by_day):
    """Four weeks of a lot that is one thing by night and another by day."""

    def row(hour_us):
        of_day = (from_us(hour_us) + timedelta(hours=8)).hour
        taken = taken_by_night if of_day >= 18 or of_day < 8 else taken_by_day
        full = spaces if taken == spaces else 0
        step = SpaceTime(*(n * STEP_US for n in (spaces, spaces, taken, full)))
        return HourRow("general", hour_us, hour_us + HOUR_US, (step,) * 12)

    return [row(hour_us) for hour_us in range(FIRST, LAST + 1, HOUR_US)]


def placed(lot_id, metres, lot_class):
    place = north_of_centre(metres)
    return draft(lot_id, place.lat, place.lon, lot_class=lot_class)


@pytest.fixture
async def planner(city, postgres_url):
    """Homes full by night, an office beside them, and a kerb that is full too."""
    past = Past(now_us=NOW)
    past.hours["op1-homes"] = hours(200, 200, 60)
    past.hours["op1-office"] = hours(120, 10, 118)
    past.hours["op1-kerb"] = hours(20, 20, 5)
    drafts = [
        placed("op1-homes", 0, "attached"), placed("op1-office", 200, "attached"),
        placed("op1-kerb", 150, "onstreet"),
    ]  # fmt: skip
    return await open_past(city, past, postgres_url, *drafts)


async def test_a_planner_gets_a_draft_that_an_owner_can_post(city, planner):
    answer = await ask(city, planner, PATH)
    (proposal,) = answer["proposals"]
    assert proposal["lot_id"] == "op1-office"
    assert {place["lot_id"] for place in proposal["relieves"]} == {"op1-homes", "op1-kerb"}
    assert read_terms(proposal["draft"]).quota == proposal["quota"]
    assert answer["rows"][0]["windows"] == "workday weekend 18:00-07:00"
    assert answer["relieved_h"] <= answer["wanted_h"]
    assert answer["coverage"] == 1
    owner = await city.key("operator", "op1")
    sent = owner | {"Idempotency-Key": "a-planners-proposal"}
    made = await city.client.post("/v1/sharing/agreements", json=proposal["draft"], headers=sent)
    assert made.status_code == 201, made.text
    again = await ask(city, planner, PATH)
    assert again["proposals"] == []


async def test_what_is_asked_for_is_kept_to(city, planner):
    assert (await ask(city, planner, PATH, max_walk_m=100))["proposals"] == []
    few = await ask(city, planner, PATH, margin_share=0.8, min_quota=2, min_relief_h=0)
    assert few["proposals"][0]["quota"] <= 120 - 10 - 96
    refused = await city.client.get(f"/v1/planner/{PATH}?max_walk_m=1", headers=planner)
    assert refused.status_code == 422
    assert refused.json()["pointer"] == "/query/max_walk_m"


async def test_proposals_come_as_a_file_of_lines(city, planner):
    sheet = await city.client.get(f"/v1/planner/{PATH}?format=csv", headers=planner)
    assert sheet.headers["content-type"].startswith("text/csv")
    assert "op1-office" in sheet.text


async def test_a_lot_that_has_gone_is_not_proposed(city, planner):
    await city.registry.remove_lot(PLATFORM, "op1-office")
    assert (await ask(city, planner, PATH))["proposals"] == []


async def test_hours_are_read_as_their_steps_add_up(city, postgres_url, app_pool):
    """Closed, unknown, running: of two classes together, and of lots that have one alone."""
    random, past, classes = Random(4), Past(), ("general", "monthly")
    for lot_id, some in (("op1-a", classes), ("op1-b", classes[:1]), ("op1-none", ())):
        for space_class in some:
            rows = any_hours(random, ALL_HOURS, 20, space_class=space_class, known=0.6)
            past.hours[lot_id] += [*rows[:-1], running(rows[-1])]
    await open_past(city, past, postgres_url, *map(draft, ("op1-a", "op1-b", "op1-none")))
    end_us = LAST_HOUR + HOUR_US
    async with scoped(app_pool, PLATFORM) as connection:
        lots = await choose_lots(connection, LotChoice(), 0)
        keys = [lot.lot_key for lot in lots]
        found = await read_tidal_hours(connection, keys, classes, ALL_HOURS[5], end_us)
    ids = {lot.lot_key: lot.lot_id for lot in lots}
    assert {ids[key] for key in found} == {"op1-a", "op1-b"}
    for key, hours in found.items():
        wanted = lot_hours(row for row in past.hours[ids[key]] if row.hour_us >= ALL_HOURS[5])
        assert not np.isnan(wanted.idle).all()
        for name in ("hour_us", "idle", "full", "spaces"):
            np.testing.assert_array_equal(getattr(hours, name), getattr(wanted, name))
