"""Plates that overstay are barred from free sharing, citywide, for a year or until it is lifted."""

from base64 import b64encode

from parking.sharing.city_rules import CityRules
from parking.sharing.sanctions import SanctionRules
from parking.sharing.terms import Price
from parking.storage.postgres.sharing.due_steps import ClockSteps, DueStep
from tests.services.city import City
from tests.sharing.booking_calls import held, hold, lent_lot, new_driver, post, slug, step
from tests.sharing.clock_turns import booked, kinds, read, staying, turn
from tests.sharing.lending import platform

PLATE = "鲁A12345"
LOOK_UP = "/v1/sharing/sanctions/look-up"
DAY = 24


async def overstay(city: City, driver: dict[str, str], begin: float, **body) -> dict:
    """Stay an hour, and half an hour longer."""
    stay = await staying(city, driver, begin=begin, end=begin + 1, **body)
    await turn(city, begin + 1.5)
    await step(city, stay, "check-out", driver)
    return stay


async def barred(city: City, **body) -> dict[str, str]:
    """A driver whose car overstayed in three lots."""
    driver = await new_driver(city)
    for number in range(3):
        lot_id = f"op1-free{number}"
        await lent_lot(city, lot_id=lot_id)
        await overstay(city, driver, 2 * number, lot_id=lot_id, **body)
    return driver


async def sanctions(city: City, admin: dict[str, str], plate: str | None = None) -> list[dict]:
    if plate is None:
        asked = await city.client.get("/v1/sharing/sanctions", headers=admin)
    else:
        asked = await city.client.post(LOOK_UP, json={"plate": plate}, headers=admin)
    assert asked.status_code == 200, asked.text
    return asked.json()["sanctions"]


async def test_three_overstays_in_three_lots_bar_the_car_whoever_drives_it(city: City):
    driver = await barred(city)
    told = [kind for kind in await kinds(city, driver) if kind != "stay-ends"]
    assert told == ["overstay", "overstay", "overstay", "barred"]
    await lent_lot(city, ("F1", "F2"))
    other = await new_driver(city)
    for plate in (PLATE, "鲁a·12 345"):
        assert slug(await hold(city, other, begin=6, end=7, plate=plate)) == (403, "barred")
    await held(city, other, begin=6, end=7, plate="鲁B99999")


async def test_a_barred_car_may_still_pay(city: City):
    driver = await barred(city)
    await lent_lot(city, price=Price("visit", fen=500))
    assert (await booked(city, driver, begin=6, end=7))["status"] == "confirmed"


async def test_what_a_car_had_booked_for_free_is_taken_back_when_it_is_barred(city: City):
    driver = await new_driver(city)
    await lent_lot(city, lot_id="op1-later")
    await lent_lot(city, lot_id="op1-paid", price=Price("visit", fen=500))
    later = await booked(city, driver, lot_id="op1-later", begin=20, end=22)
    paid = await booked(city, driver, lot_id="op1-paid", begin=24, end=25)
    for number in range(3):
        await lent_lot(city, lot_id=f"op1-free{number}")
        await overstay(city, driver, 2 * number, lot_id=f"op1-free{number}")
    await turn(city)
    assert (await read(city, driver, later))["status"] == "revoked"
    assert (await read(city, driver, paid))["status"] == "confirmed"
    assert (await kinds(city, driver))[-1] == "revoked"


async def test_one_overstay_of_more_than_a_day_is_enough(city: City):
    await lent_lot(city)
    driver = await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    await turn(city, 1 + DAY)
    assert "barred" not in await kinds(city, driver)
    await turn(city, 1.1 + DAY)
    await turn(city)
    assert (await kinds(city, driver)).count("barred") == 1
    await lent_lot(city, lot_id="op1-other")
    refused = await hold(city, driver, lot_id="op1-other", begin=26, end=27)
    assert slug(refused) == (403, "barred")


async def test_a_bar_ends_after_a_year_and_the_overstays_behind_it_count_no_more(city: City):
    driver = await barred(city)
    await turn(city, 4 + 366 * DAY)
    async with platform(city.pool) as connection:
        await connection.execute("update sharing_window set stay = tstzrange(null, null)")
        await connection.execute("update sharing_window set movement = '{(,)}'")
    await overstay(city, driver, 5 + 366 * DAY, lot_id="op1-free0")
    await held(city, driver, lot_id="op1-free1", begin=8 + 366 * DAY, end=9 + 366 * DAY)


