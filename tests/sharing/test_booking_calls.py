"""Bookings over HTTP: held, confirmed, used, and refused where they must be."""

import json
from hashlib import sha256

import pytest

from parking.sharing.terms import Price
from parking.storage.settings import StoreUrls
from tests.services.city import City, running_city
from tests.sharing.booking_calls import (
    BOOKINGS,
    at,
    held,
    hold,
    lent_lot,
    new_driver,
    post,
    slug,
    step,
    wanted,
)
from tests.sharing.lending import hour, platform


async def test_three_calls_take_a_driver_from_nothing_to_a_confirmed_space(city: City):
    await lent_lot(city, price=Price("hour", fen=200))
    driver = await new_driver(city)
    booking = await held(city, driver)
    assert (booking["status"], booking["space_code"], booking["price_fen"]) == ("held", "B1", 400)
    assert booking["hold_expires_at"] is not None
    confirmed = await step(city, booking, "confirm", driver)
    assert (confirmed.status_code, confirmed.json()["status"]) == (200, "confirmed")
    read = await city.client.get(f"{BOOKINGS}/{booking['booking_id']}", headers=driver)
    assert read.json() == confirmed.json()
    page = (await city.client.get(BOOKINGS, headers=driver)).json()
    assert [each["booking_id"] for each in page["bookings"]] == [booking["booking_id"]]


async def test_a_space_that_is_held_is_nobody_elses_until_its_buffer_is_over(city: City):
    await lent_lot(city)
    await held(city, await new_driver(city), begin=2, end=4)
    other = await new_driver(city)
    assert slug(await hold(city, other, begin=3, end=5)) == (409, "slot-taken")
    assert slug(await hold(city, other, begin=4, end=5)) == (409, "slot-taken")
    await held(city, other, begin=4.2, end=5)


async def test_a_hold_that_is_over_is_free_for_others_though_nobody_sweeps(city: City):
    await lent_lot(city)
    first, second = await new_driver(city), await new_driver(city)
    booking = await held(city, first)
    async with platform(city.pool) as connection:
        await connection.execute("update booking set hold_expires_at = city_now()")
    read = await city.client.get(f"{BOOKINGS}/{booking['booking_id']}", headers=first)
    assert read.json()["status"] == "expired"
    await held(city, second)
    late = await step(city, booking, "confirm", first)
    assert (slug(late), late.json()["current"]) == ((409, "illegal-step"), "expired")


async def test_every_step_that_does_not_lead_on_tells_the_state_there_is(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    booking = await held(city, driver)
    early = await step(city, booking, "check-in", driver)
    assert (slug(early), early.json()["current"]) == ((409, "illegal-step"), "held")
    await step(city, booking, "confirm", driver)
    for name in ("confirm", "check-out", "check-in"):
        answer = await step(city, booking, name, driver)
        assert (slug(answer), answer.json()["current"]) == ((409, "illegal-step"), "confirmed")
    await step(city, booking, "cancel", driver)
    for name in ("confirm", "cancel", "check-in", "check-out"):
        answer = await step(city, booking, name, driver)
        assert (slug(answer), answer.json()["current"]) == ((409, "illegal-step"), "cancelled")


async def test_a_stay_is_checked_in_and_out_and_the_space_is_free_again(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    booking = await held(city, driver, begin=2, end=4)
    await step(city, booking, "confirm", driver)
    await at(city, 1.8)
    assert (await step(city, booking, "check-in", driver)).json()["status"] == "active"
    await at(city, 3)
    left = (await step(city, booking, "check-out", driver)).json()
    assert left["status"] == "completed"
    assert left["checked_in_at"] <= left["checked_out_at"]
    await held(city, await new_driver(city), begin=3, end=5)


async def test_nobody_comes_in_while_another_car_is_there_or_no_car_may_move(city: City):
    moves = [(hour(-24), hour(7.5)), (hour(9), hour(48))]
    await lent_lot(city, spaces=["B1"], windows=[(hour(-24), hour(48))], movement=[moves])
    first, second = await new_driver(city), await new_driver(city)
    staying = await held(city, first, begin=6, end=7)
    coming = await held(city, second, begin=9, end=10)
    for booking, driver in ((staying, first), (coming, second)):
        await step(city, booking, "confirm", driver)
    await at(city, 6)
    assert (await step(city, staying, "check-in", first)).status_code == 200
    await at(city, 8.9)
    assert slug(await step(city, coming, "check-in", second)) == (409, "no-movement")
    await at(city, 9)
    assert slug(await step(city, coming, "check-in", second)) == (409, "space-occupied")
    await step(city, staying, "check-out", first)
    assert (await step(city, coming, "check-in", second)).json()["status"] == "active"


async def test_what_is_another_drivers_is_not_there(city: City):
    await lent_lot(city)
    booking = await held(city, await new_driver(city))
    other, owner = await new_driver(city), await city.key("owner")
    missing = {"booking_id": "0" * 32}
    for name in ("confirm", "cancel", "check-in", "check-out"):
        foreign = await step(city, booking, name, other)
        none = await step(city, missing, name, other)
        assert foreign.status_code == none.status_code == 404
        assert foreign.json() == none.json()
    for headers in (other, owner, await city.key("operator", "op2")):
        path = f"{BOOKINGS}/{booking['booking_id']}"
        assert (await city.client.get(path, headers=headers)).status_code == 404
    taken_back = await step(city, booking, "revoke", owner, {"reason": "mine"})
    assert taken_back.status_code == 404
    assert (await city.client.get(BOOKINGS, headers=other)).json()["bookings"] == []


async def test_quotas_count_what_was_granted_and_never_an_attempt(city: City):
    await lent_lot(city, spaces=[f"B{number}" for number in range(9)])
    driver = await new_driver(city)
    for _ in range(10):
        assert slug(await hold(city, driver, begin=200, end=201)) == (409, "not-available")
    bookings = [await held(city, driver), await held(city, driver)]
    third = await post(city, BOOKINGS, driver, wanted(), "third")
    assert slug(third) == (429, "hold-quota")
    for booking in bookings:
        await step(city, booking, "confirm", driver)
    assert (await post(city, BOOKINGS, driver, wanted(), "third")).status_code == 201
    for booking in [await held(city, driver)]:
        await step(city, booking, "cancel", driver)
    await step(city, (await held(city, driver)), "cancel", driver)
    assert slug(await hold(city, driver)) == (429, "hold-quota")


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"plate": "--"}, 422, "/plate"),
        ({"to": None}, 422, "/to"),
        ({"lot_id": None}, 422, "/lot_id"),
        ({"lot_id": "op1-none"}, 422, "/lot_id"),
        ({"begin": -3}, 422, "/from"),
        ({"end": 1}, 422, "/to"),
        ({"end": 80}, 422, "/to"),
        ({"to": "2026-12-01T19:30:00"}, 422, "/to"),
        ({"plates": "x"}, 422, "/plates"),
        ({"repeat": {"count": 1}}, 422, "/repeat/count"),
        ({"space_code": "a\0"}, 422, "/space_code"),
    ],
)
async def test_what_is_wrong_with_a_hold_is_pointed_at(city: City, change, status, pointer):
    await lent_lot(city)
    answer = await post(city, BOOKINGS, await new_driver(city), wanted(**change))
    assert (answer.status_code, answer.json()["pointer"]) == (status, pointer)
    assert "--" not in answer.text


