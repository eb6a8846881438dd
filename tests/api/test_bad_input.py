"""Every bad input gets a clear problem, and the service stays up."""

import asyncio
import gzip
import json

from api.paging import cursor_after
from parking.storage.postgres.pool import PLATFORM
from tests.services.city import PATIENCE_S, City, draft, snapshot

NEAR = "/v1/lots/nearby"


async def operator_of_one_lot(city: City) -> dict[str, str]:
    await city.put_lots(draft("op1-a"), draft("op2-a"))
    return await city.key("operator", "op1")


def slug(answer) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.json()["type"].rpartition("/")[2]


async def test_a_bad_parameter_of_nearby_is_named(city: City):
    for query, parameter in (
        ("", "lat"),
        ("lat=36.6", "lon"),
        ("lat=nan&lon=117", "lat"),
        ("lat=36.6&lon=inf", "lon"),
        ("lat=117.12&lon=36.65", "lat"),
        ("lat=1e999&lon=117", "lat"),
        ("lat=36.6&lon=117&limit=0", "limit"),
        ("lat=36.6&lon=117&limit=201", "limit"),
        ("lat=36.6&lon=117&limit=5.5", "limit"),
        ("lat=36.6&lon=117&limit=%E4%B8%89", "limit"),
        ("lat=36.6&lon=117&limit=" + "9" * 5_000, "limit"),
        ("lat=36.6&lon=117&radius_m=50001", "radius_m"),
        ("lat=36.6&lon=117&space_class=gold", "space_class"),
        ("lat=36.6&lon=117&lot_class=attached,gold", "lot_class"),
        ("lat=36.6&lon=117&coordsys=mars", "coordsys"),
        ("lat=36.6&lon=117&sort=luck", "sort"),
        ("lat=36.6&lon=117&sort=price", "stay_min"),
        ("lat=36.6&lon=117&include_unknown=maybe", "include_unknown"),
        ("lat=36.6&lon=117&max_height_m=-1", "max_height_m"),
    ):
        answer = await city.client.get(f"{NEAR}?{query}")
        assert answer.status_code == 422, query[:80]
        assert slug(answer) in {"bad-field", "missing-field"}, query[:80]
        assert answer.json()["pointer"] == f"/query/{parameter}"
    odd = await city.client.get(f"{NEAR}?lat=36.6&lon=%2B117&utm=%ff%00&&=&x")
    assert odd.status_code == 200


async def test_a_bad_body_is_told_what_is_wrong(city: City):
    operator = await operator_of_one_lot(city)
    for body, status, said in (
        (b'{"reports":[{"kind":"snap', 400, "bad-json"),
        (b"", 400, "bad-json"),
        (b"[" * 100_000, 400, "bad-json"),
        (b'{"reports":[{"kind":"snapshot","lot_id":"\\ud800"}]}', None, None),
        (b'{"reports":[NaN]}', None, None),
        (b'{"reports":' + b"[" * 50 + b"]" * 50 + b"}", None, None),
        (b'{"reports":[' + b",".join([b"{}"] * 1_001) + b"]}", 413, "too-many-items"),
        (b'{"reports":[' + b",".join([b"1"] * 400_000) + b"]}", 413, "too-many-items"),
        (b" " * (1024 * 1024 + 1), 413, "body-too-large"),
        (b'{"nothing":1}', None, None),
    ):
        answer = await city.client.post("/v1/reports", content=body, headers=operator)
        assert 400 <= answer.status_code < 500, body[:40]
        assert slug(answer) == (said or slug(answer)), body[:40]
        assert answer.status_code == (status or answer.status_code), body[:40]
    assert (await city.client.get("/healthz")).status_code == 200


async def test_a_body_that_does_not_say_its_size_is_still_counted(city: City):
    operator = await operator_of_one_lot(city)

    async def endless():
        for _ in range(40):
            yield b" " * 65_536

    for path in ("/v1/reports", "/v1/history"):
        answer = await city.client.post(path, content=endless(), headers=operator)
        assert (answer.status_code, slug(answer)) == (413, "body-too-large")


async def test_a_gzip_bomb_is_refused_and_a_fair_gzip_taken(city: City):
    operator = await operator_of_one_lot(city)
    bomb = gzip.compress(b" " * 100_000_000, 9)
    answer = await city.client.post(
        "/v1/reports", content=bomb, headers=operator | {"content-encoding": "gzip"}
    )
    assert (answer.status_code, slug(answer)) == (413, "body-too-large")
    assert (await city.report(operator, snapshot("op1-a", 3), gz=True)).status_code == 200


