"""From POST /v1/reports on the real stores to a client of /v1/live."""

import asyncio
import json

import pytest

from parking.storage.settings import StoreUrls
from tests.live.picture import Picture
from tests.live.raw import RawClient
from tests.services.city import City, draft, running_city, snapshot
from tests.services.servers import live_store

AROUND = {"type": "watch", "id": "a", "center": {"lat": 36.65, "lon": 117.12}, "radius_m": 1_500}


@pytest.fixture
async def city(stores: StoreUrls):
    async with running_city(stores) as city:
        yield city


@pytest.fixture
async def visitors():
    """The clients of a test, gone at the latest when it is over."""
    clients: list[RawClient] = []
    yield clients
    for client in clients:
        client.writer.transport.abort()
    await asyncio.sleep(0)


async def watching(city: City, picture: Picture, visitors: list) -> RawClient:
    client = await RawClient.open(city.port)
    visitors.append(client)
    resume = picture.reconnect()
    client.say(AROUND | ({"resume": resume} if resume else {}))
    return client


async def until(client: RawClient, picture: Picture, holds) -> None:
    async with asyncio.timeout(20):
        while not holds(picture.lots):
            picture.take(json.dumps(await client.next()))


async def test_a_report_reaches_who_watches_and_a_closure_closes(city: City, visitors):
    operator = await city.key("operator", "op1")
    await city.put_lots(draft("op1-a"), draft("op1-far", lat=36.9))
    picture = Picture()
    client = await watching(city, picture, visitors)
    await until(client, picture, lambda lots: "op1-a" in lots)
    await city.report(operator, snapshot("op1-a", 12), snapshot("op1-far", 5))
    await until(client, picture, lambda lots: lots["op1-a"]["availability"]["free"] == 12)
    closure = snapshot("op1-a", 0, "c1") | {"kind": "closure", "reason": "concert"}
    del closure["spaces"]
    assert (await city.report(operator, closure)).json()["accepted"] == 1
    await until(client, picture, lambda lots: lots["op1-a"]["availability"]["state"] == "closed")
    assert set(picture.lots) == {"op1-a"}


async def test_a_lot_registered_while_somebody_watches_appears(city: City, visitors):
    picture = Picture()
    client = await watching(city, picture, visitors)
    await client.until("snapshot")
    await city.put_lots(draft("op1-new"))
    await until(client, picture, lambda lots: "op1-new" in lots)
    assert picture.lots["op1-new"]["name"] == "停车场 op1-new"


async def test_who_was_away_is_told_only_what_changed(city: City, visitors):
    operator = await city.key("operator", "op1")
    await city.put_lots(draft("op1-a"), draft("op1-b"))
    await city.report(operator, snapshot("op1-a", 12), snapshot("op1-b", 5))
    await city.until_replica_has("op1-b", 5)
    picture = Picture()
    client = await watching(city, picture, visitors)
    await until(client, picture, lambda lots: len(lots) == 2)
    client.writer.transport.abort()
    await city.report(operator, snapshot("op1-b", 9, "2"))
    await city.until_replica_has("op1-b", 9)
    again = await watching(city, picture, visitors)
    resumed = await again.until("changes")
    assert resumed["resumed"] == "a"
    assert [lot["lot_id"] for lot in resumed["lots"]] == ["op1-b"]


async def test_when_the_projection_is_rebuilt_an_open_page_reloads_and_ends_right(
    city: City, stores: StoreUrls, visitors
):
    await city.put_lots(draft("op1-a"))
    picture = Picture()
    client = await watching(city, picture, visitors)
    await until(client, picture, lambda lots: "op1-a" in lots)
    before = picture.epoch
    with live_store(stores.redis_url) as valkey:
        valkey.flushall()
    await city.projection.complete_epoch(await city.projection.begin_epoch())
    await until(client, picture, lambda lots: picture.epoch != before and "op1-a" in lots)
    assert "reload" in picture.seen


async def test_the_live_channel_shows_in_the_metrics(city: City, visitors):
    client = await watching(city, Picture(), visitors)
    await client.until("hello")
    text = (await city.client.get("/metrics")).text
    assert "onelot_live_connections 1.0" in text
