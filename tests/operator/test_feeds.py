"""An operator sees how each feed does, in words and figures, and nothing of another's."""

from datetime import UTC, datetime, timedelta

import asyncpg

from api.operator.feed_schemas import FeedList
from parking.clock import HOUR_US, from_us
from parking.polled_feed import FeedDeclaration
from parking.storage.postgres.polled_feeds import PolledFeeds
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.settings import StoreUrls
from tests.services.city import City, draft, snapshot

FEEDS = "/v1/operator/feeds"


async def feeds_of(city: City, key: dict[str, str], query: str = "") -> dict[str, dict]:
    answer = await city.client.get(FEEDS + query, headers=key)
    FeedList.model_validate_json(answer.content)
    return {feed["source"]: feed for feed in answer.json()["feeds"]}


async def test_a_feed_that_speaks_is_live_and_says_for_how_many_lots(city: City):
    await city.put_lots(draft("op1-a"), draft("op1-b"), draft("op2-a"))
    key, other = await city.key("operator", "op1"), await city.key("operator", "op2")
    await city.report(key, snapshot("op1-a", 5), snapshot("op1-b", 6))
    await city.until_replica_has("op1-b", 6)
    told = (await feeds_of(city, key))["op1"]
    assert told["health"]["state"] == "live"
    assert "时效" in told["health"]["reason"]["zh"]
    assert told["lots"] == {"live": 2, "aging": 0, "stale": 0, "unknown": 0}
    assert (told["findings"], told["polled"]) == ([], None)
    others = await feeds_of(city, other)
    assert {name: feed["health"]["state"] for name, feed in others.items()} == {
        "op2": "unknown", "op2@console": "unknown",
    }  # fmt: skip


async def test_a_feed_that_falls_silent_is_dead_in_the_citys_time(city: City):
    await city.put_lots(draft("op1-a"))
    key = await city.key("operator", "op1")
    await city.report(key, snapshot("op1-a", 5))
    await city.until_replica_has("op1-a", 5)
    await city.set_clock("manual", datetime.now(UTC) + timedelta(hours=2))
    told = (await feeds_of(city, key))["op1"]
    assert (told["health"]["state"], told["lots"]["unknown"]) == ("dead", 1)
    assert "2 h" in told["health"]["reason"]["en"]


async def test_delay_and_drift_are_those_of_the_lots_that_the_feed_speaks_for(
    city: City, stores: StoreUrls
):
    await city.put_lots(draft("op1-a"), draft("op1-b"))
    key = await city.key("operator", "op1")
    await city.report(key, snapshot("op1-a", 5))
    await city.until_replica_has("op1-a", 5)
    lots = {lot["lot_id"]: lot for lot in (await city.client.get("/v1/lots")).json()["lots"]}
    assert set(lots) == {"op1-a", "op1-b"}
    now_us = round(datetime.now(UTC).timestamp() * 1e6)
    await _note_service(stores.database_url, "op1-a", now_us, delays={1: 98, 7: 2}, drift=(6, 300))
    await _note_service(stores.database_url, "op1-b", now_us, delays={900: 50}, drift=(90, 100))
    told = (await feeds_of(city, key))["op1"]
    assert told["information_delay_s"] == {"median": 1, "p95": 1}
    assert (told["count_drift"], told["online_rate"]) == (0.02, 0.75)


