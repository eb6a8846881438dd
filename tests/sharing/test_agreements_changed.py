"""Agreements that are edited or ended: no booking moves in silence, what was lent was lent."""

import pytest

from tests.services.city import City
from tests.sharing.agreeing import (
    LOT,
    NIGHTS,
    TERMS,
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
    windows,
)
from tests.sharing.lending import platform


async def test_an_edit_keeps_bookings_outside_the_new_terms_and_names_them(city: City):
    key = await open_city(city)
    path = await lent(city, key)
    late = await put_booking(city, path, at(45), at(46))
    early = await put_booking(city, path, at(43.5), at(44.5))
    elsewhere = await put_booking(city, path, at(43.5), at(44.5), space="B1-08")
    shorter = NIGHTS | {"stay": ["19:00", "21:00"], "movement": None}
    edited = await edit(city, key, path, windows=[shorter], spaces=["B1-07"])
    assert edited.status_code == 200, edited.text
    assert edited.json()["version"] == 2
    assert set(edited.json()["outside"]) == {late, elsewhere}
    for booking in (late, early, elsewhere):
        assert (await status_of(city, booking), await told(city, booking)) == ("confirmed", [])
    assert (await edit(city, key, path, **TERMS)).json()["outside"] == []


async def test_what_was_lent_until_an_edit_stays_lent_and_the_rest_follows_the_new_terms(
    city: City,
):
    key = await open_city(city, at(20))
    path = await lent(city, key)
    await city.set_clock("manual", at(21))
    await edit(city, key, path, windows=[NIGHTS | {"stay": ["19:00", "23:00"], "movement": None}])
    async with platform(city.pool) as connection:
        rows = await connection.fetch("select lower(stay), upper(stay) from sharing_window")
    spans = sorted(tuple(row) for row in rows)
    assert spans[:3] == [(at(20), at(21)), (at(21), at(23)), (at(43), at(47))]


async def test_a_resident_cannot_add_spaces_that_the_operator_has_not_agreed_to(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    path = await lent(city, resident)
    await edit(city, operator, path, status="active")
    refused = await edit(city, resident, path, spaces=["B1-07", "B1-99"])
    assert slug(refused) == (409, "conflict", "/spaces")
    assert (await edit(city, resident, path, spaces=["B1-07"], buffer_min=20)).status_code == 200


async def test_ending_keeps_bookings_and_lends_nothing_more(city: City):
    key = await open_city(city, at(21))
    path = await lent(city, key)
    booking = await put_booking(city, path, at(45), at(46))
    ended = (await call(city, "DELETE", path, key)).json()
    assert (ended["status"], ended["kept"], ended["revoked"]) == ("ended", [booking], [])
    assert await status_of(city, booking) == "confirmed"
    assert await windows(city, key, path) == []
    assert slug(await call(city, "DELETE", path, key))[:2] == (409, "illegal-step")


async def test_ending_with_revoke_takes_back_what_has_not_begun_and_tells_the_drivers(city: City):
    key = await open_city(city)
    path = await lent(city, key, price={"unit": "hour", "fen": 200})
    paid = {"is_free": False, "price_fen": 400}
    coming = await put_booking(city, path, at(45), at(46), **paid)
    here = await put_booking(city, path, at(9), at(12), space="B1-08", status="active", **paid)
    ended = (await call(city, "DELETE", f"{path}?revoke=true", key)).json()
    assert (ended["kept"], ended["revoked"]) == ([here], [coming])
    assert [await status_of(city, booking) for booking in (coming, here)] == ["revoked", "active"]
    assert [kind for kind, _ in await told(city, coming)] == ["revoked"]
    assert await told(city, here) == []


async def test_however_many_bookings_are_taken_back_their_owner_waits_for_the_end(
    city: City, monkeypatch: pytest.MonkeyPatch
):
    key = await open_city(city)
    path = await lent(city, key)
    booked = [
        await put_booking(city, path, at(44 + 24 * night), at(45 + 24 * night))
        for night in range(40)
    ]
    monkeypatch.setattr("parking.storage.postgres.sharing.once.CALL_S", 0.05)  # few fit into it
    ended = await call(city, "DELETE", f"{path}?revoke=true", key)
    assert ended.json()["revoked"] == booked


async def test_the_lots_operator_may_end_but_not_edit_or_revoke(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    path = await lent(city, resident)
    await edit(city, operator, path, status="active")
    assert slug(await edit(city, operator, path, buffer_min=5))[:2] == (403, "forbidden")
    refused = await call(city, "DELETE", f"{path}?revoke=true", operator)
    assert slug(refused)[:2] == (403, "forbidden")
    assert (await call(city, "DELETE", path, operator)).status_code == 200


async def test_every_change_leaves_a_trail_that_the_lots_operator_sees(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    path = await lent(city, resident)
    await edit(city, operator, path, status="active")
    await edit(city, resident, path, buffer_min=15)
    await call(city, "DELETE", path, resident)
    for action in ("create", "agree", "edit", "end"):
        assert [detail["lot_id"] for detail in await trail(city, f"agreement.{action}")] == [LOT]