async def test_an_admin_lifts_a_bar_for_a_reason_and_the_offences_are_forgiven(city: City):
    driver = await barred(city)
    admin = await city.key("admin")
    (bar,) = await sanctions(city, admin, PLATE)
    assert (bar["stands"], bar["reason"], len(bar["offences"])) == (True, "overstay", 3)
    lift = f"/v1/sharing/sanctions/{bar['ban_id']}/lift"
    assert (await post(city, lift, admin, {"reason": "the gate was stuck"})).status_code == 204
    assert slug(await post(city, lift, admin, {"reason": "once more"})) == (404, "not-found")
    (lifted,) = await sanctions(city, admin, PLATE)
    assert (lifted["stands"], lifted["lift_reason"]) == (False, "the gate was stuck")
    assert all(offence["forgiven_at"] for offence in lifted["offences"])
    assert await sanctions(city, admin) == []
    assert (await kinds(city, driver))[-1] == "bar-lifted"
    await overstay(city, driver, 7, lot_id="op1-free0")
    await held(city, driver, lot_id="op1-free1", begin=10, end=11)
    async with platform(city.pool) as connection:
        row = await connection.fetchrow("select * from audit_log where action = $1",
                                        "sharing.ban.lift")  # fmt: skip
    assert (row["subject"], row["detail"]) == (bar["ban_id"], {"reason": "the gate was stuck"})


async def test_only_admins_see_sanctions_and_no_answer_holds_a_plate(city: City):
    driver = await barred(city)
    admin = await city.key("admin")
    for headers in (driver, await city.key("operator", "op1"), await city.key("planner")):
        refused = await city.client.get("/v1/sharing/sanctions", headers=headers)
        assert slug(refused) == (403, "forbidden")
        refused = await city.client.post(LOOK_UP, json={"plate": PLATE}, headers=headers)
        assert slug(refused) == (403, "forbidden")
    answer = await city.client.get("/v1/sharing/sanctions", headers=admin)
    assert len(answer.json()["sanctions"]) == 1
    assert PLATE not in answer.text
    assert "plate" not in answer.text
    assert await sanctions(city, admin, "鲁B99999") == []
    bad = await city.client.post(LOOK_UP, json={"plate": ";"}, headers=admin)
    assert (*slug(bad), bad.json()["pointer"]) == (422, "bad-field", "/plate")
    far = b64encode(b"999999999999999999").decode()
    asked = await city.client.get("/v1/sharing/sanctions", params={"cursor": far}, headers=admin)
    assert len(asked.json()["sanctions"]) == 1


async def test_no_address_takes_a_plate(city: City):
    document = (await city.client.get("/openapi.json")).json()
    named = [
        parameter["name"]
        for item in document["paths"].values()
        for operation in item.values()
        for parameter in operation.get("parameters", ())
    ]
    assert "plate" not in named


async def test_a_bar_that_was_lifted_a_moment_ago_takes_nothing_back(city: City):
    await barred(city)
    await lent_lot(city, lot_id="op1-later")
    admin = await city.key("admin")
    (bar,) = await sanctions(city, admin)
    await post(city, f"/v1/sharing/sanctions/{bar['ban_id']}/lift", admin, {"reason": "an error"})
    driver = await new_driver(city)
    later = await booked(city, driver, lot_id="op1-later", begin=20, end=22)
    async with platform(city.pool) as connection:
        key = await connection.fetchval(
            "select booking_key from booking where booking_id = $1", later["booking_id"]
        )
    await ClockSteps(city.pool, SanctionRules()).take(DueStep("bar", key))
    assert (await read(city, driver, later))["status"] == "confirmed"


async def test_a_city_sets_its_own_rules(city: City):
    rules = CityRules(SanctionRules(overstays=1, barred_days=7))
    await lent_lot(city)
    driver = await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    await turn(city, 1.2, rules)
    (bar,) = await sanctions(city, await city.key("admin"))
    assert bar["since"][:10] < bar["until"][:10]
    notices = (await city.client.get("/v1/sharing/notices", headers=driver)).json()["notices"]
    assert notices[1]["text"].endswith("1 bar the plate from free sharing.")
