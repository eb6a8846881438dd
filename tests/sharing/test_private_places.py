"""Where a private space is, no answer tells before a booking of it is confirmed."""

from typing import Any

import pytest

from parking.principal import Principal
from parking.sharing.terms import Price
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.sharing.alternatives import find_alternatives
from parking.storage.postgres.sharing.booking_rows import read_booking
from tests.services.city import City
from tests.sharing.booking_calls import BOOKINGS, at, held, lent_lot, new_driver, step
from tests.sharing.clock_turns import booked, kinds, staying, turn
from tests.sharing.lending import Lent, lend, lot_key_of, platform

LOT = "op1-hidden"
SPACE = "Z9"
STATEMENTS = "/v1/sharing/statements"
MINUTE = 1 / 60


async def resident(city: City) -> Principal:
    issued = await city.keys.create(PLATFORM, role="owner")
    found = await city.keys.find(issued.key)
    assert found is not None
    return found


@pytest.fixture
async def private(city: City) -> Lent:
    """One space of a resident, behind a gate."""
    owner = await resident(city)
    return await lent_lot(city, [SPACE], lot_id=LOT, has_gate=True, owner=owner)


def tells(text: str) -> bool:
    return LOT in text or SPACE in text


async def everything_told(city: City, driver: dict[str, str], booking: dict[str, Any]) -> str:
    """Every answer that a driver gets of a booking."""
    path = f"{BOOKINGS}/{booking['booking_id']}"
    asked = (BOOKINGS, path, f"{path}/authorisation", STATEMENTS, "/v1/sharing/notices",
             "/v1/drivers/me")  # fmt: skip
    return "".join([(await city.client.get(each, headers=driver)).text for each in asked])


async def test_no_answer_tells_where_it_is_while_it_is_held_or_waits_for_its_gate(
    city: City, private: Lent
):
    driver = await new_driver(city)
    await at(city, 0)
    wanted = {"lot_id": None, "agreement_id": private.agreement_id, "begin": 0.5, "end": 1}
    booking = await held(city, driver, **wanted)
    assert not tells(await everything_told(city, driver, booking))
    waiting = await step(city, booking, "confirm", driver)
    assert waiting.json()["status"] == "pending_gate"
    assert not tells(waiting.text)
    assert not tells(await everything_told(city, driver, booking))
    await step(city, booking, "cancel", driver)
    assert not tells(await everything_told(city, driver, booking))


async def test_a_statement_tells_it_once_it_is_confirmed(city: City):
    lent = await lent_lot(city, [SPACE], lot_id=LOT, owner=await resident(city))
    driver = await new_driver(city)
    await at(city, 0)
    await booked(city, driver, lot_id=None, agreement_id=lent.agreement_id, begin=0, end=1)
    await at(city, 0.5)
    (line,) = (await city.client.get(STATEMENTS, headers=driver)).json()["bookings"]
    assert (line["lot_id"], line["space_code"]) == (LOT, SPACE)


async def test_a_hold_that_is_moved_away_does_not_tell_where_it_was(city: City):
    lent = await lent_lot(city, [SPACE], lot_id=LOT, owner=await resident(city))
    await lent_lot(city, ["C1"], lot_id="op1-open")
    late, following = await new_driver(city), await new_driver(city)
    named = {"lot_id": None, "agreement_id": lent.agreement_id}
    await staying(city, late, begin=0, end=2, **named)
    await at(city, 2 + 6 * MINUTE)
    booking = await held(city, following, begin=2.36, end=4, **named)
    await turn(city, 2 + 10 * MINUTE)
    assert await kinds(city, following) == ["moved"]
    assert not tells(await everything_told(city, following, booking))


async def test_an_alternative_is_told_by_its_agreement_and_its_cells_distance(city: City):
    await lent_lot(city, ["C1"], lot_id="op1-open", price=Price("visit", fen=500))
    private = await lent_lot(city, [SPACE], lot_id=LOT, lat=36.6504, owner=await resident(city))
    driver = await new_driver(city)
    booking = await booked(city, driver, lot_id="op1-open", begin=2, end=4)
    async with platform(city.pool) as connection:
        row = await read_booking(connection, booking["booking_id"])
        (found,) = await find_alternatives(connection, row, 3)
    said = found.to_dict()
    assert (said["agreement_id"], said["lot_id"]) == (private.agreement_id, None)
    assert said["distance_m"] != 44  # as the lots are apart


async def test_an_owner_whose_key_has_an_operator_sees_its_own_and_not_the_operators(city: City):
    issued = await city.keys.create(PLATFORM, role="owner", operator_id="op1")
    owner = {"authorization": f"Bearer {issued.key}"}
    principal = Principal("owner", key_id=issued.key_id)
    await lent_lot(city, lot_id="op1-lot", price=Price("visit", fen=500))
    async with platform(city.pool) as connection:
        lot_key = await lot_key_of(city.pool, "op1-lot")
        own = await lend(connection, lot_key, [SPACE], owner=principal)
    driver = await new_driver(city)
    stay = await staying(city, driver, lot_id="op1-lot", space_code="B1", begin=0, end=1)
    await turn(city, 1.2)
    assert await kinds(city, owner) == []
    account = (await city.client.get("/v1/sharing/account", headers=owner)).json()
    assert account == {"fen": 0, "credits": 0}
    path = f"{BOOKINGS}/{stay['booking_id']}"
    assert (await city.client.get(path, headers=owner)).status_code == 404
    await step(city, stay, "check-out", driver)
    theirs = {"lot_id": None, "agreement_id": own.agreement_id, "begin": 2, "end": 3}
    await staying(city, driver, **theirs)
    await turn(city, 3.2)
    assert await kinds(city, owner) == ["space-overstayed"]
