"""A city whose feeds fall silent, freeze and come back: who is told, of what, and how often."""

from dataclasses import dataclass, field

import asyncpg
import pytest

from ingest.alerts.heard import Heard
from ingest.alerts.watchman import Watchman
from parking.clock import HOUR_US, MINUTE_US, CityClock
from parking.directory import Directory
from parking.ports import ClockReading
from parking.principal import Principal
from parking.storage.postgres.contacts import Contacts
from parking.storage.postgres.feed_watch import FeedWatches
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.polled_phases import PolledPhase
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.registry import PostgresRegistry

BEGAN_US = 1_764_288_000_000_000


@dataclass
class Watch:
    """A watchman whose time is moved by hand."""

    pool: asyncpg.Pool
    north: Principal
    now_us: int = BEGAN_US
    heard: Heard = field(default_factory=Heard)
    phases: dict[int, PolledPhase] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)

    async def add_feed(self, name: str) -> int:
        keys = PostgresKeys(self.pool)
        issued = await keys.create(PLATFORM, role="operator", operator_id="north", name=name)
        self.directory.apply(await PostgresRegistry(self.pool).load(self.directory.version))
        principal = await keys.find(issued.key)
        assert principal is not None
        assert principal.source_key is not None
        return principal.source_key

    async def look(self, minutes: float, *speaking: int) -> None:
        """Let time pass in steps of half a minute; those that speak do so all the while."""

        async def read_phases() -> dict[int, PolledPhase]:
            return self.phases

        clock = CityClock(ClockReading("manual", 0, 0, 1.0), lambda: 0)
        watchman = Watchman(
            FeedWatches(self.pool), read_phases, self.directory, clock, self.heard,
            zone="Asia/Shanghai", is_current=lambda: True,
        )  # fmt: skip
        for _ in range(int(minutes * 2)):
            self.now_us += MINUTE_US // 2
            clock.reading = ClockReading("manual", self.now_us, 0, 1.0)
            self.heard.take(dict.fromkeys(speaking, self.now_us))
            await watchman.look()

    async def told(self) -> list[tuple[str, list[str]]]:
        async with scoped(self.pool, PLATFORM) as connection:
            bodies = await connection.fetch("select body from feed_message order by message_key")
        return [
            (row["body"]["event"], [feed["source"] for feed in row["body"]["feeds"]])
            for row in bodies
        ]


@pytest.fixture
async def watch(pool: asyncpg.Pool, north: Principal) -> Watch:
    await Contacts(pool).put(
        north, north.operator_key, url="https://north.example/hook", secret="s", mail_to=(),
        lang="zh",
    )  # fmt: skip
    made = Watch(pool, north)
    made.directory.apply(await PostgresRegistry(pool).load(0))
    return made


async def test_a_feed_that_dies_and_returns_is_told_once_each(watch: Watch):
    gate, yard = await watch.add_feed("gate"), await watch.add_feed("yard")
    await watch.look(5, gate, yard)
    await watch.look(90, yard)
    dead = await watch.told()
    assert [event for event, _ in dead] == ["feed.dead"]
    await watch.look(10, gate, yard)
    assert [event for event, _ in await watch.told()] == ["feed.dead", "feed.back"]
    assert dead[0][1] == (await watch.told())[1][1] != []


async def test_an_outage_of_a_whole_operator_is_one_message(watch: Watch):
    feeds = [await watch.add_feed(name) for name in ("gate", "yard", "roof")]
    await watch.look(5, *feeds)
    await watch.look(3, *feeds[:2])
    await watch.look(90)
    [(event, names)] = await watch.told()
    assert (event, len(names)) == ("feed.dead", 3)
    async with scoped(watch.pool, PLATFORM) as connection:
        body = await connection.fetchval("select body from feed_message")
    assert body["is_whole_operator"]
    assert "north" in body["message"]["en"]
    assert "全部" in body["message"]["zh"]


async def test_a_new_leader_tells_nothing_twice_and_forgets_nothing(watch: Watch):
    gate = await watch.add_feed("gate")
    await watch.look(5, gate)
    await watch.look(75)
    watch.heard = Heard()
    await watch.look(75)
    assert [event for event, _ in await watch.told()] == ["feed.dead"]
    await watch.look(7, gate)
    assert [event for event, _ in await watch.told()] == ["feed.dead", "feed.back"]


async def test_a_polled_feed_that_answers_the_same_for_too_long_is_frozen(watch: Watch):
    feed = await watch.add_feed("lots")
    watch.phases[feed] = PolledPhase("healthy", is_paused=False, is_draft=False)
    await watch.look(5, feed)
    watch.phases[feed] = PolledPhase("frozen", is_paused=False, is_draft=False)
    await watch.look(90)  # nothing is handed in for it then
    watch.phases[feed] = PolledPhase("healthy", is_paused=False, is_draft=False)
    await watch.look(7, feed)
    assert [event for event, _ in await watch.told()] == ["feed.frozen", "feed.back"]


async def test_a_feed_that_is_paused_or_never_spoke_is_missed_by_nobody(watch: Watch):
    feed, _ = await watch.add_feed("lots"), await watch.add_feed("silent")
    await watch.look(5, feed)
    watch.phases[feed] = PolledPhase("failing", is_paused=True, is_draft=False)
    await watch.look(90)
    assert await watch.told() == []


async def test_who_wants_no_messages_gets_none_later_of_what_was(watch: Watch):
    gate = await watch.add_feed("gate")
    await Contacts(watch.pool).remove(watch.north, watch.north.operator_key)
    await watch.look(5, gate)
    await watch.look(75)
    assert await watch.told() == []


async def test_a_clock_that_is_moved_on_by_hours_tells_of_the_silence_then(watch: Watch):
    gate = await watch.add_feed("gate")
    await watch.look(5, gate)
    watch.now_us += 5 * HOUR_US
    await watch.look(3)
    assert [event for event, _ in await watch.told()] == ["feed.dead"]


async def test_a_feed_that_the_self_checks_find_frozen_is_told_of(watch: Watch):
    gate = await watch.add_feed("gate")
    await watch.look(5, gate)
    async with scoped(watch.pool, PLATFORM) as connection:
        await connection.execute(
            "insert into feed_verdict (rule, operator_key, source_key, since, found_at, evidence)"
            " values ('frozen_feed', $1, $2, city_now(), city_now(), '{}')",
            watch.north.operator_key, gate,
        )  # fmt: skip
    await watch.look(3, gate)
    assert [event for event, _ in await watch.told()] == ["feed.frozen"]
