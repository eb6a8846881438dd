"""Bounds of the report door: rates, sizes, races of ownership; each crossed by one."""

import asyncio
import json
from collections.abc import AsyncIterator

import asyncpg
import pytest

from ingest.problem_notes import ProblemNotes
from ingest.reports.answer import REJECTED, ItemResult
from ingest.reports.inflate import MAX_INFLATED_BYTES, plain_body
from ingest.reports.rate import ReportRate
from ingest.submission import Submission
from ingest.writer import WAITING_BYTES, UnavailableError
from parking.problems import Problem, ProblemError
from parking.storage.postgres.feed_problems import FeedProblems
from parking.storage.postgres.pool import open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, city, report, snapshot

BAD = Problem("bad-field", "no")


@pytest.fixture
async def live_city(stores: StoreUrls) -> AsyncIterator[City]:
    async with city(stores) as built:
        yield built


def test_a_key_may_send_its_rate_and_then_waits_as_long_as_it_is_told():
    rate = ReportRate(100)
    assert rate.take("a", 100, 0.0) == 0
    wait_s = rate.take("a", 50, 0.0)
    assert wait_s == pytest.approx(0.5)
    assert rate.take("b", 100, 0.0) == 0
    assert rate.take("a", 50, wait_s) == 0


def test_a_request_larger_than_the_rate_gets_in_once_the_bucket_is_full():
    rate = ReportRate(100)
    assert rate.take("a", 1_000, 0.0) == 0
    assert rate.take("a", 1, 1.0) > 0
    assert rate.take("a", 1_000, 11.0) == 0


def test_no_rate_is_no_limit():
    assert ReportRate(0).take("a", 10**9, 0.0) == 0


def test_a_bomb_is_refused_before_it_is_inflated():
    import gzip

    bomb = gzip.compress(b"0" * (4 * MAX_INFLATED_BYTES))
    with pytest.raises(ProblemError, match="100 times"):
        plain_body(bomb, "gzip")


async def test_a_key_over_its_rate_is_told_when_to_come_back(stores):
    async with city(stores, reports_per_s=10) as built:
        assert (await built.send(*[snapshot(1, -n) for n in range(10)]))["http"] == 200
        answer = await built.send(*[snapshot(2, -n) for n in range(10)])
        assert (answer["http"], answer["headers"]["retry-after"]) in {(429, "1"), (429, "2")}
        assert (await built.send(snapshot(1, lot="S-1"), key="south"))["http"] == 200


async def test_an_answer_means_on_disk_whatever_the_servers_default(stores):
    name = stores.database_url.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(stores.database_url)
    await connection.execute(f"alter database {name} set synchronous_commit = off")
    await connection.close()
    async with await open_pool(stores.database_url, "onelot_ingest") as pool:
        assert await pool.fetchval("show synchronous_commit") == "on"


async def test_what_would_wait_beyond_the_bound_is_refused_at_once(live_city):
    submission = Submission(1, registry_version=0)
    with pytest.raises(UnavailableError):
        await live_city.write_path.writer.write(submission, [], [], size_bytes=WAITING_BYTES + 1)


async def test_a_log_that_keeps_somebody_waiting_is_known_to_be_behind(live_city):
    writer = live_city.write_path.writer
    connection = await asyncpg.connect(live_city.urls.database_url)
    try:
        async with connection.transaction():
            await connection.execute("lock table report_log")
            first = asyncio.ensure_future(live_city.send(snapshot(1)))
            while not writer.is_behind():  # noqa: ASYNC110 - time passes, nothing happens
                await asyncio.sleep(0.01)
            assert not first.done()
            assert (await first)["http"] == 503
            assert not writer.is_behind()
    finally:
        await connection.close()


async def test_who_waits_for_a_lot_and_not_for_the_log_keeps_nobody_out(live_city):
    writer = live_city.write_path.writer
    assert await live_city.statuses(report("entry", "e1")) == ["accepted"]
    connection = await asyncpg.connect(live_city.urls.database_url)
    try:
        async with connection.transaction():
            await connection.execute("select from lot_count for update")
            first = asyncio.ensure_future(live_city.send(report("entry", "e2", 1)))
            while not writer.is_behind():  # noqa: ASYNC110 - time passes, nothing happens
                await asyncio.sleep(0.01)
            while writer.is_behind():  # noqa: ASYNC110 - time passes, nothing happens
                await asyncio.sleep(0.01)
            assert not first.done()
        assert (await first)["http"] == 200
    finally:
        await connection.close()


