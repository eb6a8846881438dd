"""A driver whose space was taken back takes another that was offered, at no cost, and only then."""

import asyncio

from tests.services.city import City
from tests.sharing.agreeing import (
    at,
    book,
    call,
    driver_of,
    lent,
    open_city,
    slug,
    told,
    wanted,
)
from tests.sharing.clock_turns import balance, read, two_in_one_space

BOOKINGS = "/v1/sharing/bookings"
ALL_NIGHT = {"days": ["workday"], "stay": ["19:00", "07:30"]}
PRICED = {"price": {"unit": "visit", "fen": 500}, "windows": [ALL_NIGHT]}
CHEAP = {"price": {"unit": "visit", "fen": 300}, "windows": [ALL_NIGHT]}


async def suspended(city: City, key: dict[str, str], path: str) -> dict:
    body = {"from": at(43).isoformat(), "to": at(56).isoformat(), "reason": "马拉松"}
    answer = await call(city, "POST", f"{path}/suspensions", key, body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def move(city: City, driver: dict[str, str], booking: str, agreement_id: str, once: str = ""):
    body = {"agreement_id": agreement_id}
    return await call(city, "POST", f"{BOOKINGS}/{booking}/move", driver, body, once)


async def test_an_offered_space_is_taken_once_and_the_old_booking_is_paid_back(city: City):
    key = await open_city(city)
    path = await lent(city, key, spaces=["B1-07"], **PRICED)
    driver = await driver_of(city)
    booking = await book(city, driver, at(44))
    await lent(city, key, spaces=["C1"], **CHEAP)
    [inside] = (await suspended(city, key, path))["bookings"]
    [(_, facts)] = await told(city, booking)
    assert facts["alternatives"] == inside["alternatives"]
    offered = facts["alternatives"][0]["agreement_id"]
    first = await move(city, driver, booking, offered, once="take-it")
    again = await move(city, driver, booking, offered, once="take-it")
    assert first.status_code == 201, first.text
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    after = first.json()
    assert (after["status"], after["space_code"], after["price_fen"]) == ("confirmed", "C1", 300)
    before = await read(city, driver, {"booking_id": booking})
    assert (before["status"], before["moved_to"]) == ("revoked", after["booking_id"])
    assert await balance(city) == -300
    assert await balance(city, "%") == 0
    assert [kind for kind, _ in await told(city, after["booking_id"])] == ["moved"]


async def test_a_booking_that_nobody_disturbs_stays_where_it_is(city: City):
    key = await open_city(city)
    await lent(city, key, spaces=["B1-07"], **PRICED)
    driver = await driver_of(city)
    booking = await book(city, driver, at(44))
    other = (await lent(city, key, spaces=["C1"], **CHEAP)).rpartition("/")[2]
    refused = await move(city, driver, booking, other)
    assert slug(refused)[:2] == (409, "illegal-step")
    assert refused.json()["current"] == "confirmed"
    stranger = await driver_of(city)
    assert slug(await move(city, stranger, booking, other))[:2] == (404, "not-found")


async def test_nothing_dearer_or_unknown_or_suspended_too_is_taken_instead(city: City):
    key = await open_city(city)
    path = await lent(city, key, spaces=["B1-07"], **CHEAP)
    driver = await driver_of(city)
    booking = await book(city, driver, at(44))
    dear = (await lent(city, key, spaces=["C1"], **PRICED)).rpartition("/")[2]
    await suspended(city, key, path)
    for agreement_id in (dear, "0" * 32, path.rpartition("/")[2]):
        refused = await move(city, driver, booking, agreement_id)
        assert slug(refused) == (409, "slot-taken", "/agreement_id")
    assert (await read(city, driver, {"booking_id": booking}))["status"] == "confirmed"


async def test_of_two_who_want_the_last_space_one_gets_it_and_one_keeps_its_booking(city: City):
    key = await open_city(city)
    path = await lent(city, key, spaces=["B1-07", "B1-08"], **CHEAP)
    drivers = [await driver_of(city) for _ in range(2)]
    bookings = [await book(city, driver, at(44)) for driver in drivers]
    last = (await lent(city, key, spaces=["C1"], **CHEAP)).rpartition("/")[2]
    await suspended(city, key, path)
    answers = await asyncio.gather(
        *(move(city, *pair, last) for pair in zip(drivers, bookings, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    states = [
        (await read(city, driver, {"booking_id": booking}))["status"]
        for driver, booking in zip(drivers, bookings, strict=True)
    ]
    assert sorted(states) == ["confirmed", "revoked"]
    assert await two_in_one_space(city) == 0


async def test_who_is_asked_to_give_a_space_back_may_take_another_or_go_for_nothing(city: City):
    key = await open_city(city, at(43.5))
    path = await lent(city, key, spaces=["B1-07"], notice={"cancel_min": 600}, **CHEAP)
    drivers = [await driver_of(city) for _ in range(2)]
    begins = (at(44), at(46))
    bookings = [await book(city, *pair) for pair in zip(drivers, begins, strict=True)]
    wish = {"space_code": "B1-07", "from": at(43.6).isoformat(), "to": at(49).isoformat()}
    wish_answer = await call(city, "POST", f"{path}/returns", key, wish)
    assert slug(wish_answer)[:2] == (409, "conflict")
    other = (await lent(city, key, spaces=["C1"], **CHEAP)).rpartition("/")[2]
    assert (await move(city, drivers[0], bookings[0], other)).status_code == 201
    gone = await call(city, "POST", f"{BOOKINGS}/{bookings[1]}/cancel", drivers[1])
    assert gone.json()["status"] == "cancelled"
    assert await balance(city) == -300
    assert (await call(city, "POST", f"{path}/returns", key, wish)).status_code == 201


async def test_a_hold_is_moved_as_a_hold(city: City):
    key = await open_city(city)
    path = await lent(city, key, spaces=["B1-07"], **CHEAP)
    driver = await driver_of(city)
    held = (await call(city, "POST", BOOKINGS, driver, wanted(at(44)))).json()["booking_id"]
    other = (await lent(city, key, spaces=["C1"], **CHEAP)).rpartition("/")[2]
    await suspended(city, key, path)
    moved = (await move(city, driver, held, other)).json()
    assert (moved["status"], moved["space_code"]) == ("held", "C1")
    confirmed = await call(city, "POST", f"{BOOKINGS}/{moved['booking_id']}/confirm", driver)
    assert confirmed.json()["status"] == "confirmed"
