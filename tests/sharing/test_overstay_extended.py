"""A stay is made longer before its end, where nobody is hurt."""

from parking.sharing.terms import Price
from tests.services.city import City
from tests.sharing.booking_calls import at, held, lent_lot, new_driver, post, slug, step
from tests.sharing.clock_turns import balance, booked, kinds, read, staying, turn
from tests.sharing.lending import hour, platform, rfc, suspend

MINUTE = 1 / 60


async def extend(city: City, booking: dict, driver: dict[str, str], hours: float, key=None):
    path = f"/v1/sharing/bookings/{booking['booking_id']}/extend"
    return await post(city, path, driver, {"to": rfc(hour(hours))}, key)


async def test_a_stay_is_extended_and_the_rest_of_the_price_is_charged_once(city: City):
    await lent_lot(city, price=Price("hour", fen=200))
    driver = await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    await at(city, 1.9)
    first = await extend(city, stay, driver, 3.5, key="longer")
    again = await extend(city, stay, driver, 3.5, key="longer")
    assert first.status_code == 200
    assert first.content == again.content
    assert (first.json()["status"], first.json()["price_fen"]) == ("active", 800)
    assert await balance(city) == -800
    await turn(city, 2.5)
    assert (await read(city, driver, stay))["status"] == "active"


async def test_a_stay_that_would_run_into_the_next_or_its_buffer_stays_as_it_is(city: City):
    await lent_lot(city)
    driver, other = await new_driver(city), await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    await booked(city, other, begin=3, end=4)
    assert slug(await extend(city, stay, driver, 3)) == (409, "slot-taken")
    assert slug(await extend(city, stay, driver, 2.9)) == (409, "slot-taken")
    assert (await extend(city, stay, driver, 2.8)).status_code == 200


async def test_a_hold_that_is_over_is_in_nobodys_way(city: City):
    await lent_lot(city)
    driver, other = await new_driver(city), await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    await held(city, other, begin=2.5, end=4)
    await at(city, 6 * MINUTE)
    assert (await extend(city, stay, driver, 3)).status_code == 200


async def test_a_stay_ends_where_the_owner_has_the_space_back_or_cars_may_not_leave(city: City):
    window = (hour(-1), hour(6))
    moving = [(hour(-1), hour(3)), (hour(5), hour(6))]
    lent = await lent_lot(city, windows=[window], movement=[moving])
    driver = await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    assert slug(await extend(city, stay, driver, 4)) == (409, "not-available")
    assert slug(await extend(city, stay, driver, 6.5)) == (409, "not-available")
    assert (await extend(city, stay, driver, 5.5)).status_code == 200
    async with platform(city.pool) as connection:
        await suspend(connection, lent.agreement_key, (hour(5.6), hour(6)))
    assert slug(await extend(city, stay, driver, 6)) == (409, "not-available")


async def test_only_its_driver_extends_it_only_before_its_end_and_only_to_later(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    assert slug(await extend(city, stay, await new_driver(city), 3)) == (404, "not-found")
    assert slug(await extend(city, stay, driver, 1.5)) == (422, "bad-field")
    assert slug(await extend(city, stay, driver, 73)) == (422, "bad-field")
    await at(city, 2 + MINUTE)
    late = await extend(city, stay, driver, 3)
    assert (*slug(late), late.json()["current"]) == (409, "illegal-step", "active")


async def test_a_driver_is_warned_anew_of_the_new_end(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    for minute in (40, 44, 45, 46, 55, 56):
        await turn(city, 1 + minute * MINUTE)
    assert await kinds(city, driver) == ["stay-ends"] * 2
    await extend(city, stay, driver, 3)
    await turn(city, 2)
    for minute in (45, 55, 59):
        await turn(city, 2 + minute * MINUTE)
    assert await kinds(city, driver) == ["stay-ends"] * 4
    notices = (await city.client.get("/v1/sharing/notices", headers=driver)).json()["notices"]
    assert [notice["facts"]["minutes"] for notice in notices] == [5, 15, 5, 15]


async def test_a_gate_is_told_anew_of_a_stay_that_became_longer(city: City):
    await lent_lot(city, has_gate=True)
    driver = await new_driver(city)
    booking = await booked(city, driver, begin=1, end=2)
    assert booking["status"] == "pending_gate"
    refused = await extend(city, booking, driver, 3)
    assert slug(refused) == (409, "illegal-step")
    async with platform(city.pool) as connection:
        await connection.execute("update booking set status = 'confirmed'")
        await connection.execute("update gate_order set state = 'acknowledged'")
    assert (await extend(city, booking, driver, 3)).status_code == 200
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select state from gate_order") == "due"
    await step(city, booking, "cancel", driver)


async def test_a_space_that_is_lent_no_more_is_nobodys_for_longer(city: City):
    lent = await lent_lot(city)
    driver = await new_driver(city)
    stay = await staying(city, driver, begin=0, end=2)
    async with platform(city.pool) as connection:
        await connection.execute(
            "update shared_space set agreement_key = null where agreement_key = $1",
            lent.agreement_key,
        )
    assert slug(await extend(city, stay, driver, 3)) == (409, "not-available")
