"""What gates check with, over HTTP: public keys for all, a lot's own key for who runs it."""

import pytest

from parking.sharing.authorisation import Authorisation, read_told
from parking.storage.postgres.sharing.gate_keys import signing_key
from tests.services.city import City
from tests.sharing.booking_calls import BOOKINGS, LOT, at, lent_lot, new_driver, post, slug, step
from tests.sharing.clock_turns import booked
from tests.sharing.gate_words import KEYS, PLATE, carry_down, drive, gate_of, order_of, public_keys
from tests.sharing.lending import hour, platform, rfc, span


@pytest.fixture
async def gated(city: City) -> City:
    await lent_lot(city, has_gate=True)
    await at(city, 0)
    return city


async def kids(city: City) -> list[str]:
    return [key["kid"] for key in (await city.client.get(KEYS)).json()["keys"]]


async def signs(city: City) -> str:
    async with platform(city.pool) as connection:
        return (await signing_key(connection)).kid


async def test_the_public_keys_are_the_same_whoever_asks_and_tell_no_secret(city: City):
    first = await city.client.get(KEYS)
    assert first.headers["cache-control"] == "public, max-age=3600"
    assert first.json() == (await city.client.get(KEYS)).json()
    (key,) = first.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}


async def test_a_new_key_signs_a_day_after_it_was_published(city: City):
    admin = await city.key("admin")
    await at(city, 0)
    old = await signs(city)
    new = (await post(city, KEYS, admin)).json()["kid"]
    assert await kids(city) == [new, old]
    assert await signs(city) == old
    assert slug(await post(city, KEYS, admin)) == (409, "conflict")
    await at(city, 24.1)
    assert await signs(city) == new


async def test_one_press_of_the_button_makes_one_key_however_often_it_is_sent(city: City):
    admin = await city.key("admin")
    answers = [await post(city, KEYS, admin, key="once") for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1
    assert len(await kids(city)) == 2


async def test_an_old_key_is_published_as_long_as_what_it_signed_may_open_a_gate(gated: City):
    admin, driver = await gated.key("admin"), await new_driver(gated)
    booking = await booked(gated, driver, begin=60, end=62)
    old = await signs(gated)
    for hours in (1, 26):
        await at(gated, hours)
        assert (await post(gated, KEYS, admin)).status_code == 201
    assert old in await kids(gated)
    assert len(await kids(gated)) == 3
    await step(gated, booking, "cancel", driver)
    assert len(await kids(gated)) == 2
    assert old not in await kids(gated)


async def test_a_lots_plate_key_is_for_who_runs_the_lot(gated: City):
    mine, other = await gated.key("operator", "op1"), await gated.key("operator", "op2")
    told = await gated.client.get(f"{KEYS}/{LOT}", headers=mine)
    assert told.headers["cache-control"] == "no-store"
    assert set(told.json()) == {"lot_id", "plate_key"}
    assert slug(await gated.client.get(f"{KEYS}/{LOT}", headers=other)) == (404, "not-found")
    driver = await new_driver(gated)
    assert (await gated.client.get(f"{KEYS}/{LOT}", headers=driver)).status_code == 403


async def test_a_driver_shows_at_a_gate_that_was_cut_off_what_the_platform_signed(gated: City):
    driver, stranger = await new_driver(gated), await new_driver(gated)
    booking = await booked(gated, driver)
    path = f"{BOOKINGS}/{booking['booking_id']}/authorisation"
    token = (await gated.client.get(path, headers=driver)).json()["authorisation"]
    gate = await gate_of(gated)
    assert drive(gate, "entry", 2).reason == "unknown"
    assert gate.pass_by_proof(token, "entry", hour(2)).reason is None
    assert (await gated.client.get(path, headers=stranger)).status_code == 404


async def test_no_plate_stands_in_clear_in_what_is_signed(gated: City):
    booking = await booked(gated, await new_driver(gated))
    token = (await order_of(gated, booking))["authorisation"]
    told = read_told(token, await public_keys(gated))
    assert isinstance(told, Authorisation)
    assert told.plate_hash is not None
    assert PLATE not in token
    assert PLATE not in repr(told)


async def test_cars_move_within_the_windows_that_are_lent_and_only_then(city: City):
    movement = [[(hour(0), hour(3)), (hour(9), hour(12))]]
    await lent_lot(city, has_gate=True, windows=[(hour(0), hour(12))], movement=movement)
    await at(city, 0)
    driver, gate = await new_driver(city), await gate_of(city)
    await booked(city, driver, begin=2, end=10)
    await carry_down(city, gate)
    assert drive(gate, "entry", 2).reason is None
    assert drive(gate, "exit", 5).reason == "no-movement"
    assert drive(gate, "exit", 9.5).reason is None


async def test_windows_that_changed_after_the_hold_take_nothing_of_what_was_booked(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    held = await post(
        gated, BOOKINGS, driver,
        {"lot_id": LOT, "plate": PLATE, "from": rfc(hour(2)), "to": rfc(hour(4))},
    )  # fmt: skip
    async with platform(gated.pool) as connection:
        await connection.execute(
            "update sharing_window set stay = $1, movement = tstzmultirange($1)",
            span((hour(48), hour(50))),
        )
    await step(gated, held.json(), "confirm", driver)
    await carry_down(gated, gate)
    assert drive(gate, "entry", 2).reason is None
