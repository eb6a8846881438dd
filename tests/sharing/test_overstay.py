"""Cars that do not leave: their drivers are told, the next ones are moved before the two meet."""

import random

import pytest

from parking.sharing.terms import Price
from tests.services.city import City, draft
from tests.sharing.booking_calls import LOT, at, held, hold, lent_lot, new_driver, slug, step
from tests.sharing.clock_turns import (
    balance,
    booked,
    kinds,
    read,
    staying,
    turn,
    two_in_one_space,
)
from tests.sharing.lending import hour, lend, lot_key_of, platform, rfc

MINUTE = 1 / 60
HOURLY = Price("hour", fen=200)
DEEDS = {"book": 5, "check-in": 8, "check-out": 1, "cancel": 1, "extend": 1, "wait": 6}


async def lend_elsewhere(city: City, lot_id: str, north_m: float, **terms) -> None:
    """Another lot that lends one space, so far north of the first."""
    await city.put_lots(draft(lot_id, lat=36.65 + north_m / 111_195))
    async with platform(city.pool) as connection:
        await lend(connection, await lot_key_of(city.pool, lot_id), ["X1"], **terms)


async def test_a_car_that_stays_past_its_end_keeps_its_space_from_others(city: City):
    await lent_lot(city, buffer_min=0)
    late, other = await new_driver(city), await new_driver(city)
    stay = await staying(city, late, begin=0, end=2)
    await turn(city, 2 + MINUTE)
    assert (await read(city, late, stay))["status"] == "active"
    assert slug(await hold(city, other, begin=2 + 5 * MINUTE, end=3)) == (409, "slot-taken")
    await turn(city, 2 + 10 * MINUTE)
    assert (await read(city, late, stay))["status"] == "overstay"
    assert await kinds(city, late) == ["overstay"]
    await turn(city, 2 + 20 * MINUTE)
    assert slug(await hold(city, other, begin=2 + 30 * MINUTE, end=3)) == (409, "slot-taken")
    assert (await step(city, stay, "check-out", late)).json()["status"] == "completed"
    await held(city, other, begin=2 + 30 * MINUTE, end=3)


async def test_the_next_driver_is_moved_within_the_lot_before_the_two_meet(city: City):
    await lent_lot(city, ("B1", "B2"), price=HOURLY)
    late, following = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=2, space_code="B1")
    booking = await booked(city, following, begin=2.2, end=4.2, space_code="B1")
    await turn(city, 2 + 5 * MINUTE)
    assert (await read(city, following, booking))["is_at_risk"] is False  # it may be leaving
    await turn(city, 2 + 8 * MINUTE)
    before = await read(city, following, booking)
    assert before["status"] == "revoked"
    (notice,) = (await city.client.get("/v1/sharing/notices", headers=following)).json()["notices"]
    assert (notice["kind"], notice["booking_id"]) == ("moved", before["moved_to"])
    assert "B2" in notice["text"]
    assert "B2" in notice["text_zh"]
    after = await read(city, following, {"booking_id": before["moved_to"]})
    assert (after["status"], after["space_code"], after["price_fen"]) == ("confirmed", "B2", 400)
    assert (after["from"], after["to"]) == (booking["from"], booking["to"])
    assert await balance(city) == -800
    assert await two_in_one_space(city) == 0
    await at(city, 2.2)
    assert (await step(city, after, "check-in", following)).json()["status"] == "active"


async def test_the_nearest_lot_within_a_kilometre_that_costs_no_more_is_taken(city: City):
    await lent_lot(city, price=HOURLY)
    await lend_elsewhere(city, "op1-dear", 100, price=Price("hour", fen=500))
    await lend_elsewhere(city, "op1-near", 400, price=Price("hour", fen=100))
    await lend_elsewhere(city, "op1-far", 1_200)
    late, following = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=2)
    booking = await booked(city, following, begin=2.2, end=4.2)
    await turn(city, 2.17)
    moved = await read(city, following, booking)
    after = await read(city, following, {"booking_id": moved["moved_to"]})
    assert (after["lot_id"], after["price_fen"]) == ("op1-near", 200)
    assert await balance(city) == -400 - 200


async def test_a_hold_in_the_way_is_moved_as_a_hold(city: City):
    await lent_lot(city, ("B1", "B2"))
    late, following = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=2, space_code="B1")
    await at(city, 2 + 6 * MINUTE)
    booking = await held(city, following, begin=2.36, end=4, space_code="B1")
    await turn(city, 2 + 10 * MINUTE)
    moved = await read(city, following, booking)
    after = await read(city, following, {"booking_id": moved["moved_to"]})
    assert (moved["status"], after["status"], after["space_code"]) == ("cancelled", "held", "B2")
    assert (await step(city, after, "confirm", following)).json()["status"] == "confirmed"