async def test_a_thousand_reports_are_taken_and_one_more_is_not(live_city):
    many = [snapshot(1, -second / 100, serial=str(second)) for second in range(1_001)]
    assert (await live_city.send(*many))["http"] == 413
    assert (await live_city.send(*many[1:]))["accepted"] > 0


async def test_a_lot_that_changed_hands_a_moment_ago_is_refused_by_the_log_itself(live_city):
    connection = await asyncpg.connect(live_city.urls.database_url)
    await connection.execute("update lot set operator_key = 2 where lot_id = 'N-1'")
    await connection.close()
    answer = await live_city.send(snapshot(1), snapshot(1, lot="N-2"))
    assert [result["status"] for result in answer["results"]] == ["rejected", "accepted"]
    assert answer["results"][0]["problem"]["type"].endswith("/unknown-lot")


async def test_a_lot_registered_a_moment_ago_is_found_without_waiting(live_city):
    directory_version = live_city.directory.version
    connection = await asyncpg.connect(live_city.urls.database_url)
    await connection.execute(
        "insert into lot (lot_id, operator_key, name, partition) values ('N-99', 1, 'new', 0)"
    )
    await connection.close()
    assert await live_city.statuses(snapshot(1, lot="N-99")) == ["accepted"]
    assert live_city.directory.version > directory_version


async def noted(live_city) -> asyncpg.Record:
    connection = await asyncpg.connect(live_city.urls.database_url)
    async with asyncio.timeout(30):
        while not (  # noqa: ASYNC110 - a table tells nobody
            rows := await connection.fetch("select * from feed_problem")
        ):
            await asyncio.sleep(0.1)
    await connection.close()
    (row,) = rows
    return row


async def test_refusals_are_noted_for_the_operator_and_never_with_their_content(live_city):
    bad = snapshot(-1) | {"plate_number": "鲁A12345"}
    await live_city.send(bad, snapshot(1))
    row = await noted(live_city)
    assert row["lot_id"] == "N-1"
    assert "count-out-of-range" in row["problem"]
    assert "12345" not in row["item"]


async def test_a_feed_that_is_wrong_all_the_time_leaves_one_note_a_minute(live_city):
    for number in range(20):
        await live_city.send(*[snapshot(-1, number, serial=str(place)) for place in range(200)])
    row = await noted(live_city)
    assert json.loads(row["item"])["times"] >= 200
    notes = ProblemNotes(FeedProblems(None))
    answered = ([BAD] * 100, [ItemResult(REJECTED, problem=BAD)] * 100)
    north = live_city.principals["north"]
    for second in range(600):
        notes.note(north, *answered)
        kept = notes._due(float(second))
        assert len(kept) == (second % 60 == 0)
    assert not notes._due(10_000.0)[1:]
    assert not notes._due(20_000.0)
    assert not notes._pending


async def test_a_void_that_means_nothing_known_is_noted_for_the_operator(live_city):
    await live_city.send(report("void", "v1", void_of="never sent"), snapshot(1))
    row = await noted(live_city)
    assert "/unresolved" in row["problem"]
    assert '"v1"' in row["item"]


async def test_a_flood_of_counts_does_not_starve_the_movements(live_city):
    flood = [snapshot(1, -second / 100, "N-2", serial=str(second)) for second in range(1_000)]

    async def enter() -> int:
        """Come again where a busy machine refused it, as a device does."""
        for _ in range(3):
            answer = await live_city.send(report("entry", "e1"))
            if answer["http"] == 200:
                break
        return answer["http"]

    async def go_on() -> None:
        while not entered.done():
            await live_city.send(*flood)

    entered = asyncio.ensure_future(enter())
    await asyncio.gather(*(go_on() for _ in range(8)))
    assert entered.result() == 200
