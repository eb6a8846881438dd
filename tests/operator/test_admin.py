"""The platform's people: clock, operators, keys."""

from tests.services.city import City, draft


async def test_a_key_issued_over_http_works_until_it_is_revoked(city: City):
    admin = await city.key("admin")
    issued = await city.client.post(
        "/v1/admin/keys", json={"role": "operator", "operator": "op-1"}, headers=admin
    )
    assert issued.status_code == 201
    key = {"authorization": f"Bearer {issued.json()['key']}"}
    assert (await city.client.get("/v1/operator", headers=key)).status_code == 200
    listed = (await city.client.get("/v1/admin/keys", headers=admin)).text
    assert issued.json()["key_id"] in listed
    assert issued.json()["key"] not in listed
    path = f"/v1/admin/keys/{issued.json()['key_id']}"
    assert (await city.client.delete(path, headers=admin)).status_code == 204
    assert (await city.client.get("/v1/operator", headers=key)).status_code == 401


async def test_a_real_clock_is_not_moved(city: City):
    admin = await city.key("admin")
    answer = await city.client.post(
        "/v1/admin/clock", json={"now": "2026-11-21T09:00:00+08:00"}, headers=admin
    )
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/clock-not-manual")


async def test_when_moving_the_clock_is_answered_the_city_lives_in_the_new_time(city: City):
    admin = await city.key("admin")
    await city.pool.execute("update city_clock set mode = 'manual'")
    for now in ("2026-11-21T01:00:00Z", "2025-09-01T00:00:00Z"):
        moved = await city.client.post("/v1/admin/clock", json={"now": now}, headers=admin)
        assert (moved.status_code, moved.json()["now"]) == (200, now)
        seen = (await city.client.get("/v1/admin/clock", headers=admin)).json()
        assert (seen["mode"], seen["now"]) == ("manual", now)
        page = (await city.client.get("/v1/lots")).json()
        assert page["as_of"][:13] in {"2026-11-21T09", "2025-09-01T08"}


async def test_a_time_without_offset_moves_nothing(city: City):
    admin = await city.key("admin")
    answer = await city.client.post(
        "/v1/admin/clock", json={"now": "2026-11-21T09:00:00"}, headers=admin
    )
    assert (answer.status_code, answer.json()["pointer"]) == (422, "/now")


async def test_an_operator_is_created_once_and_then_renamed(city: City):
    admin = await city.key("admin")
    created = await city.client.post(
        "/v1/admin/operators", json={"operator": "op-1", "name": "静态交通"}, headers=admin
    )
    renamed = await city.client.post(
        "/v1/admin/operators", json={"operator": "op-1", "name_en": "Static"}, headers=admin
    )
    assert created.json()["created"]
    assert renamed.json() == {
        "operator": "op-1", "name": "静态交通", "name_en": "Static", "created": False,
    }  # fmt: skip


async def test_every_change_an_admin_makes_leaves_its_name(city: City):
    admin = await city.key("admin")
    await city.client.post("/v1/admin/operators", json={"operator": "op-1"}, headers=admin)
    await city.client.post("/v1/admin/keys", json={"role": "planner"}, headers=admin)
    key_id = (await city.client.get("/v1/operator", headers=admin)).json()["key_id"]
    async with city.pool.acquire() as connection, connection.transaction():
        await connection.execute("select set_config('onelot.scope', 'platform', true)")
        rows = await connection.fetch("select action from audit_log where key_id = $1", key_id)
    assert sorted(row["action"] for row in rows) == ["key.create", "operator.put"]


async def test_text_that_no_database_holds_is_refused_wherever_it_comes_in(city: City):
    admin = await city.key("admin")
    nul = "a\0b"
    await city.put_lots(draft("op-1-a", operator_id="op-1"))
    answers = [
        await city.client.post(
            "/v1/admin/keys", json={"role": "planner", "name": nul}, headers=admin
        ),
        await city.client.post("/v1/admin/operators", json={"operator": nul}, headers=admin),
        await city.client.post(
            "/v1/admin/operators", json={"operator": "op-1", "name": nul}, headers=admin
        ),
        await city.client.post(
            "/v1/operator/lots/op-1-a/recount",
            json={"spaces": [{"free": 3}], "reason": nul},
            headers=admin,
        ),
        await city.client.post(
            "/v1/operator/lots/op-1-a/closures", json={"reason": nul}, headers=admin
        ),
        await city.client.delete("/v1/admin/keys/a%00b", headers=admin),
        await city.client.get("/v1/admin/keys?cursor=AAAA", headers=admin),
        await city.client.delete("/v1/operator/lots/op-1-%00", headers=admin),
        await city.client.put("/v1/operator/lots/op-1-%00", json={"name": "x"}, headers=admin),
        await city.client.get("/v1/operator/lots", headers={"authorization": "Bearer ol_a%00_x"}),
    ]
    assert {answer.status_code for answer in answers} <= {400, 401, 404, 422}
