"""An operator puts a new key in an old one's place, and its feed goes on as one."""

import pytest

from parking.storage.postgres.pool import PLATFORM, scoped
from tests.services.city import City, draft, snapshot

KEYS = "/v1/operator/keys"


async def rotate(city: City, key: dict[str, str], **body) -> dict:
    answer = await city.client.post(f"{KEYS}/rotate", json=body or None, headers=key)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def shown(rotated: dict) -> dict[str, str]:
    return {"authorization": f"Bearer {rotated['key']}"}


async def test_both_keys_report_as_one_source_while_they_overlap(city: City):
    old = await city.key("operator", "op1")
    await city.put_lots(draft("op1-a"))
    rotated = await rotate(city, old)
    new, who = shown(rotated), (await city.client.get("/v1/operator", headers=old)).json()
    assert (rotated["replaces"], rotated["source"]) == (who["key_id"], who["source"])
    report = snapshot("op1-a", 12)
    statuses = [(await city.report(key, report)).json()["results"][0] for key in (old, new, old)]
    assert [told["status"] for told in statuses] == ["accepted", "duplicate", "duplicate"]
    assert all("flags" not in told for told in statuses)
    feeds = (await city.client.get("/v1/operator/feeds", headers=new)).json()["feeds"]
    assert [feed["source"] for feed in feeds if feed["reports_last_hour"]] == ["op1"]


async def test_the_old_key_ends_at_once_where_no_overlap_is_wanted(city: City):
    old = await city.key("operator", "op1")
    assert (await city.client.get("/v1/operator", headers=old)).status_code == 200
    new = shown(await rotate(city, old, overlap_h=0))
    assert (await city.client.get("/v1/operator", headers=old)).status_code == 401
    assert (await city.client.get("/v1/operator", headers=new)).status_code == 200


async def test_who_lost_the_answer_rotates_again_and_the_old_key_lives_no_longer_for_it(
    city: City,
):
    old = await city.key("operator", "op1")
    first, again = await rotate(city, old, overlap_h=1), await rotate(city, old, overlap_h=168)
    assert again["old_valid_until"] == first["old_valid_until"]
    assert again["expires_at"] is None
    for key in (old, shown(first), shown(again)):
        assert (await city.client.get("/v1/operator", headers=key)).status_code == 200


@pytest.mark.parametrize("overlap_h", [-1, 168.5, "long"])
async def test_an_overlap_beyond_a_week_is_refused(city: City, overlap_h: object):
    key = await city.key("operator", "op1")
    body = {"overlap_h": overlap_h}
    answer = await city.client.post(f"{KEYS}/rotate", json=body, headers=key)
    assert (answer.status_code, answer.json()["pointer"]) == (422, "/overlap_h")


async def test_an_operator_sees_and_revokes_its_own_keys_alone(city: City):
    key, other = await city.key("operator", "op1"), await city.key("operator", "op2")
    await city.key("planner")
    fresh = await rotate(city, key)
    listed = await city.client.get(KEYS, headers=key)
    told = {one["key_id"]: one for one in listed.json()["keys"]}
    assert set(told) == {fresh["key_id"], fresh["replaces"]}
    assert told[fresh["replaces"]]["retires_at"] == fresh["old_valid_until"]
    assert fresh["key"] not in listed.text
    path = f"{KEYS}/{fresh['key_id']}"
    foreign = await city.client.delete(path, headers=other)
    missing = await city.client.delete(f"{KEYS}/nosuchkey0", headers=other)
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert (await city.client.delete(path, headers=key)).status_code == 204
    assert (await city.client.get("/v1/operator", headers=shown(fresh))).status_code == 401
    page = (await city.client.get(f"{KEYS}?limit=1", headers=key)).json()
    rest = await city.client.get(f"{KEYS}?limit=1&cursor={page['next_cursor']}", headers=key)
    assert {page["keys"][0]["key_id"], rest.json()["keys"][0]["key_id"]} == set(told)


async def test_what_is_done_to_keys_is_in_the_audit(city: City):
    key = await city.key("operator", "op1")
    fresh = await rotate(city, key)
    await city.client.delete(f"{KEYS}/{fresh['key_id']}", headers=key)
    async with scoped(city.pool, PLATFORM) as connection:
        rows = await connection.fetch(
            "select action, subject, detail from audit_log where key_id = $1 order by id",
            fresh["replaces"],
        )
    assert [(row["action"], row["subject"]) for row in rows] == [
        ("key.rotate", fresh["key_id"]), ("key.revoke", fresh["key_id"]),
    ]  # fmt: skip
    assert rows[0]["detail"]["replaces"] == fresh["replaces"]
    assert fresh["key"] not in str([dict(row) for row in rows])


async def test_a_key_that_the_city_gave_for_a_time_is_not_prolonged_by_rotating(city: City):
    issued = await city.client.post(
        "/v1/admin/keys",
        json={"role": "operator", "operator": "op1", "expires_at": "2090-01-01T00:00:00Z"},
        headers=await city.key("admin"),
    )
    rotated = await rotate(city, shown(issued.json()), overlap_h=2)
    assert rotated["expires_at"] == "2090-01-01T00:00:00Z"