async def test_new_drivers_are_limited_by_the_hour_and_are_nobody(stores: StoreUrls):
    async with running_city(stores, limit_new_drivers_per_h=2) as city:
        made = [await city.client.post("/v1/drivers") for _ in range(3)]
        assert [answer.status_code for answer in made] == [201, 201, 429]
        assert set(made[0].json()) == {"driver_id", "key"}
        assert int(made[2].headers["retry-after"]) > 60


async def test_a_booking_of_a_lot_with_a_gate_waits_for_the_gate(city: City):
    await lent_lot(city, has_gate=True, price=Price("visit", fen=500))
    driver = await new_driver(city)
    booking = await held(city, driver)
    asked = await step(city, booking, "confirm", driver)
    assert asked.json()["status"] == "pending_gate"
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select count(*) from gate_order") == 1
        assert await connection.fetchval("select count(*) from ledger_entry") == 0
        assert await connection.fetchval("select plate_sealed is not null from booking")
    assert (await step(city, booking, "cancel", driver)).json()["status"] == "cancelled"
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select state from gate_order") == "revoke_due"


async def test_what_was_paid_by_hand_settles_what_bookings_cost(city: City):
    await lent_lot(city, price=Price("visit", fen=500))
    driver, admin = await new_driver(city), await city.key("admin")
    await step(city, await held(city, driver), "confirm", driver)
    account = "/v1/sharing/account"
    assert (await city.client.get(account, headers=driver)).json() == {"fen": -500, "credits": 0}
    runner = await city.key("operator", "op1")
    assert (await city.client.get(account, headers=runner)).json()["fen"] == 500
    async with platform(city.pool) as connection:
        driver_id = await connection.fetchval("select driver_id from driver")
    body = {"kind": "driver", "party": driver_id, "fen": 500, "reference": "cash 7"}
    paid = await post(city, "/v1/sharing/payments", admin, body)
    assert (paid.status_code, paid.json()) == (201, {"fen": 0, "credits": 0})
    nobody = await post(city, "/v1/sharing/payments", admin, body | {"party": "x"})
    assert (nobody.status_code, nobody.json()["pointer"]) == (404, "/party")
    nothing = await post(city, "/v1/sharing/payments", admin, body | {"fen": 0})
    assert nothing.status_code == 422


async def test_pages_of_own_bookings_lose_none_though_the_clock_was_set_back(city: City):
    await lent_lot(city, ["B1", "B2"])
    driver = await new_driver(city)
    await at(city, 1)
    first = await held(city, driver)
    await at(city, 0)
    second = await held(city, driver)
    found, cursor = [], None
    for _ in range(2):
        asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = (await city.client.get(BOOKINGS, params=asked, headers=driver)).json()
        found += [booking["booking_id"] for booking in page["bookings"]]
        cursor = page["next_cursor"]
    assert found == [second["booking_id"], first["booking_id"]]
    assert cursor is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"{BOOKINGS}/%00", None),
        ("POST", f"{BOOKINGS}/%00/confirm", None),
        ("GET", f"{BOOKINGS}?cursor=AA", None),
        ("POST", f"{BOOKINGS}/x/move", {"agreement_id": "\0"}),
    ],
)
async def test_a_text_that_no_table_takes_is_the_callers_fault(city: City, method, path, body):
    headers = await new_driver(city) | {"idempotency-key": "k"}
    answer = await city.client.request(method, path, json=body, headers=headers)
    assert answer.status_code in {400, 404, 422}, answer.text


async def test_what_is_kept_of_a_call_gives_no_plate_away_to_who_tries_them_all(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    sent = json.dumps(wanted()).encode()
    headers = driver | {"idempotency-key": "k", "content-type": "application/json"}
    assert (await city.client.post(BOOKINGS, content=sent, headers=headers)).status_code == 201
    async with platform(city.pool) as connection:
        kept = await connection.fetchval("select fingerprint from idempotent_call")
    assert kept != sha256(f"{BOOKINGS}?\n".encode() + sent).digest()
    again = await city.client.post(BOOKINGS, content=sent, headers=headers)
    assert again.headers["idempotent-replayed"] == "true"
