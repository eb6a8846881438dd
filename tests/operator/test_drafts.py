"""A draft takes reports and is seen by nobody, until it is checked and published."""

from parking.storage.postgres.pool import PLATFORM, scoped
from tests.services.city import City, snapshot

LOT = {"name": "经十路停车场", "capacity": {"general": 100}, "lat": 36.6605, "lon": 117.0214}
PATH = "/v1/operator/lots/op-1-a"
NEAR = "/v1/lots/nearby?lat=36.6605&lon=117.0214&include_unknown=1"


async def put(city: City, key: dict[str, str], *, query: str = "?draft=true", **more):
    return await city.client.put(PATH + query, json=LOT | more, headers=key)


async def publish(city: City, key: dict[str, str]):
    return await city.client.post(f"{PATH}/publish", headers=key)


async def seen_by_readers(city: City) -> set[str]:
    """Where the lot, or a number that it is part of, is shown."""
    client, seen = city.client, set()
    if (await client.get("/v1/lots/op-1-a")).status_code == 200:
        seen.add("lot")
    if (await client.get("/v1/lots/op-1-a/history")).status_code == 200:
        seen.add("history")
    if (await client.get("/status")).json()["lots"]["total"]:
        seen.add("status")
    for name, path in {
        "list": "/v1/lots",
        "nearby": NEAR,
        "search": "/v1/search?q=%E7%BB%8F%E5%8D%81%E8%B7%AF",
        "geojson": "/export/geojson",
        "parkapi": "/export/parkapi/v3/parking-sites",
    }.items():
        if "op-1-a" in (await client.get(path)).text:
            seen.add(name)
    cells = (await client.get("/v1/cells?bbox=117,36,118,37")).json()["cells"]
    return seen | ({"cells"} if cells else set())


async def test_a_draft_takes_reports_and_no_reader_sees_it_before_it_is_published(city: City):
    key = await city.key("operator", "op-1")
    made = await put(city, key)
    assert (made.status_code, made.json()["is_draft"]) == (201, True)
    answer = await city.report(key, snapshot("op-1-a", 12))
    assert answer.json()["results"][0]["status"] == "accepted"
    assert await seen_by_readers(city) == set()
    [own] = (await city.client.get("/v1/operator/lots", headers=key)).json()["lots"]
    assert (own["lot_id"], own["is_draft"]) == ("op-1-a", True)
    published = await publish(city, key)
    assert (published.status_code, published.json()["published"]) == (200, True)
    assert (await city.until_replica_has("op-1-a", 12))["availability"]["free"] == 12
    assert await seen_by_readers(city) >= {"lot", "history", "list", "nearby", "search"}
    again = await publish(city, key)
    assert (again.status_code, again.json()["published"]) == (200, False)


async def test_a_replica_that_is_loaded_anew_still_hides_drafts_and_keeps_what_they_said(
    city: City,
):
    key = await city.key("operator", "op-1")
    await put(city, key)
    await city.report(key, snapshot("op-1-a", 12))
    await city.projection.complete_epoch(await city.projection.begin_epoch())
    await city.until("/readyz", lambda _: True)
    assert await seen_by_readers(city) == set()
    await city.report(key, snapshot("op-1-a", 13, "2"))
    await publish(city, key)
    await city.until_replica_has("op-1-a", 13)


async def test_all_that_a_draft_lacks_is_told_at_once(city: City):
    key = await city.key("operator", "op-1")
    await put(city, key, lat=None, lon=None, capacity=None)
    refused = await publish(city, key)
    assert refused.status_code == 422
    for told in ("/lat", "/capacity", "24 hours"):
        assert told in refused.json()["detail"]
    assert await seen_by_readers(city) == set()


async def test_a_draft_whose_newest_count_cannot_be_right_stays_one(city: City):
    key = await city.key("operator", "op-1")
    await put(city, key)
    await city.report(key, snapshot("op-1-a", 900))
    refused = await publish(city, key)
    assert (refused.status_code, "suspect" in refused.json()["detail"]) == (422, True)
    await city.report(key, snapshot("op-1-a", 90, "2"))
    assert (await publish(city, key)).status_code == 200


async def test_a_draft_that_is_put_again_stays_one_and_a_public_lot_never_becomes_one(city: City):
    key = await city.key("operator", "op-1")
    await put(city, key)
    assert (await put(city, key, query="", name="新名")).json()["is_draft"]
    assert await seen_by_readers(city) == set()
    await city.report(key, snapshot("op-1-a", 12))
    await publish(city, key)
    refused = await put(city, key)
    assert (refused.status_code, refused.json()["current"]) == (409, "public")


async def test_versions_tell_who_changed_what_and_when(city: City):
    key, admin = await city.key("operator", "op-1"), await city.key("admin")
    who = (await city.client.get("/v1/operator", headers=key)).json()["key_id"]
    await put(city, key)
    await put(city, key)  # unchanged: no version
    await city.report(key, snapshot("op-1-a", 12))
    await publish(city, key)
    await put(city, admin, query="", name="经十路二号", max_height_m=2.1)
    told = (await city.client.get(f"{PATH}/versions", headers=key)).json()["versions"]
    assert [one["action"] for one in told] == ["put", "publish", "put"]
    assert [one["role"] for one in told] == ["admin", "operator", "operator"]
    assert (told[0]["changed"], told[1]["changed"]) == (["max_height_m", "name"], ["is_draft"])
    assert told[2]["key_id"] == who != told[0]["key_id"]
    assert told[2]["description"]["name"] == LOT["name"]
    page = (await city.client.get(f"{PATH}/versions?limit=1", headers=key)).json()
    assert (len(page["versions"]), page["versions"][0]["changed"]) == (1, told[0]["changed"])
    rest = await city.client.get(f"{PATH}/versions?cursor={page['next_cursor']}", headers=key)
    assert rest.json()["versions"] == told[1:]


async def test_drafts_of_another_are_drafts_that_are_not_there(city: City):
    key, other = await city.key("operator", "op-1"), await city.key("operator", "op-2")
    await put(city, key)
    for method, what in (("post", "publish"), ("get", "versions")):
        foreign = await city.client.request(method, f"{PATH}/{what}", headers=other)
        missing = await city.client.request(
            method, f"/v1/operator/lots/op-1-zz/{what}", headers=other
        )
        assert (foreign.status_code, foreign.content) == (404, missing.content)


async def test_a_draft_whose_counts_are_found_wrong_stays_one_until_they_are_right(city: City):
    key = await city.key("operator", "op-1")
    await put(city, key)
    await city.report(key, snapshot("op-1-a", 12))
    async with scoped(city.pool, PLATFORM) as connection:
        await connection.execute(
            "insert into feed_verdict (rule, operator_key, lot_key, since, found_at, evidence)"
            " select 'inverted', operator_key, lot_key, city_now(), city_now(), '{}' from lot"
        )
    refused = await publish(city, key)
    assert (refused.status_code, "inverted" in refused.json()["detail"]) == (422, True)
    async with scoped(city.pool, PLATFORM) as connection:
        await connection.execute("update feed_verdict set until = city_now()")
    assert (await publish(city, key)).status_code == 200
