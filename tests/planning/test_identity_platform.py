"""A real city lives through the simulated week, and its planners are told the ledger's figures.

Everything goes the way it goes in a city: reports over HTTP, bookings by drivers, history by the
worker, figures by `GET /v1/planner/kpis`; but the clock is moved by hand.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from random import Random
from types import SimpleNamespace

import pytest

from parking.clock import rfc3339, to_us
from parking.storage.settings import StoreUrls
from simulator.week.days import HOUR_US, ZONE
from simulator.week.town import AREAS, ENDS_US, FROM_US, TOWN
from simulator.week.week import town_week
from tests.planning.week_books import (
    ALL_DAYS,
    ALL_HOURS,
    AREA_LOTS,
    CITY,
    PLACES,
    WEEK,
    asked_of,
    told_apart,
)
from tests.planning.week_lived import Lived, settled
from tests.planning.week_living import live
from tests.services.city import running_city
from tests.sharing.working_city import working

TRIES, UP_TO_DATE_S = 3, 10
BEGUN_DAYS, BEGUN_US = ALL_DAYS[:2], FROM_US + 54 * HOUR_US
EDGES = [(FROM_US + 7 * HOUR_US, FROM_US + 31 * HOUR_US), (FROM_US, FROM_US + 100 * HOUR_US)]


@asynccontextmanager
async def lived(
    stores: StoreUrls, seed: int, dice=None, until_us: int = ENDS_US
) -> AsyncIterator[Lived]:
    week = town_week(seed)
    settings = {"limit_new_drivers_per_h": 0, "limit_reads_per_s": 0}
    async with running_city(stores, patient=True, **settings) as city, working(stores):
        told = await live(city, week, dice=dice, until_us=until_us)
        await settled(city, until_us)
        yield told


def places():
    yield from (({"lot_id": lot.lot_id}, PLACES[lot.lot_id]) for lot in TOWN)
    yield from (({"area": area}, AREA_LOTS[area]) for area in AREAS)
    yield {"area": "week"}, CITY["week"]
    yield {}, CITY["week"]
    yield {"bbox": "116.9,36.6,117.2,36.7"}, CITY["week"]


async def apart(told: Lived, spans, classes=None):
    """Return, by place and time, what the planner is told otherwise than the ledger has it.

    What is learned of a source meanwhile is in the figures a little later: so it is asked again.
    """
    found = {}
    for _ in range(TRIES):
        found = await _apart(told, spans, classes)
        if not found:
            break
        await asyncio.sleep(UP_TO_DATE_S)
    return found


async def _apart(told: Lived, spans, classes):
    books, found = await told.books(), {}
    asks = {} if classes is None else {"space_class": ",".join(classes)}
    for place, names in places():
        for span in spans:
            times = {"from": rfc3339(span[0], ZONE), "to": rfc3339(span[1], ZONE)}
            answer = await told.kpis(**place, **times, **asks)
            asked = asked_of(books, names, span, classes)
            differs = told_apart(asked, _kpis(answer))
            if differs:
                found[str(place), times["from"], times["to"]] = differs
    return found


def _kpis(answer):
    at = answer["peak_at"]
    return SimpleNamespace(
        values=answer["kpis"], peak_at_us=None if at is None else to_us(datetime.fromisoformat(at))
    )


@pytest.mark.slow
async def test_a_city_that_lived_two_days_tells_the_ledgers_figures(stores: StoreUrls):
    async with lived(stores, 1, until_us=BEGUN_US) as told:
        assert await apart(told, [*BEGUN_DAYS, EDGES[0]]) == {}
        assert await apart(told, BEGUN_DAYS, ["general"]) == {}
        assert await apart(told, BEGUN_DAYS, ["shared", "charging"]) == {}
        assert await apart(told, ALL_HOURS[: 24 * len(BEGUN_DAYS) : 5]) == {}


@pytest.mark.slow
async def test_a_day_of_wrong_late_repeated_and_amended_reports_tells_them_too(stores: StoreUrls):
    until_us = BEGUN_DAYS[0][1] + 2 * HOUR_US
    async with lived(stores, 2, Random("a city that has seen life"), until_us) as told:
        assert await apart(told, BEGUN_DAYS[:1]) == {}


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_city_that_lived_the_week_tells_the_ledgers_figures(stores: StoreUrls):
    async with lived(stores, 1) as told:
        assert await apart(told, [WEEK, *ALL_DAYS, *EDGES]) == {}
        assert await apart(told, [WEEK, *ALL_DAYS], ["general"]) == {}
        assert await apart(told, [WEEK, *ALL_DAYS], ["shared", "charging"]) == {}
        assert await apart(told, ALL_HOURS[::5]) == {}


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_week_of_wrong_late_repeated_and_amended_reports_tells_them_too(stores: StoreUrls):
    async with lived(stores, 2, Random("a city that has seen life")) as told:
        assert await apart(told, [WEEK, *ALL_DAYS]) == {}