async def _note_service(
    url: str, lot_id: str, now_us: int, *, delays: dict[int, int], drift: tuple[int, int]
) -> None:
    """Write an hour of service as the historian does, who is not here."""
    hour = from_us(now_us // HOUR_US * HOUR_US)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("select ensure_history_month($1::date)", hour.date())
        await connection.execute(
            """
            insert into service_hour (
                lot_key, hour, until, reports, suspects, entries, exits, due_us, online_us,
                delays_s, delay_counts, drifts, drift_spaces, drift_capacity
            )
            select lot_key, $2, $2, 100, 0, 0, 0, 4000, 3000, $3, $4, 1, $5, $6
            from lot where lot_id = $1
            """,
            lot_id, hour, list(delays), list(delays.values()), *drift,
        )  # fmt: skip
    finally:
        await connection.close()


async def test_a_polled_feed_tells_how_its_polling_goes_and_never_where_it_is(city: City):
    key, admin = await city.key("operator", "op1"), await city.key("admin")
    feeds = PolledFeeds(city.pool)
    declared = FeedDeclaration("op1-north", "https://feeds.example/x?token=open-sesame")
    await feeds.put(PLATFORM, "op1", declared, None)
    [due] = await feeds.claim("me", 1, 60)
    finding = {"code": "feed-timeout", "message": "late", "message_zh": "超时"}
    status = {"phase": "failing", "failures": 3, "findings": [finding]}
    assert await feeds.finish(due.feed, "me", due.feed.due_at, b"", status)
    told = (await feeds_of(city, key))["op1-north@poll"]
    assert (told["kind"], told["polled"]["phase"], told["polled"]["failures"]) == (
        "poll", "failing", 3,
    )  # fmt: skip
    assert told["findings"] == [finding]
    assert "sesame" not in (await city.client.get(FEEDS, headers=admin)).text


async def test_an_admin_asks_for_one_operators_feeds(city: City):
    await city.key("operator", "op1")
    await city.key("operator", "op2")
    admin = await city.key("admin")
    assert set(await feeds_of(city, admin, "?operator=op2")) == {"op2", "op2@console"}
    assert {"op1", "op2"} <= set(await feeds_of(city, admin))
    own = await city.key("operator", "op1")
    assert await feeds_of(city, own, "?operator=op2") == {}


async def test_status_shows_everybody_every_feed_and_no_secret(city: City):
    await city.put_lots(draft("op1-a"))
    key = await city.key("operator", "op1")
    feeds = PolledFeeds(city.pool)
    for name, is_draft in (("op1-north", False), ("op1-tried", True)):
        url = "https://feeds.example/x?token=open-sesame"
        await feeds.put(PLATFORM, "op1", FeedDeclaration(name, url, is_draft=is_draft), None)
    for due in await feeds.claim("me", 5, 60):
        await feeds.finish(due.feed, "me", due.feed.due_at, b"", {"phase": "frozen"})
    await city.report(key, snapshot("op1-a", 5))
    told = await city.until("/status", lambda status: len(status["feeds"]) == 2)
    told = await city.until("/status", lambda status: status["feeds"][0]["state"] == "live")
    polled, pushed = told["feeds"][1], told["feeds"][0]
    assert (pushed["source"], pushed["kind"], pushed["polled"]) == ("op1", "http", None)
    assert 0 <= pushed["age_s"] < 60
    assert (polled["source"], polled["kind"], polled["state"]) == (
        "op1-north@poll", "poll", "unknown",
    )  # fmt: skip
    assert polled["polled"] == {"phase": "frozen", "is_paused": False}
    page = await city.client.get("/status", headers={"accept": "text/html"})
    assert "正常 live" in page.text
    for text in (page.text, str(told)):
        assert "sesame" not in text
        assert "op1-tried" not in text


async def test_what_the_self_checks_found_is_told_to_the_feeds_operator_alone(city: City):
    await city.put_lots(draft("op1-a"))
    key, other = await city.key("operator", "op1"), await city.key("operator", "op2")
    async with scoped(city.pool, PLATFORM) as connection:
        await connection.execute(
            "insert into feed_verdict"
            " (rule, operator_key, source_key, lot_key, since, found_at, evidence)"
            " select 'frozen', l.operator_key, s.source_key, l.lot_key, city_now(), city_now(), $1"
            " from lot l join source s on s.source_id = 'op1'",
            {"hours": 5, "expected_changes": 31.5},
        )
    [found] = (await feeds_of(city, key))["op1"]["findings"]
    assert (found["code"], found["lot_id"], found["until"]) == ("frozen", "op1-a", None)
    assert found["evidence"] == {"hours": 5, "expected_changes": 31.5}
    assert "31.5" in found["message"]
    assert "31.5" in found["message_zh"]
    assert "recount" in found["mend"]
    assert "重新校准" in found["mend_zh"]
    assert not any(feed["findings"] for feed in (await feeds_of(city, other)).values())


async def test_what_is_found_of_a_lot_whoever_tells_of_it_is_told_with_the_feed_that_does(
    city: City,
):
    await city.put_lots(draft("op1-a"))
    key = await city.key("operator", "op1")
    await city.report(key, snapshot("op1-a", 12))
    await city.until_replica_has("op1-a", 12)
    async with scoped(city.pool, PLATFORM) as connection:
        await connection.execute(
            "insert into feed_verdict (rule, operator_key, lot_key, since, found_at, evidence)"
            " select 'duplicate', operator_key, lot_key, city_now(), city_now(), $1 from lot",
            {"other": "op2-b", "correlation": 0.97},
        )
    [found] = (await feeds_of(city, key))["op1"]["findings"]
    assert (found["code"], found["lot_id"]) == ("duplicate", "op1-a")
    assert "op2-b" in found["message"]
