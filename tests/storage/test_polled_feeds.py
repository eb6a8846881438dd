"""Polled feeds in the database: whose they are, who polls them, and that secrets stay secret."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from parking.polled_feed import FeedDeclaration
from parking.principal import Principal
from parking.storage.postgres.polled_feeds import (
    ForeignFeedError,
    PolledFeeds,
    SecretMissingError,
    source_of,
)
from parking.storage.postgres.pool import PLATFORM

DECLARED = FeedDeclaration("op-a-lots", "https://feeds.example/lots.json?key=abc")
GUARDED = replace(DECLARED, auth_kind="bearer")
LATER = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def feeds(app_pool: asyncpg.Pool) -> PolledFeeds:
    return PolledFeeds(app_pool)


async def stored_text(pool: asyncpg.Pool) -> str:
    await pool.execute("reset role")
    rows = [
        *await pool.fetch("select * from polled_feed"),
        *await pool.fetch("select * from audit_log"),
    ]
    return " ".join(str(value) for row in rows for value in row.values())


async def test_a_declared_feed_is_its_operators_and_nobody_elses(
    feeds: PolledFeeds, op_a: Principal, op_b: Principal
):
    feed, created = await feeds.put(op_a, "op-a", DECLARED, None)
    assert created
    assert (feed.operator_id, feed.declaration) == ("op-a", DECLARED)
    again, created_again = await feeds.put(op_a, "op-a", replace(DECLARED, interval_s=30), None)
    assert (created_again, again.feed_key) == (False, feed.feed_key)
    assert again.source_key == feed.source_key
    assert await feeds.find(op_b, "op-a-lots") is None
    assert await feeds.list_feeds(op_b) == []
    assert not await feeds.remove(op_b, "op-a-lots")
    with pytest.raises(ForeignFeedError):
        await feeds.put(op_b, "op-b", DECLARED, None)
    assert [one.feed_key for one in await feeds.list_feeds(PLATFORM)] == [feed.feed_key]
    assert await feeds.remove(op_a, "op-a-lots")
    assert await feeds.list_feeds(PLATFORM) == []


async def test_a_secret_is_stored_sealed_and_given_to_the_poller_alone(
    feeds: PolledFeeds, op_a: Principal, app_pool: asyncpg.Pool
):
    feed, _ = await feeds.put(op_a, "op-a", GUARDED, "open-sesame")
    assert feed.has_secret
    [due] = await feeds.claim("p1", 5, 60)
    assert due.secret == "open-sesame"
    assert "sesame" not in repr(due)
    assert "sesame" not in repr(feed)
    text = await stored_text(app_pool)
    assert "sesame" not in text
    assert "abc" not in text.replace(DECLARED.url, "")  # nor is the address's query in the audit


async def test_a_secret_is_kept_for_its_own_server_and_for_no_other(
    feeds: PolledFeeds, op_a: Principal
):
    await feeds.put(op_a, "op-a", GUARDED, "open-sesame")
    await feeds.put(op_a, "op-a", replace(GUARDED, url="https://feeds.example/new"), None)
    assert [due.secret for due in await feeds.claim("p1", 5, 60)] == ["open-sesame"]
    for other in (
        replace(GUARDED, url="https://evil.example/new"),
        replace(GUARDED, url="http://feeds.example/new"),
        replace(GUARDED, auth_kind="header", auth_name="X-Key"),
    ):
        with pytest.raises(SecretMissingError):
            await feeds.put(op_a, "op-a", other, None)
    opened, _ = await feeds.put(op_a, "op-a", DECLARED, None)
    assert not opened.has_secret


async def test_two_pollers_never_hold_one_feed(feeds: PolledFeeds, op_a: Principal):
    for number in range(10):
        await feeds.put(op_a, "op-a", replace(DECLARED, feed_id=f"op-a-{number}"), None)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(feeds.claim(f"p{n}", 4, 60)) for n in range(4)]
    taken = [due.feed.declaration.feed_id for task in tasks for due in task.result()]
    assert len(taken) == len(set(taken)) == 10
    assert await feeds.claim("p9", 4, 60) == []


async def test_a_feed_whose_poller_ended_is_taken_by_another(feeds: PolledFeeds, op_a: Principal):
    await feeds.put(op_a, "op-a", DECLARED, None)
    [lost] = await feeds.claim("p1", 5, 0.01)
    await asyncio.sleep(0.05)
    [held] = await feeds.claim("p2", 5, 60)
    assert not await feeds.finish(lost.feed, "p1", LATER, b"old", {})
    assert await feeds.finish(held.feed, "p2", LATER, b"new", {"phase": "healthy"})
    found = await feeds.find(op_a, "op-a-lots")
    assert found is not None
    assert (found.status, found.due_at) == ({"phase": "healthy"}, LATER)
    assert await feeds.claim("p3", 5, 60) == []


async def test_a_feed_that_was_changed_while_it_was_polled_is_polled_again(
    feeds: PolledFeeds, op_a: Principal
):
    await feeds.put(op_a, "op-a", DECLARED, None)
    [due] = await feeds.claim("p1", 5, 60)
    await feeds.put(op_a, "op-a", replace(DECLARED, url="https://feeds.example/new"), None)
    await feeds.finish(due.feed, "p1", LATER, b"memory", {})
    [again] = await feeds.claim("p1", 5, 60)
    assert (again.feed.declaration.url, again.memory) == ("https://feeds.example/new", b"memory")


async def test_a_paused_feed_waits_and_is_not_late(feeds: PolledFeeds, op_a: Principal):
    await feeds.put(op_a, "op-a", DECLARED, None)
    assert await feeds.late_s() >= 0
    await feeds.put(op_a, "op-a", replace(DECLARED, is_paused=True), None)
    assert await feeds.claim("p1", 5, 60) == []
    assert await feeds.late_s() == 0


async def test_a_platforms_feed_is_its_operators(feeds: PolledFeeds, op_a: Principal):
    feed, _ = await feeds.put(PLATFORM, "op-a", DECLARED, None)
    assert feed.operator_key == op_a.operator_key
    assert await feeds.find(op_a, "op-a-lots") is not None
    assert source_of("op-a-lots") == "op-a-lots@poll"
