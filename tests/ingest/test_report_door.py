"""The door for reports: what is answered, and what then stands in the log and in Redis."""

import gzip
import json

import asyncpg
import pytest

from parking.live.stored import counts_of
from parking.plausibility import BACKFILL
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, at, city, report, snapshot


@pytest.fixture
async def live_city(stores: StoreUrls):
    async with city(stores) as built:
        yield built


async def newest_free(built: City, lot_key: int = 1) -> int:
    stored = (await built.registers())[lot_key, "s:general"]
    return counts_of("0" * 16 + stored)[0].free


async def test_an_accepted_report_is_in_the_log_and_live(live_city):
    assert await live_city.statuses(snapshot(12)) == ["accepted"]
    assert [row["record_serial"] for row in await live_city.log()] == ["s-0-12"]
    assert await newest_free(live_city) == 12


async def test_the_same_report_again_is_a_duplicate_and_stands_once(live_city):
    await live_city.statuses(snapshot(12))
    assert await live_city.statuses(snapshot(12), snapshot(12)) == ["duplicate", "duplicate"]
    assert len(await live_city.log()) == 1


async def test_a_repetition_sets_live_what_the_log_says_and_not_what_it_says_itself(live_city):
    await live_city.statuses(snapshot(12, is_backfill=True))
    await live_city.projection.complete_epoch(await live_city.projection.begin_epoch())
    assert await live_city.statuses(snapshot(12)) == ["duplicate"]
    stored = (await live_city.registers())[1, "s:general"]
    assert counts_of("0" * 16 + stored)[0].flags == BACKFILL


async def test_the_same_identity_with_another_content_is_a_conflict_and_the_first_stays(live_city):
    first, other = snapshot(12, serial="x"), snapshot(99, serial="x")
    assert await live_city.statuses(first, other) == ["accepted", "conflict"]
    assert await live_city.statuses(other) == ["conflict"]
    answer = await live_city.send(other)
    assert answer["results"][0]["problem"]["type"].endswith("/conflict")
    assert await newest_free(live_city) == 12


async def test_an_older_claim_is_late_and_changes_nothing_live(live_city):
    assert await live_city.statuses(snapshot(5, 10), snapshot(7, 0)) == ["accepted", "late"]
    assert await newest_free(live_city) == 5
    assert len(await live_city.log()) == 2


async def test_a_report_that_the_worker_applied_before_its_door_is_not_late(live_city):
    await live_city.statuses(snapshot(12))
    connection = await asyncpg.connect(live_city.urls.database_url)
    await connection.execute("delete from report_log")  # and only Redis knows it already
    await connection.close()
    assert await live_city.statuses(snapshot(12), snapshot(7, -10)) == ["accepted", "late"]


async def test_a_bad_item_does_not_sink_its_neighbours(live_city):
    answer = await live_city.send(
        snapshot(-1), snapshot(5, 120), snapshot(7, 1, lot="N-9"), snapshot(8, 2)
    )
    slugs = [
        result.get("problem", {}).get("type", "").rpartition("/")[2] for result in answer["results"]
    ]
    assert slugs == ["count-out-of-range", "future-timestamp", "unknown-lot", ""]
    assert (answer["http"], answer["accepted"]) == (200, 1)
    assert answer["results"][2]["problem"]["pointer"] == "/reports/2/lot_id"


async def test_another_operators_lot_looks_like_a_missing_one(live_city):
    foreign = (await live_city.send(snapshot(1, lot="S-1"), snapshot(1)))["results"][0]
    missing = (await live_city.send(snapshot(1, lot="S-0"), snapshot(1)))["results"][0]
    assert json.dumps(foreign).replace("S-1", "S-0") == json.dumps(missing)


async def test_the_platforms_own_key_may_report_for_any_lot(live_city):
    assert await live_city.statuses(snapshot(3), snapshot(4, lot="S-1"), key="admin") == [
        "accepted", "accepted",
    ]  # fmt: skip


async def test_when_nothing_can_be_taken_the_answer_is_422_with_the_reasons(live_city):
    answer = await live_city.send(snapshot(1, lot="S-1"))
    assert (answer["http"], answer["status"]) == (422, 422)
    assert answer["results"][0]["status"] == "rejected"


async def test_a_suspect_count_is_taken_and_says_so(live_city):
    answer = await live_city.send(snapshot(150))
    assert answer["results"] == [{"index": 0, "status": "accepted", "flags": ["suspect"]}]


async def test_bays_and_heartbeats_and_closures_are_live_too(live_city):
    assert (
        await live_city.statuses(
            report("space", "b1", space_code="007", status="occupied"),
            report("heartbeat", "h1"),
            report("closure", "k1", reason="演唱会", to=at(3600)),
        )
        == ["accepted"] * 3
    )
    names = {name.partition(":")[0] for _, name in await live_city.registers()}
    assert names == {"b", "h", "k"}


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (b"{", None, 400),
        (gzip.compress(b" " * 9_000_000, mtime=0), "gzip", 413),
        (gzip.compress(b'{"reports":[]}', mtime=0)[:-3], "gzip", 400),
        (b" " * (1024 * 1024 + 1), None, 413),
        (b"{}", "br", 415),
    ],
)
async def test_a_bad_body_gets_a_clear_problem(live_city, body, encoding, status):
    answer = await live_city.write_path.reports.handle(
        live_city.principals["north"], body, encoding
    )
    assert answer.status == status
    assert json.loads(answer.body)["type"].startswith("https://")


async def test_a_compressed_body_is_read(live_city):
    body = gzip.compress(json.dumps({"reports": [snapshot(9)]}).encode())
    answer = await live_city.write_path.reports.handle(live_city.principals["north"], body, "gzip")
    assert answer.status == 200
