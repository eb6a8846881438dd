"""Over HTTP: with a key, or signed; what is wrong turns nobody's record away unheard."""

import gzip
import hashlib
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request

from ingest.interlink.routes import interlink_router
from ingest.interlink.signed_keys import signing_secret
from parking.principal import Principal
from tests.ingest.interlink.messages import entry, push
from tests.ingest.interlink.small_city import SECRET, VENDOR, SmallCity


@pytest.fixture
def city() -> SmallCity:
    built = SmallCity()
    built.add_lot("quancheng-JN-QCGC-01")
    return built


@pytest.fixture
def asked() -> list[str]:
    """Ids of keys that the database was asked for."""
    return []


@pytest.fixture
async def http(city: SmallCity, asked: list[str]) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.middleware("http")
    async def who(request: Request, call_next):
        request.state.principal = VENDOR
        return await call_next(request)

    async def key_by_id(key_id: str) -> Principal | None:
        asked.append(key_id)
        return VENDOR if key_id == "k1" else None

    app.include_router(interlink_router(city.door, city_secret=SECRET, key_by_id=key_by_id))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
        yield client


def signed(body: dict[str, object], secret: str) -> dict[str, object]:
    pairs = [
        f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in sorted(body.items())
        if value not in {"", None}
    ]
    text = "&".join(pairs) + f"&key={secret}"
    return body | {"sign": hashlib.md5(text.encode()).hexdigest().upper()}


BARE = {name: value for name, value in entry().items() if value}


async def test_a_push_with_a_key(http: httpx.AsyncClient, city: SmallCity) -> None:
    answer = await http.post("/v1/interlink/vendor_push", json=push(entry()))
    assert answer.json() == {"code": 0, "msg": "成功"}
    assert len(city.log) == 1


async def test_a_push_to_one_message_compressed(http: httpx.AsyncClient, city: SmallCity) -> None:
    body = gzip.compress(json.dumps(entry()).encode())
    answer = await http.post(
        "/v1/interlink/vendor_push/entry", content=body, headers={"content-encoding": "gzip"}
    )
    assert (answer.json()["code"], len(city.log)) == (0, 1)


async def test_an_unknown_profile_is_told_with_the_nearest(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/interlink/vendor_pus", json={})
    assert answer.status_code == 404
    assert "did you mean vendor_push?" in answer.json()["detail"]


async def test_an_unknown_message_is_told_with_those_there_are(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/interlink/vendor_push/arrival", json=entry())
    assert answer.json()["code"] == 400
    assert "entry" in answer.json()["msg"]


@pytest.mark.parametrize("body", [b"{", b'{"a":1,"a":2}', b"\xff\xfe", b"x" * (1024 * 1024 + 1)])
async def test_a_body_that_cannot_be_read_is_answered_in_the_vendors_words(
    http: httpx.AsyncClient, body: bytes
) -> None:
    answer = await http.post("/v1/interlink/vendor_push", content=body)
    assert (answer.status_code, answer.json()["code"]) == (200, 400)


async def test_the_secret_is_shown_to_its_key_alone(http: httpx.AsyncClient) -> None:
    answer = (await http.get("/v1/interlink/signing")).json()
    assert answer["path"] == "/v1/interlink/signed/k1"
    assert answer["secret"] == signing_secret(SECRET, "k1") != signing_secret(SECRET, "k2")


async def test_a_signed_push_needs_no_header(http: httpx.AsyncClient, city: SmallCity) -> None:
    body = signed(BARE, signing_secret(SECRET, "k1"))
    answer = await http.post("/v1/interlink/signed/k1/vendor_push/entry", json=body)
    assert (answer.status_code, answer.json()["code"]) == (200, 0)
    assert len(city.log) == 1


@pytest.mark.parametrize("key_id", ["k1", "k2", "nobody"])
async def test_a_wrong_signature_is_refused_before_the_database_is_asked(
    http: httpx.AsyncClient, city: SmallCity, asked: list[str], key_id: str
) -> None:
    body = signed(BARE, "a guess")
    answer = await http.post(f"/v1/interlink/signed/{key_id}/vendor_push", json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, 401)
    assert (city.log, asked) == ({}, [])
    assert "A12345" not in answer.text


async def test_a_changed_body_is_refused(http: httpx.AsyncClient, city: SmallCity) -> None:
    body = signed(BARE, signing_secret(SECRET, "k1")) | {"remainParkNum": 0}
    answer = await http.post("/v1/interlink/signed/k1/vendor_push", json=body)
    assert answer.status_code == 401
    assert city.log == {}


async def test_a_revoked_key_signs_no_more(http: httpx.AsyncClient, city: SmallCity) -> None:
    body = signed(BARE, signing_secret(SECRET, "k2"))
    answer = await http.post("/v1/interlink/signed/k2/vendor_push", json=body)
    assert answer.status_code == 401
    assert city.log == {}


async def test_the_list_tells_every_profile_and_message(http: httpx.AsyncClient) -> None:
    told = {profile["name"]: profile for profile in (await http.get("/v1/interlink")).json()}
    assert told["vendor_push"]["is_signed"]
    kinds = {one["kind"] for one in told["guangzhou_db4401_133"]["messages"]}
    assert {"lot", "space", "entry", "exit", "vacancy", "curb_segment", "session"} <= kinds
