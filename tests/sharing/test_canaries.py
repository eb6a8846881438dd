"""A plate and a number that nobody else has are looked for everywhere they must not be."""

import asyncio
import logging
from urllib.parse import quote

import pytest
import redis

from parking.sharing.terms import Price
from parking.storage.settings import StoreUrls
from tests.live.raw import RawClient
from tests.services.city import City
from tests.services.servers import live_store
from tests.sharing.booking_calls import (
    BOOKINGS,
    hold,
    lent_lot,
    new_driver,
    post,
    step,
    wanted,
)
from tests.sharing.clock_turns import staying, turn
from tests.sharing.lending import platform

PLATE = "鲁Q7K3Z9"
WRITTEN = "鲁q·7k 3z9"
PHONE = "13954100861"
CANARIES = tuple(
    form
    for text in (PLATE, WRITTEN, PHONE)
    for form in {text, text.encode().hex(), quote(text), ascii(text)[1:-1]}
)
LOOK_UP = "/v1/sharing/sanctions/look-up"
OWN_CLIENT = ("httpx", "httpcore")
"""The test itself writes what it asks for; the platform is under test."""


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if not record.name.startswith(OWN_CLIENT)
    )


def cached(url: str) -> str:
    """Every key of the live store and what it holds, streams and functions' state too."""
    with live_store(url) as client:
        told = []
        for key in client.scan_iter(count=1_000):
            match client.type(key):
                case b"hash":
                    value: object = client.hgetall(key)
                case b"stream":
                    value = client.xrange(key)
                case _:
                    value = client.dump(key)
            told.append(f"{_text(key)} {_text(value)}")
    return "\n".join(told)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, dict):
        return " ".join(f"{_text(name)} {_text(held)}" for name, held in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(_text, value))
    return str(value)


async def stored(city: City) -> str:
    """Every row of every table that the platform writes."""
    async with platform(city.pool) as connection:
        tables = await connection.fetch(
            "select distinct table_name from information_schema.role_table_grants"
            " where grantee = 'onelot_app' and privilege_type = 'SELECT'"
        )
        rows = []
        for table in tables:
            rows += await connection.fetch(f"select t::text from {table['table_name']} t")
    return "\n".join(str(row[0]) for row in rows)


async def misuse(city: City, driver: dict[str, str]) -> list[str]:
    """Requests that are wrong in every place a plate or a number may come to; their answers."""
    admin = await city.key("admin")
    asked = [
        await hold(city, driver, plate=f"{WRITTEN}{PHONE}"),
        await hold(city, driver, plate=[PLATE]),
        await hold(city, driver, phone=PHONE),
        await hold(city, driver, lot_id=PHONE),
        await hold(city, driver, vehicle={"height_m": PHONE}),
        await hold(city, driver, **{"from": f"{PLATE} {PHONE}"}),
        await post(city, BOOKINGS, driver, [PLATE, PHONE]),
        await post(city, f"{BOOKINGS}/{PHONE}/confirm", driver),
        await city.client.post(
            BOOKINGS, content=f'{{"plate": "{PLATE}", "{PHONE}'.encode(),
            headers=driver | {"idempotency-key": "broken"},
        ),
        await city.client.post(LOOK_UP, json={"plate": PLATE}, headers=admin),
        await city.client.post(LOOK_UP, json={"plate": f"{PLATE}{PHONE}"}, headers=admin),
        await city.client.post(LOOK_UP, json={"plate": PLATE}, headers=driver),
        await city.client.get(f"/v1/sharing/{PHONE}", headers=driver),
        await city.client.get("/v1/drivers/me", headers={"authorization": f"Bearer {PHONE}"}),
    ]  # fmt: skip
    assert all(answer.status_code >= 400 or "sanctions" in answer.text for answer in asked)
    return [answer.text for answer in asked]


async def test_no_log_metric_error_stream_or_cache_holds_a_plate_or_a_number(
    city: City, stores: StoreUrls, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    await lent_lot(city, ("B1", "B2"), price=Price("visit", fen=300))
    await lent_lot(city, ("G1",), lot_id="op1-gate", has_gate=True)
    driver = await new_driver(city)
    watcher = await RawClient.open(city.port)
    watcher.say({"type": "watch", "id": "a", "center": {"lat": 36.65, "lon": 117.12},
                 "radius_m": 1_500})  # fmt: skip
    watcher.say({"type": "auth", "key": driver["authorization"].removeprefix("Bearer ")})
    told = [await watcher.until("snapshot")]
    stay = await staying(city, driver, begin=0, end=1, plate=WRITTEN, space_code="B1")
    gate = (await post(city, BOOKINGS, driver, wanted(2, 3, lot_id="op1-gate", plate=PLATE))).json()
    await step(city, gate, "confirm", driver)
    answers = await misuse(city, driver)
    for hours in (0.75, 1.2):
        await turn(city, hours)
    while told[-1].get("kind") != "overstay":
        told.append(await watcher.next())
    watcher.writer.transport.abort()
    for path in (f"{BOOKINGS}/{stay['booking_id']}", BOOKINGS, "/v1/sharing/notices"):
        answers.append((await city.client.get(path, headers=driver)).text)
    answers.append((await city.client.get("/metrics")).text)
    answers.append((await city.client.get("/v1/lots/op1-lot")).text)
    await asyncio.sleep(0.3)
    assert found_in("\n".join(answers)) == []
    assert found_in(str(told)) == []
    assert found_in(cached(stores.redis_url)) == []
    assert found_in(await stored(city)) == []
    assert found_in(logged(caplog)) == []


async def test_the_canaries_would_be_found(
    city: City, stores: StoreUrls, caplog: pytest.LogCaptureFixture
):
    """Each of the nets above catches what is put in front of it."""
    with live_store(stores.redis_url) as client:
        assert isinstance(client, redis.Redis | redis.RedisCluster)
        client.hset("somewhere", mapping={"plate": PLATE})
        client.xadd("stream", {"phone": PHONE})
    assert {PLATE, PHONE} <= set(found_in(cached(stores.redis_url)))
    async with platform(city.pool) as connection:
        await connection.execute(
            "insert into idempotent_call (key_id, method, route, key, fingerprint, body)"
            " values ('k', 'POST', '/', 'x', '', $1)",
            PLATE.encode(),
        )
    assert PLATE.encode().hex() in found_in(await stored(city))
    logging.getLogger("onelot.api").warning("no such car: %s", PLATE)
    logging.getLogger("onelot.api").warning("odd", extra={"asked": quote(PHONE)})
    assert {PLATE, PHONE} <= set(found_in(logged(caplog)))
