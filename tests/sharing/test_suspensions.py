"""Suspensions: supply goes, drivers are told and offered others, bookings stay."""

import asyncio

import pytest

from tests.services.city import City
from tests.sharing.agreeing import (
    NIGHTS,
    at,
    book,
    call,
    driver_of,
    edit,
    lend,
    lent,
    open_city,
    put_booking,
    slug,
    status_of,
    told,
    trail,
    wanted,
)
from tests.sharing.lending import platform

NO_TIMES = [(at(50), at(50), "/from"), (at(1), at(2), "/to"), (at(50), at(9_999), "/to")]


async def suspend(city: City, key: dict[str, str], path: str, begins, ends, **more):
    body = {"from": begins.isoformat(), "to": ends.isoformat(), "reason": "马拉松"} | more
    return await call(city, "POST", f"{path}/suspensions", key, body)


async def test_a_suspension_tells_each_driver_inside_it_and_takes_nothing(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    inside = await put_booking(city, path, at(45), at(46))
    after = await put_booking(city, path, at(70), at(71))
    announced = await suspend(city, key, path, at(43), at(56))
    assert announced.status_code == 201, announced.text
    answer = announced.json()
    assert [booking["booking_id"] for booking in answer["bookings"]] == [inside]
    assert answer["from"] == at(43).isoformat()
    [(kind, facts)] = await told(city, inside)
    assert (kind, facts["reason"], facts["suspended_to"]) == (
        "suspended", "马拉松", at(56).isoformat(),
    )  # fmt: skip
    assert await told(city, after) == []
    assert await status_of(city, inside) == "confirmed"
    read = (await city.client.get(path, headers=key)).json()
    assert [found["suspension_id"] for found in read["suspensions"]] == [answer["suspension_id"]]


async def test_drivers_inside_are_offered_spaces_that_are_free_then(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await lent(city, key, spaces=["C1"])
    booking = await put_booking(city, path, at(43.5), at(45), is_free=True)
    answer = (await suspend(city, key, path, at(43), at(56))).json()
    [offer] = answer["bookings"][0]["alternatives"]
    assert (offer["lot_id"], offer["price_fen"]) == ("op1-a", 0)
    [(_, facts)] = await told(city, booking)
    assert facts["alternatives"] == [offer]


async def test_a_suspension_is_announced_as_long_ahead_as_was_agreed(city: City):
    key = await open_city(city)
    path = await lent(city, key, notice={"suspend_h": 48})
    refused = await suspend(city, key, path, at(57), at(60))
    assert slug(refused) == (422, "bad-field", "/from")
    assert at(58).isoformat() in refused.json()["detail"]
    assert (await suspend(city, key, path, at(58), at(60))).status_code == 201


async def test_operators_may_be_urgent_and_owners_may_not(city: City):
    operator = await open_city(city)
    resident = await city.key("owner")
    path = await lent(city, resident)
    await edit(city, operator, path, status="active")
    refused = await suspend(city, resident, path, at(11), at(12), urgent=True)
    assert slug(refused)[:2] == (403, "forbidden")
    assert (await suspend(city, operator, path, at(11), at(12), urgent=True)).status_code == 201
    [detail] = await trail(city, "agreement.suspend")
    assert (detail["urgent"], detail["reason"]) == (True, "马拉松")


async def test_a_suspension_that_is_lifted_is_told_to_who_was_told_of_it(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    inside = await put_booking(city, path, at(45), at(46))
    gone = await put_booking(city, path, at(47), at(48))
    suspension = (await suspend(city, key, path, at(43), at(56))).json()["suspension_id"]
    async with platform(city.pool) as connection:
        await connection.execute(
            "update booking set status = 'cancelled' where booking_id = $1", gone
        )
    lifted = await call(city, "DELETE", f"{path}/suspensions/{suspension}", key)
    assert lifted.json() == {"suspension_id": suspension, "lifted": True}
    assert [kind for kind, _ in await told(city, inside)] == ["suspended", "suspension-lifted"]
    assert [kind for kind, _ in await told(city, gone)] == ["suspended"]
    again = await call(city, "DELETE", f"{path}/suspensions/{suspension}", key)
    assert again.status_code == 404


async def test_what_changes_supply_is_queued_to_be_told(city: City):
    key = await open_city(city)
    path = await lent(city, key)

    async def version():
        async with platform(city.pool) as connection:
            return await connection.fetchval("select max(updated_at) from sharing_agreement")

    before = await version()
    await city.set_clock("manual", at(10.5))
    answer = (await suspend(city, key, path, at(43), at(56))).json()
    suspended = await version()
    await city.set_clock("manual", at(10.6))
    await call(city, "DELETE", f"{path}/suspensions/{answer['suspension_id']}", key)
    assert before < suspended < await version()


async def test_times_that_make_no_sense_are_pointed_at(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    for begins, ends, pointer in NO_TIMES:
        refused = await suspend(city, key, path, begins, ends)
        assert slug(refused) == (422, "bad-field", pointer)


async def test_what_is_over_cannot_be_suspended(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await call(city, "DELETE", path, key)
    assert slug(await suspend(city, key, path, at(43), at(56)))[:2] == (409, "illegal-step")
    assert (await lend(city, key)).status_code == 201


async def test_a_driver_goes_for_nothing_from_what_is_suspended(city: City):
    key = await open_city(city, at(42))
    terms = {"price": {"unit": "visit", "fen": 500}, "notice": {"cancel_min": 600}}
    path = await lent(city, key, windows=[NIGHTS | {"movement": None}], **terms)
    driver = await driver_of(city)
    bookings = [await book(city, driver, at(44 + 2 * number)) for number in (0, 1)]
    await suspend(city, key, path, at(43), at(45), urgent=True)
    for booking in bookings:
        gone = await call(city, "POST", f"/v1/sharing/bookings/{booking}/cancel", driver)
        assert gone.status_code == 200, gone.text
    async with platform(city.pool) as connection:
        paid = await connection.fetchval(
            "select sum(amount) from ledger_posting where account like 'driver:%'"
        )
    assert paid == -500  # the one that was not suspended was cancelled too late


@pytest.mark.parametrize("change", ["suspend", "edit"])
async def test_a_booking_made_meanwhile_is_never_overlooked(city: City, change: str):
    key = await open_city(city)
    path = await lent(city, key, spaces=[f"S{n}" for n in range(12)])
    drivers = [await driver_of(city) for _ in range(12)]
    held: list[str] = []

    async def hold(driver: dict[str, str]) -> None:
        made = await call(city, "POST", "/v1/sharing/bookings", driver, wanted(at(44)))
        assert made.status_code in {201, 409}, made.text
        held.extend([made.json()["booking_id"]] if made.status_code == 201 else [])

    async def change_it() -> list[str]:
        await asyncio.sleep(0.02)
        if change == "suspend":
            told_of = (await suspend(city, key, path, at(43), at(45))).json()["bookings"]
            return [booking["booking_id"] for booking in told_of]
        weekends = [{"days": ["weekend"], "stay": ["00:00", "24:00"]}]
        return (await edit(city, key, path, windows=weekends)).json()["outside"]

    async with asyncio.TaskGroup() as group:
        changed = group.create_task(change_it())
        for driver in drivers:
            group.create_task(hold(driver))
    assert sorted(changed.result()) == sorted(held)
