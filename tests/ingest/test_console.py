"""A person at the console: counts set by hand, lots closed and opened, each audited."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from ingest.operator.routes import console_router
from parking.live.stored import counts_of
from parking.plausibility import DECLARED
from parking.problems import ProblemError
from parking.storage.postgres.operator_records import OperatorRecords
from parking.storage.postgres.pool import open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, at, city, report


@pytest.fixture
async def live_city(stores: StoreUrls) -> AsyncIterator[City]:
    async with city(stores) as built:
        yield built


@pytest.fixture
async def http(live_city: City) -> AsyncIterator[httpx.AsyncClient]:
    """The routes alone; `key` in the query stands for what the gate finds out."""
    app = FastAPI()

    @app.middleware("http")
    async def who(request: Request, call_next):
        request.state.principal = live_city.principals[request.query_params.get("key", "north")]
        return await call_next(request)

    @app.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> JSONResponse:
        return JSONResponse(error.problem.to_dict(), error.problem.http_status)

    async with await open_pool(live_city.urls.database_url) as pool:
        app.include_router(
            console_router(
                live_city.write_path.writer,
                live_city.directory,
                live_city.clock,
                OperatorRecords(pool),
                lambda _lot_key: None,
            )
        )
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
            yield client


LOT = "/v1/operator/lots/N-1"


async def audited(built: City) -> list[tuple[str, str]]:
    connection = await asyncpg.connect(built.urls.database_url)
    try:
        rows = await connection.fetch("select action, subject from audit_log order by id")
    finally:
        await connection.close()
    return [(row["action"], row["subject"]) for row in rows]


async def test_a_recount_is_live_declared_and_audited(http, live_city):
    body = {"spaces": [{"free": 40}], "reason": "人工清点"}
    answer = await http.post(f"{LOT}/recount", json=body)
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    stored = (await live_city.registers())[1, "s:general"]
    assert counts_of("0" * 16 + stored)[0].flags & DECLARED
    assert await audited(live_city) == [("lot.recount", "N-1")]


async def test_a_recount_rebases_a_lot_that_counts_by_movements(http, live_city):
    await live_city.statuses(report("entry", "e1", -5))
    await http.post(f"{LOT}/recount", json={"spaces": [{"free": 40}], "reason": "清点"})
    await live_city.statuses(report("entry", "e2", 5))
    row = (await live_city.registers())[1, "c"]
    assert '"net_after":-1' in row


async def test_an_impossible_recount_points_into_the_body(http):
    answer = await http.post(f"{LOT}/recount", json={"spaces": [{"free": -1}], "reason": "x"})
    assert (answer.status_code, answer.json()["pointer"]) == (422, "/spaces/0/free")


async def test_a_closure_is_listed_until_it_is_taken_back(http, live_city):
    made = await http.post(f"{LOT}/closures", json={"reason": "演唱会", "to": at(3600)})
    closure_id = made.json()["closure_id"]
    assert made.status_code == 201
    listed = (await http.get(f"{LOT}/closures")).json()["closures"]
    assert [(one["closure_id"], one["reason"]) for one in listed] == [(closure_id, "演唱会")]
    assert (await http.delete(f"{LOT}/closures/{closure_id}")).status_code == 204
    assert (await http.get(f"{LOT}/closures")).json() == {"closures": []}
    assert '"void":true' in (await live_city.registers())[1, f"k:{closure_id}"]
    assert [action for action, _ in await audited(live_city)] == ["lot.close", "lot.reopen"]


async def test_a_closure_a_device_declared_can_be_taken_back_too(http, live_city):
    await live_city.statuses(report("closure", "k1", reason="检修"))
    (listed,) = (await http.get(f"{LOT}/closures")).json()["closures"]
    assert (await http.delete(f"{LOT}/closures/{listed['closure_id']}")).status_code == 204
    assert (await http.get(f"{LOT}/closures")).json() == {"closures": []}


async def test_a_foreign_lot_and_a_missing_one_look_alike(http):
    for method, path, body in [
        ("POST", "recount", {"spaces": [{"free": 1}], "reason": "x"}),
        ("POST", "closures", {"reason": "x"}),
        ("GET", "closures", None),
        ("DELETE", "closures/abc", None),
    ]:
        answers = [
            await http.request(method, f"/v1/operator/lots/{lot}/{path}", json=body)
            for lot in ("S-1", "N-0")
        ]
        assert answers[0].status_code == 404
        assert answers[0].content == answers[1].content
