"""Owners lend spaces on a schedule; whoever runs the lot agrees; no booking moves in silence."""

from tests.services.city import City, draft
from tests.sharing.agreeing import (
    AGREEMENTS,
    LOT,
    NIGHTS,
    TERMS,
    at,
    call,
    edit,
    hours_of,
    lend,
    lent,
    open_city,
    slug,
    windows,
)
from tests.sharing.lending import platform


async def test_an_operator_lends_spaces_of_its_own_lot_at_once(city: City):
    key = await open_city(city)
    made = await lend(city, key)
    assert made.status_code == 201
    agreement = made.json()
    assert (agreement["status"], agreement["version"]) == ("active", 1)
    assert agreement["owner"] == {"operator": "op1", "key_id": None}
    assert {name: agreement[name] for name in ("spaces", "valid", "price")} == {
        name: TERMS[name] for name in ("spaces", "valid", "price")
    }
    assert (agreement["expanded_until"], agreement["outside"]) == ("2027-02-21", [])
    read = await city.client.get(f"{AGREEMENTS}/{agreement['agreement_id']}", headers=key)
    assert read.json()["spaces"] == ["B1-07", "B1-08"]
    async with platform(city.pool) as connection:
        spaces = await connection.fetch("select space_code from shared_space order by 1")
    assert [row["space_code"] for row in spaces] == ["B1-07", "B1-08"]


async def test_windows_are_known_ninety_days_ahead_and_say_what_is_not_announced(city: City):
    key = await open_city(city)
    found = await windows(city, key, await lent(city, key))
    assert hours_of(found)[:2] == [
        ("2026-11-23T19:00", "2026-11-24T07:30"),
        ("2026-11-24T19:00", "2026-11-25T07:30"),
    ]
    assert hours_of(found)[5] == ("2026-11-28T00:00", "2026-11-29T00:00")
    assert [window["is_provisional"] for window in (found[0], found[-1])] == [False, True]
    assert found[-1]["day"] == "2027-02-21"


async def test_a_window_that_is_open_when_it_is_lent_begins_at_that_moment(city: City):
    key = await open_city(city, at(21))
    found = await windows(city, key, await lent(city, key))
    assert hours_of(found)[0] == ("2026-11-23T21:00", "2026-11-24T07:30")
    assert [span[0][11:16] for span in found[0]["movement"]] == ["21:00", "06:00"]


