import re
from datetime import UTC, datetime
from pathlib import Path

from tests.services.city import City, draft, snapshot

DOCS = Path(__file__).parents[2] / "docs"


async def test_status_tells_every_feed_to_people_and_programs(city: City):
    await city.put_lots(draft("op1-a"), draft("op1-b"))
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-a", 5))
    told = await city.until("/status", lambda status: status["lots"]["live"] == 1)
    assert told["clock"]["mode"] == "real"
    assert (told["lots"]["unknown"], told["lots"]["total"]) == (1, 2)
    assert [feed["source"] for feed in told["feeds"] if feed["lots"]["live"]] == ["op1"]
    page = await city.client.get("/status", headers={"accept": "text/html"})
    assert "运行状态" in page.text
    assert "op1" in page.text


async def test_metrics_count_by_route_and_never_by_what_was_asked(city: City):
    await city.client.get("/v1/lots/nearby?lat=36.65&lon=117.12")
    await city.client.get("/v1/lots/canary-lot")
    text = (await city.client.get("/metrics")).text
    assert (
        'onelot_http_requests_total{method="GET",route="/v1/lots/nearby",status="200"} 1.0' in text
    )
    assert 'route="/v1/lots/{lot_id}",status="404"' in text
    assert "onelot_replica_ready 1.0" in text
    assert "canary" not in text


async def test_every_metric_is_documented(city: City):
    text = (await city.client.get("/metrics")).text
    documented = (DOCS / "metrics.md").read_text(encoding="utf-8")
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE):
        assert f"`{name}" in documented, (name, kind)


async def test_pages_are_served_safely_and_assets_for_ever(city: City):
    page = await city.client.get("/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-cache"
    known = {"if-none-match": page.headers["etag"]}
    assert (await city.client.get("/", headers=known)).status_code == 304


async def test_each_problem_type_leads_to_a_page_that_explains_it(city: City):
    told = (await city.client.get("/v1/lots/nobody")).json()
    page = await city.client.get("/problems/" + told["type"].rpartition("/")[2])
    assert told["title"] in page.text
    assert told["title_zh"] in page.text
    assert "rate-limited" in (await city.client.get("/problems")).text


async def test_a_clock_that_is_not_real_is_shown_on_every_page(city: City):
    pages = ("/status", "/docs", "/problems", "/problems/not-found")
    html = {"accept": "text/html"}
    for path in pages:
        assert "City clock" not in (await city.client.get(path, headers=html)).text
    await city.set_clock("manual", datetime(2026, 11, 20, 4, tzinfo=UTC))
    for path in pages:
        assert "2026-11-20T12:00:00+08:00" in (await city.client.get(path, headers=html)).text
