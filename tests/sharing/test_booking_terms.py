"""What is lent, when, to whom and with which car, as holds find it."""

from parking.sharing.terms import Audience, Price, VehicleLimits
from tests.services.city import City
from tests.sharing.booking_calls import (
    BOOKINGS,
    held,
    hold,
    lent_lot,
    new_driver,
    post,
    slug,
    step,
    wanted,
)
from tests.sharing.lending import hour, platform, rfc, suspend


async def test_a_space_is_booked_for_all_of_an_open_time_or_not_at_all(city: City):
    stay = (hour(2), hour(12))
    moves = [(hour(2), hour(4)), (hour(10), hour(12))]
    lent = await lent_lot(city, spaces=["B1", "B2"], windows=[stay], movement=[moves])
    driver = await new_driver(city)
    for begin, end in ((1.5, 3), (2, 13), (2, 6), (5, 11)):
        assert slug(await hold(city, driver, begin=begin, end=end)) == (409, "not-available")
    await held(city, driver, begin=2, end=10)
    await held(city, driver, begin=3, end=12)
    async with platform(city.pool) as connection:
        await suspend(connection, lent.agreement_key, (hour(3), hour(3.5)))
    other = await new_driver(city)
    assert (await held(city, other, begin=10.5, end=12))["space_code"] == "B1"
    assert slug(await hold(city, other, begin=10.5, end=12)) == (409, "slot-taken")
    assert slug(await hold(city, other, begin=3.2, end=4)) == (409, "not-available")


async def test_who_may_book_and_with_which_car_is_the_owners_to_say(city: City):
    driver, other = await new_driver(city), await new_driver(city)
    async with platform(city.pool) as connection:
        ids = [
            row["driver_id"]
            for row in await connection.fetch("select driver_id from driver order by driver_key")
        ]
    await lent_lot(
        city, audience=Audience(drivers=(ids[0],)), vehicle=VehicleLimits(max_height_m=1.8)
    )
    assert slug(await hold(city, other)) == (409, "not-available")
    tall = await hold(city, driver, vehicle={"height_m": 2.1})
    assert (slug(tall), tall.json()["pointer"]) == ((409, "not-available"), "/vehicle")
    await held(city, driver, vehicle={"height_m": 1.7, "seats": 5})


async def test_a_barred_plate_parks_free_nowhere_but_may_pay(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    booking = await held(city, driver)
    async with platform(city.pool) as connection:
        await connection.execute(
            "insert into sharing_ban (ban_id, plate_hash, during, reason) select 'b', plate_hash,"
            " tstzrange(city_now(), city_now() + interval '1 year'), 'overstays' from booking"
        )
    assert slug(await step(city, booking, "confirm", driver)) == (403, "barred")
    assert slug(await hold(city, driver, begin=8, end=9)) == (403, "barred")
    assert slug(await hold(city, driver, begin=8, end=9, plate="鲁a·12345")) == (403, "barred")
    await lent_lot(city, spaces=["P1"], price=Price("visit", fen=100))
    assert (await held(city, driver, begin=8, end=9))["space_code"] == "P1"


async def test_a_recurring_booking_is_all_of_its_days_or_none(city: City):
    await lent_lot(city, spaces=["B1", "B2"], price=Price("hour", fen=100))
    driver = await new_driver(city)
    series = await held(city, driver, begin=2, end=4, repeat={"count": 3})
    assert len(series["bookings"]) == 3
    assert series["price_fen"] == 600
    assert {each["space_code"] for each in series["bookings"]} == {"B1"}
    assert len({each["series_id"] for each in series["bookings"]}) == 1
    confirmed = await step(city, series["bookings"][1], "confirm", driver)
    assert [each["status"] for each in confirmed.json()["bookings"]] == ["confirmed"] * 3
    assert slug(await hold(city, driver, begin=2, end=4, repeat={"count": 6}))[0] == 409
    body = {"scope": "following"}
    cancelled = await step(city, series["bookings"][1], "cancel", driver, body)
    assert len(cancelled.json()["bookings"]) == 2
    page = (await city.client.get(BOOKINGS, headers=driver)).json()["bookings"]
    states = {each["from"]: each["status"] for each in page}
    assert [states[at] for at in sorted(states)] == ["confirmed", "cancelled", "cancelled"]
    spans = [{"from": rfc(hour(at)), "to": rfc(hour(at + 1))} for at in (6, 2, 30)]
    odd = wanted(occurrences=spans) | {"from": None, "to": None}
    again = await post(city, BOOKINGS, driver, odd)
    assert again.status_code == 201, again.text
    assert {each["space_code"] for each in again.json()["bookings"]} == {"B2"}
