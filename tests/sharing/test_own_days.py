"""A city's own days, and the chore by which agreements follow days, calendars and time."""

from datetime import timedelta

import pytest

from ingest.sharing.expanding import expand_due
from tests.services.city import City
from tests.sharing.agreeing import (
    AGREEMENTS,
    MONDAY,
    at,
    hours_of,
    lend,
    lent,
    open_city,
    put_booking,
    slug,
    status_of,
    windows,
)
from tests.sharing.lending import platform

DAYS = "/v1/admin/days"


async def test_a_day_is_what_was_announced_until_the_city_says_otherwise(city: City):
    admin = await city.key("admin")
    day = f"{DAYS}/2026-11-26"
    before = (await city.client.get(day, headers=admin)).json()
    assert (before["day_class"], before["is_own"]) == ("workday", False)
    put = await city.client.put(day, json={"day_class": "holiday", "name": "全运会"}, headers=admin)
    assert put.status_code == 200
    own = (await city.client.get(day, headers=admin)).json()
    assert (own["day_class"], own["name"], own["is_own"]) == ("holiday", "全运会", True)
    assert (await city.client.get(DAYS, headers=admin)).json()["days"] == [own]
    assert (await city.client.delete(day, headers=admin)).status_code == 204
    assert (await city.client.get(day, headers=admin)).json() == before
    assert (await city.client.delete(day, headers=admin)).status_code == 404


async def test_a_make_up_day_and_a_year_not_yet_announced_are_told(city: City):
    admin = await city.key("admin")
    make_up = (await city.client.get(f"{DAYS}/2026-02-14", headers=admin)).json()
    assert (make_up["day_class"], make_up["is_provisional"]) == ("workday", False)
    later = (await city.client.get(f"{DAYS}/2028-10-01", headers=admin)).json()
    assert (later["day_class"], later["is_provisional"]) == ("holiday", True)


async def test_only_admins_make_days(city: City):
    key = await city.key("operator", "op1")
    body = {"day_class": "holiday"}
    assert (await city.client.put(f"{DAYS}/2026-11-26", json=body, headers=key)).status_code == 403
    admin = await city.key("admin")
    for day, told in (("2026-13-01", body), ("1926-01-01", body), ("2026-11-26", {})):
        answer = await city.client.put(f"{DAYS}/{day}", json=told, headers=admin)
        assert answer.status_code == 422, day


async def test_agreements_follow_a_day_that_the_city_makes_its_own(city: City):
    key, admin = await open_city(city), await city.key("admin")
    path = await lent(city, key)
    booking = await put_booking(city, path, at(92), at(93))
    day = f"{DAYS}/2026-11-26"
    await city.client.put(day, json={"day_class": "holiday"}, headers=admin)
    await expand_due(city.pool)
    thursday = [found for found in hours_of(await windows(city, key, path)) if "11-26T" in found[0]]
    assert thursday == [("2026-11-26T00:00", "2026-11-27T00:00")]
    assert await status_of(city, booking) == "confirmed"
    await city.client.delete(day, headers=admin)
    await expand_due(city.pool)
    thursday = [found for found in hours_of(await windows(city, key, path)) if "11-26T" in found[0]]
    assert thursday == [("2026-11-26T19:00", "2026-11-27T07:30")]


async def test_windows_are_known_as_far_ahead_each_day_and_yesterdays_stay(city: City):
    key = await open_city(city, at(20))
    path = await lent(city, key)
    await expand_due(city.pool)
    await city.set_clock("manual", at(26))
    await expand_due(city.pool)
    found = await windows(city, key, path)
    assert found[-1]["day"] == "2027-02-22"
    assert hours_of(found)[0] == ("2026-11-23T20:00", "2026-11-24T07:30")
    read = (await city.client.get(path, headers=key)).json()
    assert (read["expanded_until"], read["version"]) == ("2027-02-22", 1)


async def test_nothing_that_is_up_to_date_is_written_again(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await city.set_clock("manual", at(11))
    before = (await city.client.get(path, headers=key)).json()["updated_at"]
    await expand_due(city.pool)
    assert (await city.client.get(path, headers=key)).json()["updated_at"] == before


@pytest.mark.parametrize("hours", [19, 43])
async def test_an_agreement_ends_by_itself_once_its_last_window_is_over(city: City, hours: int):
    key = await open_city(city)
    path = await lent(city, key, valid={"from": "2026-11-23", "until": "2026-11-23"})
    await city.set_clock("manual", at(hours))
    await expand_due(city.pool)
    assert (await city.client.get(path, headers=key)).json()["status"] == "active"
    await city.set_clock("manual", at(49))
    await expand_due(city.pool)
    assert (await city.client.get(path, headers=key)).json()["status"] == "ended"
    again = await lend(city, key)
    assert again.status_code == 201, again.text


async def test_what_is_lent_in_a_lot_that_was_removed_ends(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    removed = await city.client.delete("/v1/operator/lots/op1-a", headers=key)
    # Gone is an answer too: the client asks again when a busy store lost the first one.
    assert removed.status_code in {204, 404}
    await expand_due(city.pool)
    assert (await city.client.get(path, headers=key)).json()["status"] == "ended"


async def test_an_agreement_that_somebody_holds_holds_up_no_other(city: City):
    key = await open_city(city)
    paths = [await lent(city, key, spaces=[f"C{n}"]) for n in range(3)]
    async with platform(city.pool) as connection:
        await connection.execute("update sharing_agreement set expanded_until = null")
    first = min(path.rsplit("/", 1)[1] for path in paths)
    async with platform(city.pool) as connection:
        await connection.execute(
            "select from sharing_agreement where agreement_id = $1 for update", first
        )
        await expand_due(city.pool)
    async with platform(city.pool) as connection:
        left = await connection.fetch(
            "select agreement_id from sharing_agreement where expanded_until is null"
        )
    assert [row[0] for row in left] == [first]
    await expand_due(city.pool)
    assert (await city.client.get(f"{AGREEMENTS}/{first}", headers=key)).json()["expanded_until"]


async def test_an_agreement_that_cannot_be_read_holds_up_no_other(
    city: City, caplog: pytest.LogCaptureFixture
):
    key = await open_city(city)
    paths = [await lent(city, key, spaces=[f"C{n}"]) for n in range(3)]
    async with platform(city.pool) as connection:
        await connection.execute(
            "update sharing_agreement set terms = '{}' where agreement_id = $1",
            min(path.rsplit("/", 1)[1] for path in paths),
        )
        await connection.execute("update sharing_agreement set expanded_until = null")
    await expand_due(city.pool)
    assert "cannot be expanded" in caplog.text
    async with platform(city.pool) as connection:
        left = await connection.fetchval(
            "select count(*) from sharing_agreement where expanded_until is null"
        )
    assert left == 1


async def test_a_clock_that_was_set_back_finds_the_windows_of_its_own_days(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await city.set_clock("manual", MONDAY - timedelta(days=14))
    await expand_due(city.pool)
    found = await windows(city, key, path)
    assert (found[0]["day"], found[-1]["day"]) == ("2026-11-09", "2027-02-07")
    assert slug(await city.client.get(f"{AGREEMENTS}/x", headers=key))[:2] == (404, "not-found")
