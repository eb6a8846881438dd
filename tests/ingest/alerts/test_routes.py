"""An operator says whom to tell, sees its secret once, tries it, and sees what was told."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from ingest.alerts.mail import SmtpServer
from ingest.alerts.routes import WEBHOOK_PATH, alerts_router
from ingest.alerts.sending import Sender
from ingest.alerts.terms import AlertTerms
from ingest.polling.allow_list import AllowList
from ingest.polling.poster import Poster
from parking.clock import CityClock
from parking.directory import Directory
from parking.ports import ClockReading
from parking.principal import Principal
from parking.problems import ProblemError
from parking.storage.postgres.contacts import Contacts
from parking.storage.postgres.feed_messages import FeedMessages
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.registry import PostgresRegistry
from tests.ingest.alerts.receivers import Receiver

HERE = AllowList.parse("127.0.0.0/8:*")
HOOK = {"url": "https://north.example/hook?key=open-sesame"}


@pytest.fixture
def terms() -> AlertTerms:
    return AlertTerms(HERE, SmtpServer("127.0.0.1", "onelot@city.example"))


@pytest.fixture
async def http(
    pool: asyncpg.Pool, north: Principal, terms: AlertTerms
) -> AsyncIterator[httpx.AsyncClient]:
    """The routes alone; `key` in the query stands for what the gate finds out."""
    keys = PostgresKeys(pool)
    issued = await keys.create(PLATFORM, role="operator", operator_id="south")
    south = await keys.find(issued.key)
    principals = {"north": north, "south": south, "admin": PLATFORM}
    directory = Directory()
    directory.apply(await PostgresRegistry(pool).load(0))
    app = FastAPI()

    @app.middleware("http")
    async def who(request: Request, call_next):
        request.state.principal = principals[request.query_params.get("key", "north")]
        return await call_next(request)

    @app.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> JSONResponse:
        return JSONResponse(error.problem.to_dict(), error.problem.http_status)

    @app.exception_handler(RequestValidationError)
    async def wrong(request: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"pointer": str(error.errors()[0]["loc"])}, 422)

    clock = CityClock(ClockReading("manual", 1_764_288_000_000_000, 0, 1.0), lambda: 0)
    app.include_router(alerts_router(Contacts(pool), FeedMessages(pool), directory, clock, terms))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
        yield client


async def test_a_secret_is_shown_once_and_is_another_each_time(http: httpx.AsyncClient):
    first = await http.put(WEBHOOK_PATH, json=HOOK)
    assert first.status_code == 200, first.text
    assert first.headers["cache-control"] == "no-store"
    secret = first.json()["secret"]
    assert secret.startswith("whsec_")
    shown = await http.get(WEBHOOK_PATH)
    assert (shown.json()["has_secret"], secret in shown.text) == (True, False)
    again = (await http.put(WEBHOOK_PATH, json=HOOK)).json()["secret"]
    assert again != secret


async def test_nobody_sees_or_changes_anothers(http: httpx.AsyncClient):
    await http.put(WEBHOOK_PATH, json=HOOK)
    for path in (WEBHOOK_PATH, f"{WEBHOOK_PATH}/deliveries"):
        answer = await http.get(path, params={"key": "south", "operator": "north"})
        assert (answer.status_code, "sesame" in answer.text) == (404, False)
    assert (await http.get(WEBHOOK_PATH, params={"key": "south"})).status_code == 404
    assert (await http.delete(WEBHOOK_PATH, params={"key": "south"})).status_code == 404
    admin = {"key": "admin", "operator": "north"}
    assert (await http.get(WEBHOOK_PATH, params=admin)).json()["has_secret"]
    assert (await http.get(WEBHOOK_PATH, params={"key": "admin"})).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "http://north.example/hook"},
        {"url": "https://user:pass@north.example/"},
        {"url": "http://10.0.0.1/"},
        {"url": "http://0x7f.1/"},
        {"mail_to": ["lin"]},
        {"mail_to": ["lin@north.example\r\nBcc: all@city.example"]},
        {"mail_to": ["a@b.example"] * 11},
        {"url": None, "mail_to": [], "lang": "zh"},
        HOOK | {"lang": "fr"},
        HOOK | {"secret": "mine"},
    ],
)
async def test_what_cannot_be_told_safely_is_refused(http: httpx.AsyncClient, body: dict):
    answer = await http.put(WEBHOOK_PATH, json=body)
    assert answer.status_code == 422
    assert (await http.get(WEBHOOK_PATH)).status_code == 404


async def test_a_test_message_comes_and_is_in_the_log_of_deliveries(
    http: httpx.AsyncClient, pool: asyncpg.Pool, receiver: Receiver
):
    assert (await http.post(f"{WEBHOOK_PATH}/test")).status_code == 404
    assert (await http.put(WEBHOOK_PATH, json={"url": receiver.url})).status_code == 200
    assert (await http.post(f"{WEBHOOK_PATH}/test")).status_code == 202
    await Sender(FeedMessages(pool), Poster(HERE), None).send_due()
    [(headers, _)] = receiver.got
    [told] = (await http.get(f"{WEBHOOK_PATH}/deliveries")).json()["deliveries"]
    assert (told["event"], told["way"], told["state"]) == ("test", "webhook", "delivered")
    assert told["message_id"] == headers["onelot-message"]


async def test_a_webhook_that_is_taken_back_is_told_nothing_and_its_changes_are_audited(
    http: httpx.AsyncClient, pool: asyncpg.Pool
):
    await http.put(WEBHOOK_PATH, json=HOOK | {"mail_to": ["lin@north.example"], "lang": "en"})
    assert (await http.delete(WEBHOOK_PATH)).status_code == 204
    assert (await http.get(WEBHOOK_PATH)).status_code == 404
    async with scoped(pool, PLATFORM) as connection:
        rows = await connection.fetch("select action, detail from audit_log order by id")
    noted = [row for row in rows if row["action"].startswith("webhook")]
    assert [row["action"] for row in noted] == ["webhook.put", "webhook.delete"]
    assert noted[0]["detail"] == {"host": "https://north.example", "mail": 1, "lang": "en"}


class TestWithoutMail:
    """A city that sends none."""

    @pytest.fixture
    def terms(self) -> AlertTerms:
        return AlertTerms(HERE)

    async def test_mail_is_refused_rather_than_lost(self, http: httpx.AsyncClient):
        answer = await http.put(WEBHOOK_PATH, json={"mail_to": ["lin@north.example"]})
        assert (answer.status_code, answer.json()["pointer"]) == (422, "/mail_to")
