"""Whoever runs a lot says that it is a sum of others, and takes it back; planners see why."""

from itertools import product

import pytest

from api.planner.aggregate_schemas import AggregatesAnswer
from parking.clock import HOUR_US
from tests.planning.planner_city import Past, ask, open_past, told
from tests.planning.planner_examples import at, even_hour
from tests.services.city import City, draft

BEGIN = at("10-09 09:00")
SPAN = {"from_": told(BEGIN), "to": told(BEGIN + HOUR_US), "operator": "op1"}
LOTS = [draft(lot_id) for lot_id in ("op1-a", "op1-b", "op1-c", "op2-a")]
PATH = "/v1/operator/lots/op1-c/aggregate"
SUM = {"parts": ["op1-a", "op1-b"], "reason": "大屏合计"}


@pytest.fixture
async def planner(city: City, postgres_url: str) -> dict[str, str]:
    past = Past()
    for lot_id, spaces in (("op1-a", 10), ("op1-b", 20), ("op1-c", 30)):
        past.hours[lot_id] = [even_hour(BEGIN, 0.5, spaces)]
    return await open_past(city, past, postgres_url, *LOTS)


async def spaces(city: City, planner: dict[str, str]) -> float:
    return (await ask(city, planner, "kpis", **SPAN))["kpis"]["space_hours_open"]


async def test_a_sum_that_was_declared_is_counted_once_until_that_is_taken_back(
    city: City, planner: dict[str, str]
):
    operator = await city.key("operator", "op1")
    assert await spaces(city, planner) == 60
    silent = (await city.client.get(PATH, headers=operator)).json()
    assert (silent["is_aggregate"], silent["origin"], silent["since"]) == (False, None, None)

    answer = await city.client.put(PATH, json=SUM, headers=operator)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["origin"], said["parts"]) == ("declared", ["op1-a", "op1-b"])
    assert "op1-a, op1-b" in said["told"]
    assert (await city.client.get(PATH, headers=operator)).json() == said
    assert await spaces(city, planner) == 30

    none = {"is_aggregate": False, "reason": "独立计数"}
    assert (await city.client.put(PATH, json=none, headers=operator)).status_code == 200
    assert await spaces(city, planner) == 60
    await city.client.put(PATH, json=SUM, headers=operator)
    assert (await city.client.delete(PATH, headers=operator)).status_code == 204
    assert (await city.client.delete(PATH, headers=operator)).status_code == 404
    assert await spaces(city, planner) == 60
    async with city.pool.acquire() as connection, connection.transaction():
        await connection.execute("select set_config('onelot.scope', 'platform', true)")
        trail = await connection.fetch(
            "select action, subject, detail from audit_log where action like 'lot.aggregate%'"
            " order by id"
        )
    assert [row["action"] for row in trail] == [
        "lot.aggregate.say", "lot.aggregate.say", "lot.aggregate.say", "lot.aggregate.take-back",
    ]  # fmt: skip
    assert {row["subject"] for row in trail} == {"op1-c"}
    assert trail[0]["detail"] == {"is_aggregate": True, **SUM}


async def test_planners_are_told_of_every_sum_and_by_whose_word_it_is_one(
    city: City, planner: dict[str, str]
):
    admin = await city.key("admin")
    nothing = await ask(city, planner, "aggregates")
    assert nothing["rows"] == []
    unnamed = await city.client.put(PATH, json={"reason": "全区合计"}, headers=admin)
    assert unnamed.status_code == 200, unnamed.text
    answer = await city.client.get("/v1/planner/aggregates", headers=planner)
    AggregatesAnswer.model_validate_json(answer.content)
    [row] = answer.json()["rows"]
    assert (row["lot_id"], row["origin"], row["parts"], row["reason"]) == (
        "op1-c", "declared", "", "全区合计",
    )  # fmt: skip
    for form in ("csv", "parquet", "xlsx", "geojson"):
        query = {"format": form}
        file = await city.client.get("/v1/planner/aggregates", params=query, headers=planner)
        assert file.status_code == 200, form


WRONG = [
    ({"reason": "x"}, "operator", "/parts"),
    ({"parts": ["op2-a"], "reason": "x"}, "operator", "/parts/0"),
    ({"parts": ["op1-a", "op1-none"], "reason": "x"}, "admin", "/parts/1"),
    ({"parts": ["op1-c"], "reason": "x"}, "admin", "/parts/0"),
    ({"parts": ["op1-a", "op1-a"], "reason": "x"}, "admin", "/parts/1"),
    ({"is_aggregate": False, "parts": ["op1-a"], "reason": "x"}, "admin", "/parts"),
    ({"parts": ["op1-a"], "reason": "  "}, "admin", "/reason"),
    ({"parts": ["op1-a"]}, "admin", "/reason"),
]


async def test_a_word_that_cannot_be_is_refused_and_named(city: City, planner: dict[str, str]):
    keys = {"operator": await city.key("operator", "op1"), "admin": await city.key("admin")}
    for body, role, pointer in WRONG:
        answer = await city.client.put(PATH, json=body, headers=keys[role])
        assert (answer.status_code, answer.json()["pointer"]) == (422, pointer), answer.text
    assert await spaces(city, planner) == 60


async def test_sums_of_sums_cannot_go_in_a_circle(city: City, planner: dict[str, str]):
    """Lots that are the sums of one another would be counted nowhere."""
    admin = await city.key("admin")
    for lot_id, part in product(("op1-a", "op1-b", "op1-c"), repeat=2):
        body = {"parts": [part], "reason": "x"}
        path = f"/v1/operator/lots/{lot_id}/aggregate"
        await city.client.put(path, json=body, headers=admin)
    rows = (await ask(city, planner, "aggregates"))["rows"]
    parts = {row["lot_id"]: row["parts"] for row in rows}
    assert set(parts) < {"op1-a", "op1-b", "op1-c"}
    assert await spaces(city, planner) > 0