async def test_a_resident_lends_once_the_lots_operator_agrees(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    made = (await lend(city, resident)).json()
    path = f"{AGREEMENTS}/{made['agreement_id']}"
    assert (made["status"], made["owner"]["operator"]) == ("proposed", None)
    assert await windows(city, resident, path) == []
    assert slug(await edit(city, resident, path, status="active"))[:2] == (403, "forbidden")
    agreed = await edit(city, operator, path, status="active")
    assert (agreed.status_code, agreed.json()["status"]) == (200, "active")
    assert await windows(city, resident, path)
    assert slug(await edit(city, operator, path, status="refused"))[:2] == (409, "illegal-step")


async def test_what_an_operator_refused_lends_nothing(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    path = await lent(city, resident)
    refused = await edit(city, operator, path, status="refused")
    assert refused.json()["status"] == "refused"
    assert slug(await edit(city, resident, path, buffer_min=5))[:2] == (409, "illegal-step")
    assert (await lend(city, operator)).status_code == 201


async def test_an_owner_of_the_lots_own_operator_needs_nobodys_word(city: City):
    await open_city(city)
    owner = await city.key("owner", "op1")
    made = (await lend(city, owner)).json()
    assert (made["status"], made["owner"]["operator"]) == ("active", None)


async def test_another_lots_operator_needs_its_word_too(city: City):
    operator = await open_city(city)
    other = await city.key("operator", "op2")
    path = await lent(city, other)
    listed = (await city.client.get(AGREEMENTS, headers=operator)).json()["agreements"]
    assert [found["status"] for found in listed] == ["proposed"]
    assert (await edit(city, operator, path, status="active")).status_code == 200


async def test_a_space_is_lent_under_one_agreement_at_a_time(city: City):
    key, resident = await open_city(city), await city.key("owner")
    first = await lent(city, key)
    for who in (key, resident):
        refused = await lend(city, who, spaces=["B1-09", "B1-08"])
        assert slug(refused) == (409, "conflict", "/spaces")
        assert "B1-08" in refused.json()["detail"]
    assert (await lend(city, key, spaces=["B1-09"])).status_code == 201
    assert slug(await edit(city, key, first, spaces=["B1-07", "B1-09"]))[:2] == (409, "conflict")
    assert (await call(city, "DELETE", first, key)).status_code == 200
    assert (await lend(city, key, spaces=["B1-08"])).status_code == 201


async def test_a_space_that_was_lent_meanwhile_cannot_be_agreed_to(city: City):
    operator, resident = await open_city(city), await city.key("owner")
    path = await lent(city, resident)
    await lent(city, operator)
    assert slug(await edit(city, operator, path, status="active"))[:2] == (409, "conflict")
    assert (await city.client.get(path, headers=resident)).json()["status"] == "proposed"


async def test_a_quota_lends_places_by_number(city: City):
    key = await open_city(city)
    path = await lent(city, key, spaces=None, quota=3)
    async with platform(city.pool) as connection:
        rows = await connection.fetch("select space_code from shared_space order by 1")
    assert [row["space_code"] for row in rows] == ["Q1", "Q2", "Q3"]
    await edit(city, key, path, quota=1)
    async with platform(city.pool) as connection:
        lent_now = await connection.fetchval(
            "select count(*) from shared_space where agreement_key is not null"
        )
    assert lent_now == 1


async def test_nobody_elses_agreement_can_be_told_from_one_that_is_not_there(city: City):
    key = await open_city(city)
    path, missing = await lent(city, key), f"{AGREEMENTS}/none"
    for role, operator in (("owner", None), ("operator", "op2")):
        other = await city.key(role, operator)
        for method, body in (("GET", None), ("PATCH", {"buffer_min": 5}), ("DELETE", None)):
            answers = [
                await call(city, method, at_path, other, body) for at_path in (path, missing)
            ]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].text == answers[1].text
        assert (await city.client.get(AGREEMENTS, headers=other)).json()["agreements"] == []
    admin = await city.key("admin")
    assert (await city.client.get(path, headers=admin)).status_code == 200


async def test_pages_hold_each_agreement_once(city: City):
    key = await open_city(city)
    made = {(await lent(city, key, spaces=[f"C{n}"])).rsplit("/", 1)[1] for n in range(5)}
    seen, cursor = [], None
    while True:
        query = {"limit": 2, "lot_id": LOT} | ({"cursor": cursor} if cursor else {})
        page = (await city.client.get(AGREEMENTS, params=query, headers=key)).json()
        seen += [found["agreement_id"] for found in page["agreements"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert (sorted(seen), len(seen)) == (sorted(made), 5)
    ended = await city.client.get(AGREEMENTS, params={"status": "ended"}, headers=key)
    assert ended.json()["agreements"] == []


WRONG = [
    ({"lot_id": "op1-none"}, "unknown-lot", "/lot_id"),
    ({"spaces": None}, "missing-field", "/spaces"),
    ({"valid": {"from": "2025-01-01", "until": "2025-12-31"}}, "bad-field", "/valid/until"),
    ({"windows": [NIGHTS | {"stay": ["19:00", "25:00"]}]}, "bad-field", "/windows/0/stay"),
    ({"audience": {"community": "none"}}, "bad-field", "/audience/community"),
    ({"audience": {"drivers": ["nobody"]}}, "bad-field", "/audience/drivers/0"),
    ({"colour": "red"}, "bad-field", "/colour"),
]


async def test_what_is_wrong_with_an_agreement_is_pointed_at_and_nothing_is_kept(city: City):
    key = await open_city(city)
    for change, kind, pointer in WRONG:
        refused = await lend(city, key, **change)
        assert slug(refused) == (422, kind, pointer), refused.text
    assert (await city.client.get(AGREEMENTS, headers=key)).json()["agreements"] == []
    path = await lent(city, key)
    for change in ({"lot_id": "op1-b"}, {"status": "ended"}, {"status": "active", "quota": 1}):
        assert (await edit(city, key, path, **change)).status_code == 422, change


async def test_the_same_call_twice_makes_one_agreement(city: City):
    key = await open_city(city)
    first, second = [await call(city, "POST", AGREEMENTS, key, TERMS, once="one") for _ in range(2)]
    assert first.content == second.content
    assert second.headers["idempotent-replayed"] == "true"
    without = await city.client.post(AGREEMENTS, json=TERMS, headers=key)
    assert slug(without)[:2] == (400, "idempotency-key-missing")


async def test_an_admin_lends_on_behalf_of_the_lots_operator(city: City):
    key, admin = await open_city(city), await city.key("admin")
    path = await lent(city, admin)
    assert (await city.client.get(path, headers=key)).json()["owner"]["operator"] == "op1"


async def test_windows_are_by_the_lots_own_clock(city: City):
    key = await open_city(city)
    await city.put_lots(draft("op1-ny", timezone="America/New_York"))
    path = await lent(city, key, lot_id="op1-ny")
    found = await windows(city, key, path)
    assert found[0]["from"] == "2026-11-22T21:00:00-05:00"
    assert found[1]["from"] == "2026-11-23T19:00:00-05:00"
