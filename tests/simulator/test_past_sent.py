"""The simulated past on its way into a city: once, however often it is begun, and never live."""

import asyncio
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from api.commands.demo_city import furnish
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.settings import StoreUrls
from simulator.jinan_data import jinan
from simulator.main import ZONE
from simulator.past.sending import send_past
from simulator.past.telling import past_of_lot
from simulator.past.tides import tides
from tests.services.city import City, running_city

SIMULATED = jinan(1, 6)
AT_FIRST = datetime(2026, 11, 27, 12, 10, tzinfo=UTC)
LATER = datetime(2026, 11, 27, 15, 50, tzinfo=UTC)
BEGUN_US = int(AT_FIRST.replace(minute=0).timestamp()) * 1_000_000


@pytest.fixture
async def city(stores: StoreUrls):
    async with running_city(stores, patient=True) as city:
        yield city


async def kept(city: City) -> int:
    async with scoped(city.pool, PLATFORM) as connection:
        return await connection.fetchval("select count(*) from report_log")


async def test_a_past_that_was_left_half_done_is_told_to_its_end_and_nothing_twice(
    city: City, stores: StoreUrls, tmp_path: Path
) -> None:
    keys = await asyncio.to_thread(furnish, stores.database_url, SIMULATED, tmp_path)
    url, note = f"http://127.0.0.1:{city.port}", tmp_path / "past.json"
    looks = count()

    async def send(stopping) -> int:
        return await asyncio.to_thread(send_past, SIMULATED, url, keys.feeds, 1, note, stopping)

    await city.set_clock("manual", AT_FIRST)
    begun = await send(lambda: next(looks) >= 2)
    assert 0 < begun == await kept(city)
    assert note.is_file()
    await city.set_clock("manual", LATER)
    await send(lambda: False)
    assert not note.exists()
    past = tides(SIMULATED, BEGUN_US, 1, ZONE)
    whole = sum(len(past_of_lot(SIMULATED, past, n)) for n in range(len(SIMULATED.lots)))
    assert await kept(city) == whole
    lots = (await city.client.get("/v1/lots?limit=10")).json()["lots"]
    assert {lot["availability"]["freshness"] for lot in lots} == {"unknown"}
