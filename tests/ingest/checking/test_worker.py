"""The worker leads on whatever breaks in checking; what the registry tells is looked at too."""

import asyncio

import asyncpg
import pytest

from ingest.checking import log_reading, watch
from parking.storage.postgres.checking_states import CheckedRow
from parking.storage.settings import StoreUrls
from tests.ingest.checking.conftest import NOON, Working
from tests.ingest.checking.test_feed_watch import counted, flags, send
from tests.services.city import City, draft

CELLS = "/v1/cells?bbox=117.0,36.5,117.3,36.8&resolution=5"


async def test_a_lot_that_was_made_to_try_a_feed_out_is_shown_to_nobody_until_it_has_a_name(
    city: City, working: Working
):
    await city.put_lots(draft("op1-a", name="测试停车场"), draft("op1-b", name="大明湖停车场"))
    key = await city.key("operator", "op1")
    await send(city, key, [counted("op1-a", NOON, 10), counted("op1-b", NOON, 20)])
    await city.until_replica_has("op1-a", 10)
    await city.until_replica_has("op1-b", 20)
    async with working():
        shown = await city.until("/v1/lots/op1-a", flags("suspect"))
        assert (shown["availability"]["state"], shown["availability"]["free"]) == ("unknown", None)
        near = (await city.client.get("/v1/lots/nearby?lat=36.65&lon=117.12")).json()["results"]
        assert [lot["lot_id"] for lot in near] == ["op1-b"]
        await city.until(CELLS, lambda told: [one["lots"] for one in told["cells"]] == [1])
        await city.until("/status", lambda status: status["lots"]["total"] == 1)

        await city.put_lots(draft("op1-a", name="泉城广场停车场"))
        await city.until_replica_has("op1-a", 10)
        await city.until(CELLS, lambda told: [one["lots"] for one in told["cells"]] == [2])


async def test_whatever_breaks_in_checking_the_worker_leads_on_and_checking_begins_again(
    city: City, working: Working, monkeypatch: pytest.MonkeyPatch
):
    broken, reading = [True], log_reading.checked_tail
    failed = 0

    async def breaking(*given) -> list[CheckedRow]:
        nonlocal failed
        if broken:
            failed += 1
            raise ZeroDivisionError
        return await reading(*given)

    monkeypatch.setattr(log_reading, "checked_tail", breaking)
    monkeypatch.setattr(watch, "AGAIN_S", 0.05)
    await city.put_lots(draft("op1-a", name="大明湖停车场"))
    key = await city.key("operator", "op1")
    async with working():
        await city.projection.forget()  # only a worker that leads makes it whole again
        await send(city, key, [counted("op1-a", NOON, 10)])
        await city.until_replica_has("op1-a", 10)
        metrics = "onelot_checking_faults_total"
        await until_metric(city, metrics, lambda value: value >= 2)
        assert failed >= 2
        broken.clear()
        await until_metric(city, "onelot_checking_reports_total", lambda value: value >= 1)
        await until_metric(city, "onelot_checking_lag_seconds", lambda value: value < 30)


async def test_a_worker_that_is_stopped_saves_what_it_has_read_and_learned(
    city: City, working: Working, stores: StoreUrls
):
    await city.put_lots(draft("op1-a", name="大明湖停车场"))
    key = await city.key("operator", "op1")
    async with working():
        await send(city, key, [counted("op1-a", NOON, 10)])
        await until_metric(city, "onelot_checking_reports_total", lambda value: value >= 1)
    connection = await asyncpg.connect(stores.database_url)
    try:
        newest = await connection.fetchval("select max(id) from report_log")
        assert await connection.fetchval("select id from checking_cursor") == newest
        kept = await connection.fetchval("select count(*) from checking_state where lot_key > 0")
    finally:
        await connection.close()
    assert kept == 1


async def until_metric(city: City, name: str, holds) -> None:
    """Ask until a figure of the worker is as wanted."""
    async with asyncio.timeout(30):
        while True:
            for line in (await city.client.get("/metrics")).text.splitlines():
                if line.startswith(name) and holds(float(line.split()[-1])):
                    return
            await asyncio.sleep(0.2)
