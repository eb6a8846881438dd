"""Operators register their lots over HTTP; nobody learns or touches another's."""

import asyncio

import pytest

from parking.storage.settings import StoreUrls
from tests.services.city import City, running_city, snapshot

LOT = {"name": "泉城广场停车场🅿️", "capacity": {"general": 100, "charging": 8},
       "lat": 36.6605, "lon": 117.0214}  # fmt: skip


async def put(city: City, key: dict[str, str], lot_id: str, lot: dict):
    return await city.client.put(f"/v1/operator/lots/{lot_id}", json=lot, headers=key)


async def test_a_lot_that_was_put_takes_reports_and_is_found_at_once(city: City):
    key = await city.key("operator", "op-1")
    first = await put(city, key, "op-1-a", LOT)
    assert (first.status_code, first.json()["created"]) == (201, True)
    assert (await city.client.get("/v1/lots/op-1-a")).json()["name"] == LOT["name"]
    answer = await city.report(key, snapshot("op-1-a", 12))
    assert answer.json()["results"] == [{"index": 0, "status": "accepted"}]
    again = await put(city, key, "op-1-a", LOT)
    assert (again.status_code, again.json()["changed"]) == (200, False)


async def test_a_foreign_lot_and_a_missing_one_cannot_be_told_apart(city: City):
    owner, other = await city.key("operator", "op-1"), await city.key("operator", "op-2")
    await put(city, owner, "op-1-a", LOT)
    for body in (LOT, {}, {"name": 7}):
        foreign = await put(city, other, "op-1-a", body)
        missing = await put(city, other, "op-1-zz", body)
        assert foreign.status_code == missing.status_code == 404
        assert foreign.content == missing.content
    foreign = await city.client.delete("/v1/operator/lots/op-1-a", headers=other)
    missing = await city.client.delete("/v1/operator/lots/op-2-zz", headers=other)
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert (await city.client.get("/v1/lots/op-1-a")).status_code == 200


WRONG_LOTS = [
    ({"lat": 117.02, "lon": 36.66}, "bad-coordinate", "/lat"),
    ({"lat": 10.99, "lon": 10.99}, "bad-coordinate", "/lat"),
    ({"lon": None}, "missing-field", "/lon"),
    ({"capacity": -1}, "count-out-of-range", "/capacity"),
    ({"capacity": {"general": 1.5}}, "count-out-of-range", "/capacity/general"),
    ({"capasity": 5}, "bad-field", "/capasity"),
    ({"name": "  "}, "missing-field", "/name"),
    ({"name": "a\nb"}, "bad-field", "/name"),
    ({"operator": "op-2"}, "bad-field", "/operator"),
    ({"opening_hours": "Mo-Fr 25:99"}, "bad-field", "/opening_hours"),
    (
        {"tariff": {"periods": [{"days": [], "steps": [{"fen": 1}]}]}},
        "bad-field",
        "/tariff/periods/0/days",
    ),
    ({"tariff": {"free_min": -1}}, "bad-field", "/tariff/free_min"),
]


async def test_what_is_wrong_with_a_lot_is_pointed_at(city: City):
    key = await city.key("operator", "op-1")
    for change, slug, pointer in WRONG_LOTS:
        answer = await put(city, key, "op-1-a", LOT | change)
        problem = answer.json()
        told = (answer.status_code, problem["type"].rsplit("/", 1)[1], problem["pointer"])
        assert told == (422, slug, pointer), problem


NO_JSON = {
    "truncated": b'{"name": "x"',
    "NaN": b'{"name": NaN}',
    "too large a number": b'{"lat": 1e999}',
    "half a surrogate": b'{"name": "\\ud800"}',
    "deep": b'{"name":' + b"[" * 50_000,
    "a member twice": b'{"name": "x", "lat": 36.66, "lat": 36.67}',
    "a member twice, deep": b'{"name": "x", "capacity": {"general": 1, "general": 2}}',
    "empty": b"",
    "not UTF-8": b'{"name": "\xff"}',
}


async def test_a_body_that_is_no_json_is_refused_and_the_service_stays_up(city: City):
    key = await city.key("operator", "op-1")
    for name, body in NO_JSON.items():
        answer = await city.client.put("/v1/operator/lots/op-1-a", content=body, headers=key)
        slug = answer.json()["type"].rsplit("/", 1)[1]
        assert (answer.status_code, slug) == (400, "bad-json"), name
    assert (await put(city, key, "op-1-a", LOT)).status_code == 201


