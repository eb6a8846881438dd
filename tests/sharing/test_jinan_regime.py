"""Jinan's regime as the demo loads it, through days of every kind: on the map when it is to be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.commands.demo_city import furnish
from geo.position import Position, haversine_m
from parking.storage.settings import StoreUrls
from simulator.city_client import CityClient
from simulator.jinan_data import jinan
from simulator.jinan_sharing import LentLot, lent_lots
from simulator.lending import OWNER, lend_all
from simulator.sharing import SharingPlan, share
from tests.services.city import City
from tests.sharing.booking_calls import new_driver, post, slug, step
from tests.sharing.lending import platform
from tests.sharing.working_city import working

ZONE = ZoneInfo("Asia/Shanghai")
SIMULATED = jinan(1, 60)
LENT = lent_lots(SIMULATED)
MIDDLE, REACH_M = Position(36.66, 117.05), 50_000
SHOWN = [
    lent for lent in LENT if haversine_m(MIDDLE, Position(lent.lot.lat, lent.lot.lon)) < REACH_M
]
BY_NIGHT = {lent.lot.lot_id for lent in SHOWN if lent.is_by_night}
BY_DAY = {lent.lot.lot_id for lent in SHOWN if not lent.is_by_night}
NONE: set[str] = set()
MAP = (
    f"/v1/lots/nearby?lat={MIDDLE.lat}&lon={MIDDLE.lon}&radius_m={REACH_M}"
    "&space_class=shared&min_free=1&limit=100"
)


@dataclass
class Jinan:
    """The simulated city, lent by its operators and residents."""

    city: City
    keys: dict[str, str]
    doors: dict[str, CityClient]

    async def at(self, written: str) -> None:
        await self.city.set_clock("manual", moment(written))

    async def shows(self, lots: set[str]) -> None:
        """Wait until the map shows shared spaces in these lots, and in no others."""
        await self.city.until(
            MAP, lambda answer: {lot["lot_id"] for lot in answer["results"]} == lots
        )

    async def hold(self, driver: dict[str, str], lot_id: str, begin: str, end: str) -> Any:
        span = {"from": moment(begin).isoformat(), "to": moment(end).isoformat()}
        wanted = {"lot_id": lot_id, "plate": "鲁A12345", **span}
        return await post(self.city, "/v1/sharing/bookings", driver, wanted)


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def without_gate() -> LentLot:
    return next(lent for lent in LENT if lent.is_by_night and not lent.has_gate)


@pytest.fixture
async def lent_jinan(city: City, stores: StoreUrls, tmp_path: Path) -> AsyncIterator[Jinan]:
    await city.set_clock("manual", moment("2026-09-28T10:00"))
    keys = await asyncio.to_thread(furnish, stores.database_url, SIMULATED, tmp_path)
    named = keys.feeds | {OWNER: keys.people[OWNER]}
    with ExitStack() as stack:
        address = str(city.client.base_url)
        doors = {name: stack.enter_context(CityClient(address, key)) for name, key in named.items()}
        async with working(stores):
            assert await asyncio.to_thread(lend_all, LENT, doors, 2026) == len(LENT)
            yield Jinan(city, named, doors)


async def test_the_regime_is_on_the_map_at_its_hours_on_every_kind_of_day(lent_jinan):
    for written, lots in [
        ("2026-09-28T12:00", BY_DAY),  # a Monday
        ("2026-09-28T18:59", NONE),
        ("2026-09-28T20:00", BY_NIGHT),
        ("2026-09-28T21:59", BY_NIGHT),  # who comes now leaves in the morning
        ("2026-09-28T22:00", NONE),  # open, but nobody comes or goes
        ("2026-09-29T05:59", NONE),
        ("2026-09-29T06:00", BY_NIGHT),
        ("2026-09-29T07:04", BY_NIGHT),
        ("2026-09-29T07:06", NONE),  # a short stay and the buffer are over by half past seven
        ("2026-09-29T07:30", NONE),
        ("2026-10-01T12:00", BY_NIGHT),  # a holiday, though a Thursday
        ("2026-10-10T12:00", BY_DAY),  # a Saturday that is worked
        ("2026-10-10T20:00", BY_NIGHT),
        ("2026-10-11T12:00", BY_NIGHT),  # a Sunday
        ("2026-10-11T21:44", BY_NIGHT),
        ("2026-10-11T21:46", NONE),  # who came now could not leave before the weekend's end
        ("2026-10-12T00:30", NONE),  # the weekend's window is over, Monday's opens in the evening
        ("2026-10-12T19:00", BY_NIGHT),
    ]:
        await lent_jinan.at(written)
        await lent_jinan.shows(lots)


async def test_nobody_comes_or_goes_between_ten_and_six(lent_jinan):
    lot_id = without_gate().lot.lot_id
    driver = await new_driver(lent_jinan.city)
    await lent_jinan.at("2026-09-28T21:30")
    for begin, end in [
        ("2026-09-28T22:10", "2026-09-29T06:30"),
        ("2026-09-28T21:40", "2026-09-28T23:00"),
    ]:
        refused = await lent_jinan.hold(driver, lot_id, begin, end)
        assert slug(refused) == (409, "not-available")
    held = await lent_jinan.hold(driver, lot_id, "2026-09-28T21:40", "2026-09-29T07:00")
    assert held.status_code == 201, held.text
    assert held.json()["price_fen"] == 0
    assert (await step(lent_jinan.city, held.json(), "confirm", driver)).status_code == 200
    await lent_jinan.at("2026-09-28T22:05")
    late = await step(lent_jinan.city, held.json(), "check-in", driver)
    assert slug(late) == (409, "no-movement")


async def test_lots_with_a_gate_confirm_a_booking_only_when_it_has_heard(lent_jinan):
    lot_id = next(lent.lot.lot_id for lent in LENT if lent.has_gate)
    driver = await new_driver(lent_jinan.city)
    await lent_jinan.at("2026-09-28T20:00")
    held = await lent_jinan.hold(driver, lot_id, "2026-09-28T20:10", "2026-09-28T21:00")
    asked = await step(lent_jinan.city, held.json(), "confirm", driver)
    assert asked.json()["status"] == "pending_gate"


async def test_lending_the_city_again_changes_nothing(lent_jinan):
    again = await asyncio.to_thread(lend_all, LENT, lent_jinan.doors, 2026)
    assert again == len(LENT)
    for name, door in lent_jinan.doors.items():
        page = await asyncio.to_thread(door.call, "GET", "/v1/sharing/agreements?limit=1000")
        lots = [one["lot_id"] for one in page["agreements"]]
        assert len(lots) == len(set(lots)), name
        assert {one["status"] for one in page["agreements"]} <= {"active"}


async def test_simulated_drivers_book_and_come_and_are_the_same_after_a_restart(
    lent_jinan, tmp_path
):
    await lent_jinan.at("2026-09-28T19:00")
    file = tmp_path / "drivers.json"
    plan = SharingPlan(SIMULATED, str(lent_jinan.city.client.base_url), lent_jinan.keys, 8, file)
    stop = asyncio.Event()
    driving = asyncio.create_task(share(plan, stop))
    async with asyncio.timeout(60):
        while not await staying(lent_jinan.city):  # noqa: ASYNC110 - others drive
            await asyncio.sleep(0.1)
    stop.set()
    assert await driving == len(LENT)
    keys = file.read_bytes()
    assert await share(plan, stop) == len(LENT)
    assert file.read_bytes() == keys


async def staying(city: City) -> int:
    async with platform(city.pool) as connection:
        return await connection.fetchval("select count(*) from booking where status = 'active'")
