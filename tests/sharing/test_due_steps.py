"""What the clock does by itself: late, twice or by two at once, each thing happens once."""

import asyncio

from ingest.sharing.clockwork import Clockwork
from ingest.work import run_worker
from parking.sharing.city_rules import JINAN
from parking.sharing.terms import Price
from parking.storage.settings import StoreUrls
from tests.services.city import PATIENCE_S, City
from tests.services.databases import execute
from tests.sharing.booking_calls import at, held, hold, lent_lot, new_driver
from tests.sharing.clock_turns import balance, booked, kinds, read, staying, turn
from tests.sharing.lending import platform

MINUTE = 1 / 60


async def events(city: City) -> list[str]:
    async with platform(city.pool) as connection:
        rows = await connection.fetch("select event from booking_event order by event_key")
    return [row["event"] for row in rows]


async def test_a_hold_that_is_over_is_written_down_once(city: City):
    await lent_lot(city)
    await at(city, 0)
    await held(city, await new_driver(city))
    await turn(city, 4 * MINUTE)
    assert await events(city) == ["hold"]
    for _ in range(3):
        await turn(city, 6 * MINUTE)
    assert await events(city) == ["hold", "expire"]


async def test_who_does_not_come_within_half_an_hour_gives_the_rest_to_others(city: City):
    await lent_lot(city, price=Price("hour", fen=200))
    driver, other = await new_driver(city), await new_driver(city)
    booking = await booked(city, driver, begin=1, end=4)
    await turn(city, 1.49)
    assert (await read(city, driver, booking))["status"] == "confirmed"
    await turn(city, 1.5)
    assert (await read(city, driver, booking))["status"] == "no_show"
    assert await kinds(city, driver) == ["no-show"]
    assert await balance(city) == -600  # who does not come has paid
    assert (await hold(city, other, begin=1.6, end=3)).status_code == 201


async def test_what_no_gate_ever_confirmed_lapses_and_costs_nothing(city: City):
    await lent_lot(city, has_gate=True, price=Price("hour", fen=200))
    driver = await new_driver(city)
    booking = await booked(city, driver, begin=1, end=4)
    await turn(city, 1.5)
    assert (await read(city, driver, booking))["status"] == "no_show"
    assert await kinds(city, driver) == ["gate-silent"]
    assert await balance(city) == 0


async def test_a_driver_is_warned_once_at_each_time_however_often_the_clock_turns(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    for minute in (30, 44, 45, 46, 54, 55, 56, 59):
        await turn(city, minute * MINUTE)
        await turn(city)
    notices = (await city.client.get("/v1/sharing/notices", headers=driver)).json()["notices"]
    assert [notice["facts"]["minutes"] for notice in notices] == [5, 15]
    assert "15 min" in notices[1]["text"]


async def test_a_worker_that_was_away_gives_the_last_warning_alone(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    await turn(city, 57 * MINUTE)
    notices = (await city.client.get("/v1/sharing/notices", headers=driver)).json()["notices"]
    assert [notice["facts"]["minutes"] for notice in notices] == [3]


async def test_two_workers_at_once_do_everything_once(city: City):
    await lent_lot(city, ("B1", "B2", "B3"))
    drivers = [await new_driver(city) for _ in range(3)]
    await at(city, 0)
    bookings = [
        await staying(city, driver, begin=0, end=1, plate=f"鲁A0000{number}")
        for number, driver in enumerate(drivers)
    ]
    await at(city, 1 + 10 * MINUTE)
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(Clockwork(city.pool, JINAN).turn())
    for driver, booking in zip(drivers, bookings, strict=True):
        assert (await read(city, driver, booking))["status"] == "overstay"
        assert await kinds(city, driver) == ["overstay"]
    assert (await events(city)).count("overstay") == 3


async def test_one_broken_booking_does_not_stop_the_clock_for_the_others(
    city: City, postgres_url: str
):
    await lent_lot(city, ("B1", "B2"))
    first, second = await new_driver(city), await new_driver(city)
    broken = await booked(city, first, begin=1, end=2, space_code="B1")
    sound = await booked(city, second, begin=1, end=2, space_code="B2")
    await execute(
        postgres_url,
        "alter table booking add constraint broken"
        f" check (booking_id <> '{broken['booking_id']}' or status = 'confirmed')",
    )
    await turn(city, 1.6)
    assert (await read(city, first, broken))["status"] == "confirmed"
    assert (await read(city, second, sound))["status"] == "no_show"


async def test_the_worker_turns_the_clock_every_second(city: City, stores: StoreUrls):
    await lent_lot(city)
    driver = await new_driver(city)
    booking = await booked(city, driver, begin=1, end=2)
    await at(city, 1.5)
    stop = asyncio.Event()
    worker = asyncio.ensure_future(run_worker(stores, stop))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while (  # noqa: ASYNC110 - another process' work
                await read(city, driver, booking)
            )["status"] != "no_show":
                await asyncio.sleep(0.05)
    finally:
        stop.set()
        await worker
