"""An owner's own return: a free space is the owner's at once; of a booked one people decide."""

from tests.services.city import City
from tests.sharing.agreeing import (
    at,
    call,
    edit,
    lent,
    open_city,
    put_booking,
    slug,
    status_of,
    told,
    trail,
)


async def have_back(city: City, key: dict[str, str], path: str, begins, ends, space="B1-07"):
    body = {"space_code": space, "from": begins.isoformat(), "to": ends.isoformat()}
    return await call(city, "POST", f"{path}/returns", key, body)


async def test_an_owner_has_a_free_space_back_and_others_stay_lent(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await put_booking(city, path, at(45), at(46), space="B1-08")
    taken = await have_back(city, key, path, at(44), at(47))
    assert (taken.status_code, taken.json()["space_code"]) == (201, "B1-07")
    back = f"{path}/suspensions/{taken.json()['suspension_id']}"
    assert (await call(city, "DELETE", back, key)).status_code == 200


async def test_an_owner_who_wants_a_booked_space_opens_a_dispute_and_takes_nothing(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    booking = await put_booking(city, path, at(45), at(46))
    refused = await have_back(city, key, path, at(46.1), at(48))  # within the buffer
    assert slug(refused) == (409, "conflict", "/from")
    problem = refused.json()
    assert [standing["booking_id"] for standing in problem["bookings"]] == [booking]
    assert "driver" not in refused.text
    assert await status_of(city, booking) == "confirmed"
    [(kind, facts)] = await told(city, booking)
    assert (kind, facts["wanted_to"]) == ("space-wanted", at(48).isoformat())
    [dispute] = (await city.client.get(path, headers=key)).json()["disputes"]
    assert (dispute["dispute_id"], dispute["closed_at"]) == (problem["dispute_id"], None)
    [detail] = await trail(city, "agreement.dispute")
    assert detail["booking_id"] == booking
    closing = f"{path}/disputes/{dispute['dispute_id']}/close"
    assert (await call(city, "POST", closing, key, {"outcome": "车主同意"})).status_code == 200
    [dispute] = (await city.client.get(path, headers=key)).json()["disputes"]
    assert (dispute["outcome"], dispute["closed_at"] is None) == ("车主同意", False)
    assert (await call(city, "POST", closing, key, {"outcome": "x"})).status_code == 404


async def test_a_hold_that_is_over_stands_in_nobodys_way(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await put_booking(city, path, at(45), at(46), status="held")
    await city.set_clock("manual", at(10.2))
    assert (await have_back(city, key, path, at(44), at(47))).status_code == 201


async def test_only_the_owner_has_a_space_back(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    path = await lent(city, resident)
    await edit(city, operator, path, status="active")
    assert slug(await have_back(city, operator, path, at(44), at(47)))[:2] == (403, "forbidden")
    assert (await have_back(city, resident, path, at(44), at(47))).status_code == 201
    stranger = await city.key("owner")
    assert (await have_back(city, stranger, path, at(48), at(49))).status_code == 404


async def test_times_and_spaces_that_make_no_sense_are_pointed_at(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    for begins, ends, pointer in [(50, 50, "/from"), (1, 2, "/to"), (50, 9_999, "/to")]:
        refused = await have_back(city, key, path, at(begins), at(ends))
        assert slug(refused) == (422, "bad-field", pointer)
    unknown = await have_back(city, key, path, at(50), at(51), space="Z9")
    assert slug(unknown) == (422, "bad-field", "/space_code")


async def test_a_car_that_is_still_there_stands_in_its_owners_way(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    await put_booking(city, path, at(8), at(9), status="active")
    assert slug(await have_back(city, key, path, at(10), at(11)))[:2] == (409, "conflict")
    assert (await have_back(city, key, path, at(11), at(12))).status_code == 201
