"""A driver takes all of its data away, and is forgotten when it asks, or when nobody needs it."""

import asyncio
import json

from ingest.sharing.clockwork import Clockwork
from parking.sharing.city_rules import CityRules
from parking.sharing.sanctions import SanctionRules
from parking.sharing.terms import Price
from tests.services.city import City
from tests.sharing.booking_calls import at, held, hold, lent_lot, new_driver, slug, step
from tests.sharing.clock_turns import balance, booked, read, staying, turn
from tests.sharing.lending import platform

ME = "/v1/drivers/me"
PLATE = "鲁A12345"
HOURLY = Price("hour", fen=200)


async def finished(city: City, driver: dict[str, str], **body) -> dict:
    """A stay that was overstayed, paid for and is over."""
    stay = await staying(city, driver, begin=0, end=1, **body)
    await turn(city, 1.2)
    return (await step(city, stay, "check-out", driver)).json()


async def everything(city: City) -> str:
    """All rows of all tables, as text."""
    async with platform(city.pool) as connection:
        tables = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public' and tablename in"
            " (select table_name from information_schema.role_table_grants"
            " where grantee = 'onelot_app' and privilege_type = 'SELECT')"
        )
        rows = []
        for table in tables:
            rows += await connection.fetch(f"select t::text from {table['tablename']} t")
    return "\n".join(str(row[0]) for row in rows)


async def test_a_driver_takes_away_all_that_is_kept_of_it_and_of_nobody_else(city: City):
    await lent_lot(city, has_gate=False, price=HOURLY)
    driver, other = await new_driver(city), await new_driver(city)
    stay = await finished(city, driver)
    await held(city, other, begin=2, end=3, plate="鲁B99999")
    answer = await city.client.get(ME, headers=driver)
    assert answer.headers["cache-control"] == "no-store"
    mine = answer.json()
    (booking,) = mine["bookings"]
    assert (booking["booking_id"], booking["status"]) == (stay["booking_id"], "completed")
    assert [event["event"] for event in booking["events"]] == [
        "hold", "confirm", "check_in", "overstay", "leave",
    ]  # fmt: skip
    assert [(line["kind"], line["amount"]) for line in mine["ledger"]] == [("charge", -200)]
    assert [offence["kind"] for offence in mine["offences"]] == ["overstay"]
    assert "overstay" in [notice["kind"] for notice in mine["notices"]]
    assert mine["driver_id"] not in (await city.client.get(ME, headers=other)).text


async def test_a_driver_who_is_erased_while_a_hold_waits_is_given_none(city: City):
    await lent_lot(city, has_gate=False)
    driver = await new_driver(city)
    await held(city, driver, begin=4, end=5)
    async with platform(city.pool) as connection:
        await connection.execute("update driver set erased_at = city_now()")
        asked = asyncio.create_task(hold(city, driver, begin=1, end=2))
        while not await connection.fetchval("select count(*) from pg_locks where not granted"):
            assert not asked.done()
    refused = await asked
    assert slug(refused) == (403, "forbidden")
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select count(*) from booking") == 1


async def test_the_plate_a_gate_needs_is_in_the_export_and_erased_when_its_time_is_over(
    city: City,
):
    await lent_lot(city, has_gate=True)
    driver = await new_driver(city)
    await at(city, 0)
    booking = await booked(city, driver, begin=2, end=3)
    assert (await city.client.get(ME, headers=driver)).json()["bookings"][0]["plate"] == PLATE
    await step(city, booking, "cancel", driver)
    for days, plate in ((29, PLATE), (31, None)):
        await at(city, days * 24)
        await Clockwork(city.pool, CityRules(plate_days=30)).forget()
        export = (await city.client.get(ME, headers=driver)).json()
        assert export["bookings"][0]["plate"] == plate


async def test_the_plate_of_a_booking_that_is_not_over_is_never_erased(city: City):
    await lent_lot(city, has_gate=True)
    driver = await new_driver(city)
    await booked(city, driver, begin=50, end=60)
    await at(city, 40)
    await Clockwork(city.pool, CityRules(plate_days=0)).forget()
    assert (await city.client.get(ME, headers=driver)).json()["bookings"][0]["plate"] == PLATE