async def test_a_lot_with_a_gate_is_moved_to_only_as_far_as_its_gate_knows(city: City):
    await lent_lot(city, ("B1", "B2"), has_gate=False)
    late, following = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=2, space_code="B1")
    booking = await booked(city, following, begin=2.2, end=4.2, space_code="B1")
    await city.put_lots(draft(LOT, has_gate=True))
    await turn(city, 2.17)
    moved = await read(city, following, booking)
    after = await read(city, following, {"booking_id": moved["moved_to"]})
    assert after["status"] == "pending_gate"
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select state from gate_order") == "due"


async def test_without_another_space_the_driver_is_told_and_told_again_when_it_is_free(
    city: City,
):
    await lent_lot(city, price=HOURLY)
    late, following = await new_driver(city), await new_driver(city)
    stay = await staying(city, late, begin=0, end=2)
    booking = await booked(city, following, begin=2.2, end=4.2)
    for minute in (8, 10, 13):
        await turn(city, 2 + minute * MINUTE)
    assert (await read(city, following, booking))["is_at_risk"] is True
    assert await kinds(city, following) == ["at-risk"]
    assert slug(await step(city, booking, "check-in", following)) == (409, "space-occupied")
    await step(city, stay, "check-out", late)
    await turn(city)
    assert await kinds(city, following) == ["at-risk", "safe-again"]
    came = (await step(city, booking, "check-in", following)).json()
    assert (came["status"], came["is_at_risk"]) == ("active", False)


async def test_who_never_got_the_space_pays_nothing_and_is_no_no_show(city: City):
    await lent_lot(city, price=HOURLY)
    late, following = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=2)
    booking = await booked(city, following, begin=2.2, end=4.2)
    for hours in (2.17, 2.3, 2.8):
        await turn(city, hours)
    assert (await read(city, following, booking))["status"] == "revoked"
    assert await kinds(city, following) == ["at-risk", "revoked"]
    assert await balance(city) == -400  # the late driver's own
    assert await balance(city, "%") == 0


async def test_a_driver_at_risk_cancels_late_for_nothing(city: City):
    await lent_lot(city, price=HOURLY)
    late, following = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=2)
    booking = await booked(city, following, begin=2.2, end=4.2)
    await turn(city, 2 + 8 * MINUTE)
    assert (await step(city, booking, "cancel", following)).json()["status"] == "cancelled"
    assert await balance(city) == -400


async def test_the_owner_is_told_of_a_car_that_stays(city: City):
    await lent_lot(city)
    operator = await city.key("operator", "op1")
    await staying(city, await new_driver(city), begin=0, end=2)
    await turn(city, 2 + 10 * MINUTE)
    assert await kinds(city, operator) == ["space-overstayed"]
    assert await kinds(city, await city.key("operator", "op2")) == []


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_no_space_has_two_and_the_money_adds_up(city: City, seed: int):
    chance = random.Random(seed)
    await lent_lot(city, ("B1", "B2"), price=HOURLY, buffer_min=chance.choice((0, 10)))
    drivers = [await new_driver(city) for _ in range(3)]
    bookings: list[tuple[dict, dict]] = []
    minute = 0
    for _ in range(60):
        driver = chance.choice(drivers)
        what = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
        if what == "wait":
            minute += chance.choice((2, 5, 9))
            await turn(city, minute * MINUTE)
        elif what == "book":
            begin = (minute + chance.choice((0, 0, 10, 25))) * MINUTE
            answer = await hold(city, driver, begin=begin, end=begin + chance.choice((0.25, 0.4)))
            if answer.status_code == 201:
                await step(city, answer.json(), "confirm", driver)
                bookings.append((driver, answer.json()))
        elif bookings:
            driver, booking = chance.choice(bookings[-4:])
            seen = await read(city, driver, booking)
            booking = {"booking_id": seen["moved_to"] or booking["booking_id"]}
            until = hour((minute + chance.choice((5, 30, 60))) * MINUTE)
            body = {"to": rfc(until)} if what == "extend" else None
            assert (await step(city, booking, what, driver, body)).status_code in (200, 409, 422)
        assert await two_in_one_space(city) == 0
    assert await balance(city, "%") == 0


async def test_a_car_that_is_there_keeps_its_space_though_nothing_turns_the_clock(city: City):
    await lent_lot(city)
    late, other = await new_driver(city), await new_driver(city)
    stay = await staying(city, late, begin=0, end=1)
    await at(city, 3)
    assert slug(await hold(city, other, begin=3, end=4)) == (409, "slot-taken")
    await held(city, other, begin=3.5, end=4)
    assert (await step(city, stay, "check-out", late)).json()["status"] == "completed"
    await held(city, await new_driver(city), begin=3, end=3.25)
