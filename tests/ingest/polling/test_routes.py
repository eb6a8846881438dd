"""An operator declares a feed, tries it first, sees how it does, and gets no secret back."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from ingest.polling.allow_list import AllowList
from ingest.polling.declaring import Declaring
from ingest.polling.routes import FEEDS_PATH, polled_feeds_router
from ingest.polling.schemas import FeedBody
from ingest.polling.trial import Trial
from parking.problems import ProblemError
from parking.storage.postgres.polled_feeds import PolledFeeds
from parking.storage.postgres.pool import open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.city import city
from tests.ingest.polling.server import Server, answer, serving
from tests.ingest.polling.test_polling_city import LOTS, MAPPING, table

FEED = f"{FEEDS_PATH}/north-lots"
BODY = {
    "url": "https://feeds.example/lots.csv",
    "auth": {"kind": "header", "name": "X-Api-Key", "secret": "open-sesame"},
}


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(feed=table(LOTS), down=answer(503)) as made:
        yield made


@pytest.fixture
async def http(stores: StoreUrls) -> AsyncIterator[httpx.AsyncClient]:
    """The routes alone; `key` in the query stands for what the gate finds out."""
    async with (
        city(stores) as built,
        await open_pool(stores.database_url) as pool,
    ):
        app = FastAPI()

        @app.middleware("http")
        async def who(request: Request, call_next):
            request.state.principal = built.principals[request.query_params.get("key", "north")]
            return await call_next(request)

        @app.exception_handler(ProblemError)
        async def problem(request: Request, error: ProblemError) -> JSONResponse:
            return JSONResponse(error.problem.to_dict(), error.problem.http_status)

        feeds, trial = PolledFeeds(pool), Trial(AllowList.parse("127.0.0.0/8:*"))
        declaring = Declaring(feeds, built.directory, trial, "Asia/Shanghai")
        app.include_router(polled_feeds_router(feeds, declaring))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
            yield client


async def test_a_feed_is_declared_changed_listed_and_taken_away(http: httpx.AsyncClient):
    made = await http.put(FEED, json=BODY)
    assert made.status_code == 201
    told = made.json()
    assert told["auth"] == {"kind": "header", "name": "X-Api-Key", "has_secret": True}
    assert (told["source"], told["timezone"]) == ("north-lots@poll", "Asia/Shanghai")
    changed = await http.put(FEED, json=BODY | {"auth": {**BODY["auth"], "secret": None}})
    assert (changed.status_code, changed.json()["auth"]["has_secret"]) == (200, True)
    for found in (made, changed, await http.get(FEED), await http.get(FEEDS_PATH)):
        assert "sesame" not in found.text
    assert [one["feed_id"] for one in (await http.get(FEEDS_PATH)).json()["feeds"]] == [
        "north-lots"
    ]
    assert (await http.delete(FEED)).status_code == 204
    assert (await http.get(FEED)).status_code == 404


async def test_another_operators_feed_is_like_none(http: httpx.AsyncClient):
    await http.put(FEED, json=BODY)
    south = {"key": "south"}
    answers = [
        await http.get(FEED, params=south),
        await http.delete(FEED, params=south),
        await http.put(FEED, params=south, json=BODY),
        await http.put(FEED, params={**south, "dry_run": "true"}, json=BODY),
    ]
    assert {one.status_code for one in answers} == {404}
    assert (await http.get(FEEDS_PATH, params=south)).json() == {"feeds": []}
    admin = await http.put(f"{FEEDS_PATH}/x", params={"key": "admin"}, json=BODY)
    assert admin.json()["pointer"] == "/operator"
    named = BODY | {"operator": "south"}
    made = await http.put(f"{FEEDS_PATH}/x", params={"key": "admin"}, json=named)
    assert (made.status_code, made.json()["operator"]) == (201, "south")


async def test_a_secret_is_asked_for_again_when_the_server_is_another(http: httpx.AsyncClient):
    await http.put(FEED, json=BODY)
    moved = {"url": "https://evil.example/", "auth": {"kind": "header", "name": "X-Api-Key"}}
    refused = await http.put(FEED, json=moved)
    assert (refused.status_code, refused.json()["pointer"]) == (422, "/auth/secret")


async def test_a_trial_shows_what_would_come_and_stores_nothing(http, server: Server):
    body = {"url": server.url("/feed"), "mapping": MAPPING}
    tried = (await http.put(FEED, params={"dry_run": "true"}, json=body)).json()
    assert (tried["is_good"], tried["lots"], tried["values"]) == (True, 4, 4)
    assert tried["first_lots"][0]["name"] == "泉城广场"
    down = {"url": server.url("/down")}
    failed = (await http.put(FEED, params={"dry_run": "true"}, json=down)).json()
    assert (failed["is_good"], failed["findings"][0]["code"]) == (False, "feed-limited")
    assert (await http.get(FEED)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://127.1/"}, {"url": "ftp://feeds.example/"}, {"format": "nonsense"},
        {"mapping": "[x"}, {"timezone": "Mars"}, {"interval_s": 1}, {"coordsys": "x"},
        {"auth": {"kind": "header", "name": "Host", "secret": "sesame"}}, {"colour": "red"},
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_when_it_is_declared(wrong: dict):
    with pytest.raises(ValidationError) as refused:
        FeedBody.model_validate(BODY | wrong)
    assert "sesame" not in str(refused.value)