async def test_a_lot_given_in_gcj02_is_moved_to_where_it_is(city: City):
    key = await city.key("operator", "op-1")
    stored = (await put(city, key, "op-1-a", LOT | {"coordsys": "gcj02"})).json()
    assert LOT["lon"] - stored["lon"] == pytest.approx(0.0058, abs=0.0005)


async def test_a_removed_lot_is_gone_from_every_answer(city: City):
    key = await city.key("operator", "op-1")
    await put(city, key, "op-1-a", LOT)
    gone = await city.client.delete("/v1/operator/lots/op-1-a", headers=key)
    assert gone.status_code == 204
    assert (await city.client.get("/v1/lots/op-1-a")).status_code == 404
    report = await city.report(key, snapshot("op-1-a", 1))
    assert report.json()["results"][0]["problem"]["type"].endswith("/unknown-lot")


async def test_a_lot_registered_again_begins_without_the_old_ones_counts(city: City):
    key = await city.key("operator", "op-1")
    for _ in range(2):
        assert (await put(city, key, "op-1-a", LOT)).status_code == 201
        empty = (await city.client.get("/v1/lots/op-1-a")).json()
        assert empty["availability"]["state"] == "unknown"
        report = await city.report(key, snapshot("op-1-a", 3))
        assert report.json()["accepted"] == 1
        await city.until_replica_has("op-1-a", 3)
        await city.client.delete("/v1/operator/lots/op-1-a", headers=key)


async def test_who_may_not_take_an_id_is_told_how_its_own_begin(city: City):
    key, longer = await city.key("operator", "op"), await city.key("operator", "op-b")
    taken = await put(city, key, "op-b-1", LOT)
    assert (taken.status_code, "'op-'" in taken.json()["detail"]) == (404, True)
    assert (await put(city, longer, "op-b-1", LOT)).status_code == 201


async def test_pages_of_own_lots_hold_each_lot_once_and_no_others(city: City):
    key, other = await city.key("operator", "op-1"), await city.key("operator", "op-2")
    for n in range(5):
        await put(city, key, f"op-1-{n}", LOT)
    await put(city, other, "op-2-0", LOT)
    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await city.client.get("/v1/operator/lots", params=query, headers=key)).json()
        seen += [lot["lot_id"] for lot in page["lots"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"op-1-{n}" for n in range(5)]


async def test_an_admin_puts_a_lot_for_a_named_operator(city: City):
    admin = await city.key("admin")
    nameless = await put(city, admin, "free-id", LOT)
    assert nameless.json()["pointer"] == "/operator"
    assert (await put(city, admin, "free-id", LOT | {"operator": "op-1"})).status_code == 201
    owner = await city.key("operator", "op-1")
    assert (await put(city, owner, "free-id", LOT | {"name": "新名"})).status_code == 200


async def test_an_operator_sees_why_its_reports_were_not_taken(city: City):
    key = await city.key("operator", "op-1")
    await put(city, key, "op-1-a", LOT)
    await city.report(key, snapshot("op-1-a", 5), snapshot("op-1-zz", 5, "2"))
    async with asyncio.timeout(10):
        while True:
            answer = await city.client.get("/v1/operator/feeds", headers=key)
            feed = next(f for f in answer.json()["feeds"] if f["source"] == "op-1")
            if feed["problems"]:
                break
            await asyncio.sleep(0.05)
    assert (feed["reports_last_hour"], feed["lots_last_hour"]) == (1, 1)
    assert feed["problems"][0]["problem"]["type"].endswith("/unknown-lot")
    other = await city.key("operator", "op-2")
    told = (await city.client.get("/v1/operator/feeds", headers=other)).text
    assert "op-1" not in told


async def test_a_key_tells_who_it_is(city: City):
    key = await city.key("operator", "op-1")
    me = (await city.client.get("/v1/operator", headers=key)).json()
    assert (me["role"], me["operator"], me["source"]) == ("operator", "op-1", "op-1")


async def test_an_operator_registers_so_many_lots_and_is_told_where_it_ends(stores: StoreUrls):
    async with running_city(stores, limit_lots=2) as city:
        key, other = await city.key("operator", "op-1"), await city.key("operator", "op-2")
        for lot_id in ("op-1-a", "op-1-b"):
            assert (await put(city, key, lot_id, LOT)).status_code == 201
        refused = await put(city, key, "op-1-c", LOT)
        assert refused.status_code == 422
        assert refused.json()["type"].endswith("/limit-exceeded")
        assert (await put(city, key, "op-1-a", LOT | {"name": "新名"})).status_code == 200
        assert (await put(city, other, "op-2-a", LOT)).status_code == 201
        admin = await city.key("admin")
        assert (await put(city, admin, "op-1-c", LOT | {"operator": "op-1"})).status_code == 201