async def test_a_driver_who_is_forgotten_leaves_books_that_add_up_and_no_tie(city: City):
    await lent_lot(city, price=HOURLY)
    driver = await new_driver(city)
    stay = await finished(city, driver)
    driver_id = (await city.client.get(ME, headers=driver)).json()["driver_id"]
    async with platform(city.pool) as connection:
        plate_hash = await connection.fetchval("select plate_hash from booking")
    assert (await city.client.delete(ME, headers=driver)).status_code == 204
    assert slug(await city.client.get(ME, headers=driver)) == (401, "unauthorized")
    left = await everything(city)
    assert driver_id not in left
    assert await balance(city) == -200
    assert await balance(city, "%") == 0
    async with platform(city.pool) as connection:
        row = await connection.fetchrow("select * from booking")
        assert (row["booking_id"], row["status"]) == (stay["booking_id"], "completed")
        assert row["plate_hash"] != plate_hash
        assert not await connection.fetchval("select count(*) from sharing_notice"
                                             " where driver_key is not null")  # fmt: skip


async def test_an_offence_outlives_the_driver_who_asks_to_be_forgotten(city: City):
    await lent_lot(city)
    for number in range(3):
        driver = await new_driver(city)
        stay = await staying(city, driver, begin=2 * number, end=2 * number + 1)
        await turn(city, 2 * number + 1.5)
        await step(city, stay, "check-out", driver)
        assert (await city.client.delete(ME, headers=driver)).status_code == 204
    refused = await hold(city, await new_driver(city), begin=8, end=9)
    assert slug(refused) == (403, "barred")


async def test_who_has_open_bookings_is_told_to_finish_them_first(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    booking = await booked(city, driver, begin=2, end=3)
    refused = await city.client.delete(ME, headers=driver)
    assert slug(refused) == (409, "conflict")
    assert booking["booking_id"] in refused.json()["detail"]
    await step(city, booking, "cancel", driver)
    assert (await city.client.delete(ME, headers=driver)).status_code == 204


async def test_a_hold_that_is_over_keeps_nobody_from_being_forgotten(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    await at(city, 0)
    await held(city, driver)
    await at(city, 0.1)
    assert (await city.client.delete(ME, headers=driver)).status_code == 204


async def test_a_forgotten_drivers_notices_reach_nobody_and_others_keep_theirs(city: City):
    await lent_lot(city, ("B1", "B2"))
    first, second = await new_driver(city), await new_driver(city)
    await finished(city, first, space_code="B1", plate="鲁B00001")
    kept = await finished_later(city, second)
    assert (await city.client.delete(ME, headers=first)).status_code == 204
    assert (await read(city, second, kept))["status"] == "completed"
    assert json.loads((await city.client.get(ME, headers=second)).text)["notices"]


async def finished_later(city: City, driver: dict[str, str]) -> dict:
    stay = await staying(city, driver, begin=2, end=3, space_code="B2", plate="鲁B00002")
    await turn(city, 3.2)
    return (await step(city, stay, "check-out", driver)).json()


async def test_nobody_learns_of_a_car_by_naming_its_plate(city: City):
    await lent_lot(city)
    driver, curious = await new_driver(city), await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    await turn(city, 1.2, CityRules(SanctionRules(overstays=1)))
    assert len((await city.client.get(ME, headers=driver)).json()["bans"]) == 1
    await lent_lot(city, lot_id="op1-paid", price=HOURLY)
    await held(city, curious, lot_id="op1-paid", begin=2, end=3)
    assert (await city.client.get(ME, headers=curious)).json()["bans"] == []


async def test_answers_kept_for_repeated_calls_are_forgotten_after_a_week(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    await held(city, driver)
    async with platform(city.pool) as connection:
        (kept,) = await connection.fetch("select fingerprint from idempotent_call")
        assert len(kept["fingerprint"]) == 32
        await connection.execute("update idempotent_call set created_at = now() - interval '8 d'")
    await Clockwork(city.pool, CityRules()).forget()
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select count(*) from idempotent_call") == 0
