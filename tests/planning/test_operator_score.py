"""An operator's score is the quality score of its lots, with its parts and their weights."""

from parking.clock import HOUR_US
from parking.planning.history.service_hour import ServiceHour
from parking.planning.quality import WEIGHTS
from tests.planning.planner_city import Past, open_past
from tests.planning.planner_examples import at
from tests.planning.planner_past import DRAFTS, any_past
from tests.services.city import City

SPAN = "from=2026-10-09T00:00:00%2B08:00&to=2026-10-12T00:00:00%2B08:00"


async def test_an_operator_sees_the_score_that_planners_see_part_by_part(
    city: City, postgres_url: str
):
    past = any_past(1)
    past.service["op1-a"] = [
        ServiceHour(
            hour_us=at(f"10-10 0{hour}:00"), until_us=at(f"10-10 0{hour + 1}:00"),
            reports=100, suspects=hour, due_us=HOUR_US, online_us=HOUR_US // 2,
            delays={1: 70, 90: 30}, drifts=1, drift_spaces=4, drift_capacity=100,
        )
        for hour in range(1, 5)
    ]  # fmt: skip
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    own = await city.key("operator", "op1")
    score = (await city.client.get(f"/v1/operator/score?{SPAN}", headers=own)).json()
    listed = await city.client.get(f"/v1/planner/operators?{SPAN}", headers=planner)
    by_id = {one["operator"]: one for one in listed.json()["operators"]}
    assert by_id["op1"] == {name: score[name] for name in by_id["op1"]}
    kpis = await city.client.get(
        f"/v1/planner/kpis?{SPAN}&operator=op1&thorough=true", headers=planner
    )
    figures = kpis.json()["kpis"]
    assert score["score"] == round(figures["data_quality_score"], 1) > 0
    assert score["information_delay_s"]["median"] == figures["information_delay"]
    assert score["count_drift"] == round(figures["count_drift"], 4)
    parts = {part["part"]: part for part in score["parts"]}
    assert {name: part["weight"] for name, part in parts.items()} == {
        name: weight / 100 for name, weight in WEIGHTS.items()
    }
    there = [part for part in parts.values() if part["value"] is not None]
    mean = sum(part["weight"] * part["value"] for part in there) / sum(
        part["weight"] for part in there
    )
    assert abs(100 * mean - score["score"]) < 0.1
    assert all(part["name"]["zh"] and part["name"]["en"] for part in score["parts"])


async def test_an_operator_never_heard_has_no_score_rather_than_nought(
    city: City, postgres_url: str
):
    await open_past(city, Past(), postgres_url, *DRAFTS)
    own = await city.key("operator", "op9")
    score = (await city.client.get(f"/v1/operator/score?{SPAN}", headers=own)).json()
    assert (score["operator"], score["lots"], score["score"]) == ("op9", 0, None)


async def test_another_operators_score_is_one_that_is_not_there(city: City, postgres_url: str):
    await open_past(city, Past(), postgres_url, *DRAFTS)
    own, admin = await city.key("operator", "op1"), await city.key("admin")
    path = f"/v1/operator/score?{SPAN}"
    foreign = await city.client.get(f"{path}&operator=op2", headers=own)
    missing = await city.client.get(f"{path}&operator=nobody", headers=own)
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert (await city.client.get(path, headers=admin)).status_code == 422
    told = await city.client.get(f"{path}&operator=op2", headers=admin)
    assert told.json()["operator"] == "op2"


async def test_operators_are_told_page_by_page(city: City, postgres_url: str):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    path, seen = f"/v1/planner/operators?{SPAN}&limit=1", []
    cursor = ""
    while True:
        page = (await city.client.get(path + cursor, headers=planner)).json()
        seen += [one["operator"] for one in page["operators"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(set(seen))
    assert {"op1", "op2"} <= set(seen)