async def test_one_bad_item_is_named_and_the_rest_of_the_batch_lands(city: City):
    operator = await operator_of_one_lot(city)
    for number, (changes, said) in enumerate((
        ({"observed_at": "2026-11-21T09:00:00"}, "naive-time"),
        ({"observed_at": 1_795_222_800}, "bad-time"),
        ({"observed_at": "2099-01-01T00:00:00+08:00"}, "future-timestamp"),
        ({"observed_at": "2020-01-01T00:00:00+08:00"}, "too-old"),
        ({"lot_id": "op2-a"}, "unknown-lot"),
        ({"lot_id": "nobody-knows"}, "unknown-lot"),
        ({"spaces": [{"free": -1}]}, "count-out-of-range"),
        ({"spaces": [{"free": 10.5}]}, "count-out-of-range"),
        ({"spaces": [{"free": 10_000_000}]}, "count-out-of-range"),
    )):  # fmt: skip
        good = snapshot("op1-a", 4, serial=f"good-{number}")
        answer = await city.report(operator, snapshot("op1-a", 3) | changes, good)
        first, second = answer.json()["results"]
        assert (first["status"], second["status"]) == ("rejected", "accepted"), said
        assert first["problem"]["type"].endswith(said)
        assert first["problem"]["pointer"].startswith("/reports/0")


async def test_a_foreign_lot_and_a_missing_lot_read_the_same(city: City):
    operator = await operator_of_one_lot(city)
    foreign = await city.report(operator, snapshot("op2-a", 1))
    missing = await city.report(operator, snapshot("op9-a", 1))
    assert foreign.status_code == missing.status_code == 422
    assert foreign.text.replace("op2-a", "op9-a") == missing.text


async def test_names_in_any_script_come_back_as_they_were(city: City):
    name = "泉城🅿️𠮷野停车场 <b>&\"'"
    await city.put_lots(draft("op1-a", name=name))
    assert (await city.client.get("/v1/lots/op1-a")).json()["name"] == name


async def test_a_revoked_key_is_shut_out(city: City):
    operator = await operator_of_one_lot(city)
    assert (await city.report(operator, snapshot("op1-a", 3))).status_code == 200
    await city.keys.revoke(PLATFORM, operator["authorization"].split("_")[1])
    async with asyncio.timeout(PATIENCE_S):
        while (await city.report(operator, snapshot("op1-a", 4))).status_code != 401:
            pass


async def test_whoever_shows_no_valid_key_is_told_how(city: City):
    for shown in (b"", b"Basic eDp5", b"Bearer", b"Bearer ol_x_y", b"Bearer \xff"):
        answer = await city.client.post("/v1/reports", headers={"authorization": shown})
        assert (answer.status_code, slug(answer)) == (401, "unauthorized")
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_keys_are_not_guessed_without_end_at_any_door(city: City):
    guesses = [{"authorization": f"Bearer ol_a{number}_x"} for number in range(130)]
    seen = [await city.client.get("/v1/operator", headers=guess) for guess in guesses]
    statuses = [answer.status_code for answer in seen]
    assert statuses[:100] == [401] * 100
    assert 429 in statuses
    # A slow machine lets some more guesses in meanwhile; the other doors count in the same place.
    posted = [
        await city.client.post("/v1/reports", content=b"{}", headers=guess)
        for guess in guesses[:30]
    ]
    assert (posted[-1].status_code, slug(posted[-1])) == (429, "rate-limited")


