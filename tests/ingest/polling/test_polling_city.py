"""From a server's table to a lot that is live: polled, believed, handed in, and remembered."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

import asyncpg
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from ingest.polling.allow_list import AllowList
from ingest.polling.assembly import open_polling
from ingest.polling.hand_in import HandIn
from ingest.polling.poll import Polling, poll
from ingest.polling.readers import Readers
from ingest.polling.reading import ReadAs, Reading, read_publication
from ingest.polling.runner import run_polling
from ingest.polling.self_checks import RULES
from ingest.reports.answer import Answer
from ingest.reports.door import ReportDoor
from parking.clock import CityClock, to_us
from parking.draft_reading import DraftRules
from parking.live.stored import counts_of
from parking.polled_feed import FeedDeclaration
from parking.ports import ClockReading
from parking.principal import Principal
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, PARTITIONS, City, city
from tests.ingest.polling.server import Server, answer, serving

MAPPING = """
[source]
shape = "table"
rows = "both"
[fields]
lot_id = "编号"
name = "名称"
capacity = "泊位"
free = "空位"
"""
LOTS = {"泉城广场": 12, "大明湖": 40, "恒隆": 7, "西站": 33}


def table(free: dict[str, int]) -> bytes:
    rows = [f"{name},{name},300,{count}" for name, count in free.items()]
    return answer(200, "\n".join(["编号,名称,泊位,空位", *rows]).encode())


class ReadersHere(Readers):
    """Reads in this process, for payloads that harm nobody: a process takes a second to begin."""

    async def read(self, content: bytes, read_as: ReadAs) -> Reading:
        return read_publication(content, read_as)


@dataclass
class Polled:
    """A city with a poller, and the server of its one feed."""

    city: City
    polling: Polling
    server: Server
    metrics: CollectorRegistry
    pool: asyncpg.Pool

    async def poll(self) -> dict[str, object]:
        """Make the feed due, and give it its turn."""
        await self._execute("update polled_feed_state set due_at = clock_timestamp()")
        [due] = await self.polling.feeds.claim(self.polling.process_id, 8, 60)
        await poll(self.polling, due)
        return await self.status()

    async def status(self) -> dict[str, object]:
        feed = await self.polling.feeds.find(self.city.principals["north"], "north-lots")
        assert feed is not None
        return feed.status

    async def declare(self, **more: object) -> None:
        url = self.server.url("/feed")
        declared = FeedDeclaration("north-lots", url, mapping=MAPPING, interval_s=3_600.0)
        north = self.city.principals["north"]
        await self.polling.feeds.put(north, "north", replace(declared, **more), None)

    async def live(self) -> dict[str, int | None]:
        """Return what is live by the lots' names."""
        names = {lot.lot_key: lot.name for lot in self.city.directory.lots()}
        return {
            names[lot_key]: counts_of("0" * 16 + stored)[0].free
            for (lot_key, register), stored in (await self.city.registers()).items()
            if register == "s:general" and lot_key in names
        }

    async def kinds(self) -> list[int]:
        return [row["kind"] for row in await self.city.log("kind")]

    async def _execute(self, statement: str) -> object:
        connection = await asyncpg.connect(self.city.urls.database_url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()


def real_us() -> int:
    return time.time_ns() // 1_000


@pytest.fixture
async def polled(stores: StoreUrls) -> AsyncIterator[Polled]:
    metrics = CollectorRegistry()
    async with (
        city(stores) as built,
        serving(feed=table(LOTS)) as server,
        await open_pool(stores.database_url) as pool,
        open_polling(
            pool,
            built.write_path.reports,
            built.directory,
            built.clock,
            refresh=built.refresh,
            rules=DraftRules(partitions=PARTITIONS, is_strict=False),
            allow=AllowList.parse("127.0.0.0/8:*"),
            most_lots=100,
            process_id="poller",
            metrics=metrics,
            checks_feeds=True,
        ) as opened,
    ):
        moving = CityClock(ClockReading("running", to_us(NOON), real_us(), 1.0), real_us)
        polling = replace(opened, clock=moving, readers=ReadersHere())
        yield Polled(built, polling, server, metrics, pool)


async def test_a_declared_table_becomes_lots_that_are_live(polled: Polled):
    await polled.declare()
    status = await polled.poll()
    assert status["phase"] == "healthy"
    assert (status["lots"], status["values"]) == (4, 4)
    assert await polled.live() == LOTS
    polled.server.pages["/feed"] = table(LOTS | {"恒隆": 8})
    await polled.poll()
    assert await polled.live() == LOTS | {"恒隆": 8}


async def test_a_feed_that_loses_a_third_keeps_its_lots_until_it_insists(polled: Polled):
    await polled.declare()
    await polled.poll()
    logged = len(await polled.kinds())
    polled.server.pages["/feed"] = table({"泉城广场": 0, "大明湖": 1})
    status = await polled.poll()
    assert status["phase"] == "held"
    assert [one["code"] for one in status["findings"]][:1] == ["mass-drop"]
    assert await polled.live() == LOTS
    assert len(await polled.kinds()) == logged
    assert (await polled.poll())["phase"] == "healthy"
    assert await polled.live() == LOTS | {"泉城广场": 0, "大明湖": 1}


async def test_a_feed_that_is_suddenly_empty_is_found_out_until_three_good_answers(polled: Polled):
    await polled.declare()
    await polled.poll()
    polled.server.pages["/feed"] = table({})
    for _ in range(2):
        assert (await polled.poll())["phase"] in {"held", "failing"}
    assert await polled.live() == LOTS
    verdicts = FeedVerdicts(polled.pool)

    async def standing() -> list[tuple[str, int]]:
        events = await verdicts.standing_by(RULES)
        return [(event.key.rule, int(event.evidence["before"])) for event in events]

    assert await standing() == [("empty_publication", 4)]
    polled.server.pages["/feed"] = table(LOTS)
    for _ in range(2):
        await polled.poll()
    assert await standing() == [("empty_publication", 4)]
    await polled.poll()
    assert await standing() == []


async def test_against_a_feed_that_nobody_polls_any_more_no_publication_stands(polled: Polled):
    await polled.declare()
    await polled.poll()
    polled.server.pages["/feed"] = table({"泉城广场": 0})
    await polled.poll()
    verdicts = FeedVerdicts(polled.pool)
    [stands] = await verdicts.standing_by(RULES)
    assert (stands.key.rule, dict(stands.evidence)) == ("mass_change", {"gone": 3, "of": 4})
    await polled.declare(is_paused=True)
    assert await verdicts.standing_by(RULES) == []


async def test_a_dead_server_is_told_and_what_was_known_stays(polled: Polled):
    await polled.declare()
    await polled.poll()
    polled.server.pages["/feed"] = answer(500)
    status = await polled.poll()
    assert (status["phase"], status["failures"]) == ("failing", 1)
    assert [one["code"] for one in status["findings"]] == ["feed-status"]
    assert status["lots"] == 4
    assert await polled.live() == LOTS


async def test_a_draft_is_fetched_and_judged_and_nothing_of_it_is_public(polled: Polled):
    await polled.declare(is_draft=True)
    status = await polled.poll()
    assert (status["phase"], status["lots"]) == ("healthy", 4)
    assert await polled.live() == {}
    assert await polled.kinds() == []
    await polled.declare()
    await polled.poll()
    assert await polled.live() == LOTS


class Refusing(ReportDoor):
    """A door whose log is away."""

    def __init__(self) -> None:
        pass

    async def handle(self, principal: Principal, body: bytes, encoding: str | None) -> Answer:
        return Answer(503, b"", {})


async def test_what_could_not_be_stored_is_fetched_and_handed_in_again(polled: Polled):
    await polled.declare()
    whole = polled.polling
    away = HandIn(
        Refusing(), PostgresRegistry(polled.pool), polled.city.directory, polled.city.refresh,
        DraftRules(partitions=PARTITIONS, is_strict=False),
    )  # fmt: skip
    polled.polling = replace(whole, hand_in=away)
    status = await polled.poll()
    assert [one["code"] for one in status["findings"]] == ["feed-not-taken"]
    polled.polling = whole
    await polled.poll()
    assert await polled.live() == LOTS


async def test_a_hostile_feed_is_told_and_the_poller_goes_on(polled: Polled):
    """The whole loop, with its reading process."""
    polled.polling = replace(polled.polling, readers=Readers(at_once=1))
    await polled.declare(mapping=None)
    polled.server.pages["/feed"] = answer(200, b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    task = asyncio.ensure_future(run_polling(polled.polling))
    status = await until(polled, lambda status: "findings" in status)
    assert [one["code"] for one in status["findings"]] == ["feed-unreadable"]
    polled.server.pages["/feed"] = table(LOTS)
    await polled.declare()
    assert (await until(polled, lambda status: "lots" in status))["phase"] == "healthy"
    task.cancel()
    await asyncio.wait([task])
    await polled.polling.readers.aclose()
    assert await polled.live() == LOTS
    told = generate_latest(polled.metrics).decode()
    assert 'onelot_feed_polls_total{result="new"} 1.0' in told
    assert 'onelot_feed_failures_total{code="feed-unreadable"} 1.0' in told
    assert "onelot_feed_late_seconds" in told
    assert "north" not in told


async def until(polled: Polled, holds: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    """Wait until the feed's status is as wanted, and return it."""
    for _ in range(1_000):
        if holds(status := await polled.status()):
            return status
        await asyncio.sleep(0.02)
    raise TimeoutError


async def test_a_lot_that_cannot_be_registered_keeps_no_other_out(polled: Polled):
    await polled.declare()
    polled.server.pages["/feed"] = answer(
        200, "编号,名称,泊位,空位\nA1,泉城,300,5\nB2,大明湖,-7,6\nC3,恒隆,300,7\n".encode()
    )
    await polled.poll()
    live = await polled.live()
    assert (live["泉城"], live["恒隆"]) == (5, 7)
