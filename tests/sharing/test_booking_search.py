"""Which shared spaces are found, and what is told of where they are."""

from parking.sharing.terms import Audience, Price
from parking.storage.postgres.pool import PLATFORM
from tests.services.city import City, draft
from tests.sharing.booking_calls import (
    BOOKINGS,
    held,
    hold,
    lent_lot,
    new_driver,
    slug,
    step,
)
from tests.sharing.lending import hour, platform, rfc


async def test_a_private_space_is_told_by_its_cell_until_it_is_confirmed(city: City):
    await city.put_lots(draft("op1-lot"))
    key = await city.keys.create(PLATFORM, role="owner")
    owner = await city.keys.find(key.key)
    lent = await lent_lot(city, owner=owner)
    driver = await new_driver(city)
    query = f"lat=36.65&lon=117.12&radius_m=900&from={esc(hour(2))}&to={esc(hour(4))}"
    found = (await city.client.get(f"/v1/sharing/availability?{query}")).json()["lots"][0]
    assert (found["lot_id"], found["name"], found["is_private"]) == (None, None, True)
    assert (found["lat"], found["lon"]) != (36.65, 117.12)
    booking = await held(city, driver, lot_id=None, agreement_id=lent.agreement_id)
    assert (booking["lot_id"], booking["space_code"]) == (None, None)
    assert booking["cell"] == found["cell"]
    confirmed = (await step(city, booking, "confirm", driver)).json()
    assert (confirmed["lot_id"], confirmed["space_code"]) == ("op1-lot", "B1")
    seen = await city.client.get(
        f"{BOOKINGS}/{booking['booking_id']}", headers={"authorization": f"Bearer {key.key}"}
    )
    assert seen.json()["space_code"] == "B1"
    taken = await step(
        city, booking, "revoke", {"authorization": f"Bearer {key.key}"}, {"reason": "guests"}
    )
    assert taken.json()["status"] == "revoked"


def esc(us: int) -> str:
    return rfc(us).replace("+", "%2B")


async def test_availability_tells_what_can_be_booked_and_no_more(city: City):
    await lent_lot(city, spaces=["B1", "B2"], price=Price("hour", fen=150))
    await lent_lot(city, spaces=["C1"], lot_id="op2-far")
    async with platform(city.pool) as connection:
        await connection.execute(
            "update sharing_agreement set status = 'ended' where lot_key ="
            " (select lot_key from lot where lot_id = 'op2-far')"
        )
    query = f"/v1/sharing/availability?lat=36.65&lon=117.12&from={esc(hour(2))}&to={esc(hour(4))}"
    [lot] = (await city.client.get(query)).json()["lots"]
    assert (lot["lot_id"], lot["spaces"], lot["price_fen"]) == ("op1-lot", 2, 300)
    assert lot["offers"][0]["windows"][0]["stay"][0].endswith("+08:00")
    await held(city, await new_driver(city), begin=3, end=4)
    [lot] = (await city.client.get(query)).json()["lots"]
    assert lot["spaces"] == 1
    bad = await city.client.get("/v1/sharing/availability?lat=36.65&lon=117.12")
    assert (bad.status_code, bad.json()["pointer"]) == (422, "/query/from")


async def test_what_is_lent_to_a_community_is_found_by_its_members_alone(city: City):
    await lent_lot(city, audience=Audience(community="neighbours"))
    driver, other = await new_driver(city), await new_driver(city)
    async with platform(city.pool) as connection:
        await connection.execute(
            "with made as (insert into sharing_community (community_id, name, owner_key_id)"
            " select 'neighbours', 'n', key_id from driver order by driver_key limit 1"
            " returning community_key) insert into sharing_community_member"
            " select community_key, driver_key from made, driver order by driver_key limit 1"
        )
    query = f"/v1/sharing/availability?lat=36.65&lon=117.12&from={esc(hour(2))}&to={esc(hour(4))}"
    for headers, found in ((driver, 1), (other, 0), ({}, 0)):
        answer = await city.client.get(query, headers=headers)
        assert len(answer.json()["lots"]) == found
    assert slug(await hold(city, other)) == (409, "not-available")
    await held(city, driver)


async def test_places_are_found_within_the_radius_nearest_first(city: City):
    for number, lat in enumerate((36.652, 36.651, 36.67)):
        await lent_lot(city, lot_id=f"op1-{number}", lat=lat)
    query = f"lat=36.65&lon=117.12&from={esc(hour(2))}&to={esc(hour(4))}"
    found = (await city.client.get(f"/v1/sharing/availability?{query}")).json()["lots"]
    assert [lot["lot_id"] for lot in found] == ["op1-1", "op1-0"]
    assert 100 < found[0]["distance_m"] < 120
    chinese = await city.client.get(f"/v1/sharing/availability?{query}&coordsys=gcj02")
    moved = chinese.json()["lots"][0]
    assert abs(moved["lat"] - found[0]["lat"]) > 1e-4
    assert moved["distance_m"] != found[0]["distance_m"]
