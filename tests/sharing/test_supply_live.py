"""Shared spaces in a running city: on the map when their window opens, off it before it closes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ingest.work import run_worker
from parking.storage.settings import StoreUrls
from tests.services.city import City
from tests.sharing import agreeing, booking_calls
from tests.sharing.agreeing import lent, open_city
from tests.sharing.booking_calls import held, lent_lot, new_driver, step

NEAR = "/v1/lots/nearby?lat=36.65&lon=117.12&radius_m=500&space_class=shared&min_free=1"
CELLS = "/v1/cells?bbox=117.0,36.5,117.3,36.8&space_class=shared&metric=capacity"
NIGHT = [(18.99, []), (19, [2]), (21.99, [2]), (22, []), (30, [2]), (31.1, []), (31.5, [])]
"""Hours after Monday's midnight: from seven to half past seven, no way in from ten to six, and a
quarter of an hour and the buffer are to be left."""


@asynccontextmanager
async def working(stores: StoreUrls) -> AsyncIterator[None]:
    stop = asyncio.Event()
    worker = asyncio.ensure_future(run_worker(stores, stop))
    try:
        yield
    finally:
        stop.set()
        await worker


async def near(city: City, wanted: list[int]) -> dict:
    """Wait until a driver near by is shown lots with so many shared spaces."""

    def shown(answer: dict) -> bool:
        found = [lot["availability"]["by_class"]["shared"]["free"] for lot in answer["results"]]
        return found == wanted

    return await city.until(NEAR, shown)


async def a_night(city: City) -> None:
    await lent(city, await open_city(city))
    for hours, wanted in NIGHT:
        await city.set_clock("manual", agreeing.at(hours))
        await near(city, wanted)


async def test_jinans_garages_are_on_the_map_at_night_while_one_may_come(city, stores):
    async with working(stores):
        await a_night(city)


async def test_no_worker_need_run_for_windows_to_open_and_close(city):
    await a_night(city)


async def test_spaces_that_are_open_count_in_their_cell_though_none_may_come_now(city):
    await lent(city, await open_city(city))
    await city.set_clock("manual", agreeing.at(23))
    await city.until(CELLS, lambda answer: [cell["value"] for cell in answer["cells"]] == [2])


async def test_a_hold_takes_its_space_off_the_map_and_gives_it_back_though_no_worker_runs(city):
    await lent_lot(city, ["B1", "B2"])
    await booking_calls.at(city, 0.1)
    await held(city, await new_driver(city), begin=0.2, end=2)
    await near(city, [1])
    await booking_calls.at(city, 0.2)
    await near(city, [2])


async def test_a_space_that_is_given_up_is_on_the_map_again(city):
    await lent_lot(city)
    driver = await new_driver(city)
    await booking_calls.at(city, 0.1)
    booking = await held(city, driver, begin=0.2, end=2)
    await near(city, [])
    assert (await step(city, booking, "cancel", driver)).status_code == 200
    await near(city, [1])