async def test_every_other_mistake_is_a_problem_too(city: City):
    for method, path, status in (
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/lots/nobody", 404),
        ("GET", "/v1/lots/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/assets/..%2f..%2fmain.py", 404),
        ("DELETE", "/v1/lots", 405),
        ("GET", "/v1/lots?cursor=%%%", 400),
        ("GET", "/v1/lots?bbox=1,2,3", 400),
        ("GET", "/v1/lots?bbox=10,50,20,40", 400),
        ("GET", "/v1/lots?limit=100000", 422),
        ("GET", "/v1/lots?updated_since=2026-01-01T00:00:00", 422),
        ("GET", "/v1/lots/nobody/history?from=2026-01-01T00:00:00Z", 404),
        ("GET", "/v1/cells?bbox=-180,-90,180,90&resolution=10", 422),
        ("GET", "/v1/search?q=", 422),
        ("GET", "/problems/nothing", 404),
    ):
        answer = await city.client.request(method, path)
        assert answer.status_code == status, (path, answer.text)
        slug(answer)
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_body_that_says_it_is_something_else_is_not_read(city: City):
    operator = await operator_of_one_lot(city)
    lot, body = "/v1/operator/lots/op1-a", b'{"name":"x"}'
    for said, status in (
        ("text/plain", 415),
        ("application/json; charset=gbk", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json; charset=utf-8", 200),
        ("application/geo+json", 200),
    ):
        headers = operator | {"content-type": said}
        put = await city.client.put(lot, content=body, headers=headers)
        assert put.status_code == status, said
        report = json.dumps({"reports": [snapshot("op1-a", 3, said)]})
        sent = await city.client.post("/v1/reports", content=report, headers=headers)
        assert sent.status_code == status, said
        if status == 415:
            assert slug(put) == slug(sent) == "unsupported-media"


async def test_head_is_get_without_its_body_and_nothing_redirects(city: City):
    for path in ("/healthz", "/readyz", "/v1/lots", "/openapi.json", "/status", "/v1/lots/none"):
        got, head = await city.client.get(path), await city.client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers["content-type"] == got.headers["content-type"]
    assert slug(await city.client.get("/v1/lots/")) == "not-found"


async def test_whoever_has_a_page_already_is_not_sent_it_again_however_the_tag_is_written(
    city: City,
):
    tag = (await city.client.get("/")).headers["etag"]
    for known in (tag, tag.removeprefix("W/"), "*", f'"other", {tag}'):
        answer = await city.client.get("/", headers={"if-none-match": known})
        assert answer.status_code == 304, known


async def test_pages_of_other_sites_may_read_what_anybody_may(city: City):
    for path in ("/v1/lots/nearby?lat=36&lon=117", "/v1/lots/nearby", "/v1/lots", "/v1/lots/none"):
        answer = await city.client.get(path, headers={"origin": "https://elsewhere.example"})
        assert answer.headers.get_list("access-control-allow-origin") == ["*"], path
    asked = await city.client.options("/v1/operator/lots")
    assert asked.status_code == 405
    assert "access-control-allow-headers" not in asked.headers


async def test_times_and_cursors_beyond_reason_are_refused(city: City):
    await city.put_lots(draft("op1-a"))
    for query in (
        "from=0001-01-01T00:00:00%2B08:00&to=0001-01-02T00:00:00%2B08:00",
        "to=9999-12-31T23:59:59-08:00",
        *(f"cursor={cursor_after(key)}" for key in ("9" * 30 + ",1", "1," + "9" * 30, "²,1")),
    ):
        answer = await city.client.get(f"/v1/lots/op1-a/history?{query}")
        assert answer.status_code in {400, 422}, (query, answer.text)
        slug(answer)


async def test_seconds_since_1970_are_no_time_wherever_they_are_sent(city: City):
    admin = await city.key("admin")
    await city.put_lots(draft("op1-a"))
    answers = [
        await city.client.get("/v1/lots?updated_since=1795327200"),
        await city.client.get("/v1/lots/op1-a/history?from=1795327200000"),
        await city.client.post("/v1/admin/clock", json={"now": 1795327200}, headers=admin),
        await city.client.post(
            "/v1/operator/lots/op1-a/closures",
            json={"to": 1795327200, "reason": "x"},
            headers=admin,
        ),
    ]
    told = [(answer.status_code, slug(answer), answer.json()["pointer"]) for answer in answers]
    pointers = ("/query/updated_since", "/query/from", "/now", "/to")
    assert told == [(422, "bad-time", pointer) for pointer in pointers]


async def test_a_key_that_has_expired_already_is_not_issued(city: City):
    admin = await city.key("admin")
    for expires, said in (
        ("2020-01-01T00:00:00Z", "bad-field"),
        ("9999-12-31T23:59:59-10:00", "bad-time"),
    ):
        body = {"role": "planner", "expires_at": expires}
        answer = await city.client.post("/v1/admin/keys", json=body, headers=admin)
        assert (answer.status_code, slug(answer)) == (422, said)
        assert answer.json()["pointer"] == "/expires_at"


async def test_a_manual_clock_stays_in_our_age(city: City):
    admin = await city.key("admin")
    for now in ("0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "9999-12-31T23:59:59-08:00"):
        answer = await city.client.post("/v1/admin/clock", json={"now": now}, headers=admin)
        assert answer.status_code == 422
        slug(answer)


async def test_a_bad_json_body_of_a_cold_route_is_a_problem(city: City):
    admin = await city.key("admin")
    answer = await city.client.post("/v1/history", content=json.dumps([1]), headers=admin)
    assert answer.status_code in {400, 422}
    slug(answer)
