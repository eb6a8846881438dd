"""What a feed gets wrong, readers are told within minutes, and no longer once it is right again."""

from datetime import datetime, timedelta
from random import Random

import asyncpg
import pytest

from ingest.checking import watch
from parking.principal import Principal
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.planning.lot_aggregates import LotAggregates
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.settings import StoreUrls
from tests.ingest.checking.conftest import NOON, Working
from tests.services.city import City, draft

LIVES_MIN, STANDS_MIN = 1_440, 420
"""A day on which it moves each minute, then seven hours in which it does not."""


KEPT_FROM = NOON - timedelta(minutes=4)
"""What is older when it comes, a feed that was cut off had kept, and says so."""


def counted(lot_id: str, moment: datetime, free: int) -> dict:
    return {
        "is_backfill": moment < KEPT_FROM,
        "kind": "snapshot", "lot_id": lot_id, "record_serial": f"{lot_id}{moment.timestamp():.0f}",
        "observed_at": moment.isoformat(), "spaces": [{"free": free, "capacity": 100}],
    }  # fmt: skip


def passed(lot_id: str, moment: datetime, came: int, went: int) -> dict:
    return {
        "is_backfill": moment < KEPT_FROM,
        "kind": "totals", "lot_id": lot_id, "record_serial": f"t{moment.timestamp():.0f}",
        "observed_at": moment.isoformat(), "in_total": came, "out_total": went,
    }  # fmt: skip


def that_stands(lot_id: str) -> list[dict]:
    random, free, reports = Random(1), 50, []
    begin = NOON - timedelta(minutes=LIVES_MIN + STANDS_MIN - 1)
    for minute in range(LIVES_MIN + STANDS_MIN):
        if minute < LIVES_MIN:
            free = max(5, min(95, free + random.choice((-2, -1, 1, 2))))
        reports.append(counted(lot_id, begin + timedelta(minutes=minute), free))
    return reports


async def send(city: City, key: dict[str, str], reports: list[dict]) -> None:
    for first in range(0, len(reports), 800):
        answer = await city.report(key, *reports[first : first + 800])
        # What a busy store took and could not say so is a duplicate when it is sent again.
        statuses = {result["status"] for result in answer.json()["results"]}
        assert statuses <= {"accepted", "duplicate"}


async def whole_log(stores: StoreUrls) -> str:
    connection = await asyncpg.connect(stores.database_url)
    try:
        return await connection.fetchval(
            "select md5(string_agg(r::text, ',' order by id)) from report_log r"
        )
    finally:
        await connection.close()


async def crash(stores: StoreUrls) -> None:
    """Leave of what is remembered what a crash of PostgreSQL leaves: nothing."""
    connection = await asyncpg.connect(stores.database_url)
    try:
        assert await connection.fetchval("select count(*) from checking_state") >= 2
        await connection.execute("truncate checking_state, checking_cursor")
    finally:
        await connection.close()


def verdicts_of(feed: dict) -> list[dict]:
    return feed["verdicts"]


def flags(*wanted: str):
    return lambda lot: lot["availability"]["flags"] == list(wanted)


async def test_a_count_that_stands_still_is_withheld_until_it_moves_whatever_restarts_meanwhile(
    city: City, working: Working, stores: StoreUrls, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(watch, "SAVE_S", 0.2)
    await city.put_lots(draft("op1-a"), draft("op2-b", lat=36.651))
    key, other = await city.key("operator", "op1"), await city.key("operator", "op2")
    stands = that_stands("op1-a")
    last = stands[-1]["spaces"][0]["free"]
    await send(city, key, stands)
    await send(city, other, [counted("op2-b", NOON, 7)])
    await city.until_replica_has("op1-a", last)
    log = await whole_log(stores)
    nearby = "/v1/lots/nearby?lat=36.65&lon=117.12"
    async with working():
        shown = (await city.until("/v1/lots/op1-a", flags("frozen")))["availability"]
    assert (shown["state"], shown["free"], shown["freshness"]) == ("unknown", None, "unknown")
    assert (shown["low"], shown["high"], shown["last_known"]["free"]) == (None, None, last)
    near = (await city.client.get(nearby)).json()["results"]
    assert [lot["lot_id"] for lot in near] == ["op2-b"]
    assert near[0]["availability"]["flags"] == []

    await city.projection.forget()
    async with working():
        await city.until("/v1/lots/op2-b", lambda lot: lot["availability"]["free"] == 7)
        await city.until("/v1/lots/op1-a", flags("frozen"))
        assert await whole_log(stores) == log
        status = await city.until("/status", lambda told: any(map(verdicts_of, told["feeds"])))
        [[told]] = filter(None, map(verdicts_of, status["feeds"]))
        assert (told["rule"], told["count"], told["lots"]) == ("frozen", 1, ["op1-a"])
        assert told["message"]
        assert told["message_zh"]

    await crash(stores)
    async with working():
        await city.until("/v1/lots/op1-a", flags("frozen"))
        await city.set_clock("manual", NOON + timedelta(minutes=5))
        moves = [
            counted("op1-a", NOON + timedelta(minutes=minute), last - minute)
            for minute in (1, 2, 3, 4)
        ]
        await send(city, key, moves)
        back = await city.until("/v1/lots/op1-a", flags())
    assert (back["availability"]["free"], back["availability"]["state"]) == (last - 4, "open")
    told = await FeedVerdicts(city.pool).of_operator(
        Principal("operator", operator_key=await _key_of(city, "op1")), NOON - timedelta(days=1)
    )
    (stood,) = (one for one in told if one.rule == "frozen")
    assert (stood.lot_id, stood.until) == ("op1-a", NOON + timedelta(minutes=1))
    assert stood.since < NOON - timedelta(hours=2)
    assert f"{stood.evidence['hours']} h" in stood.message
    assert stood.message_zh


async def test_a_mirrored_count_is_flagged_and_never_turned_round_and_only_its_operator_reads_why(
    city: City, working: Working
):
    await city.put_lots(draft("op1-m"), draft("op2-b"))
    key = await city.key("operator", "op1")
    random, free, came, went, reports = Random(2), 20, 0, 0, []
    for minute in range(14):
        moment = NOON - timedelta(minutes=14 - minute)
        more, fewer = random.choice((1, 2, 3)), random.choice((0, 1))
        came, went, free = came + more, went + fewer, free + more - fewer
        reports += [passed("op1-m", moment, came, went)]
        reports += [counted("op1-m", moment + timedelta(seconds=1), free)]
    await send(city, key, reports[:1])
    await send(city, key, reports[1:])
    async with working():
        shown = await city.until(
            "/v1/lots/op1-m", lambda lot: "inverted" in lot["availability"]["flags"]
        )
        availability = shown["availability"]
        assert (availability["free"], availability["last_known"]["free"]) == (None, free)
    since = NOON - timedelta(days=1)
    verdicts = FeedVerdicts(city.pool)
    own = await verdicts.of_operator(
        Principal("operator", operator_key=await _key_of(city, "op1")), since
    )
    others = await verdicts.of_operator(
        Principal("operator", operator_key=await _key_of(city, "op2")), since
    )
    assert ("inverted" in {one.rule for one in own}, others) == (True, [])


async def test_a_lot_that_is_the_sum_of_others_is_shown_as_one_and_no_car_is_counted_twice(
    city: City, working: Working
):
    await city.put_lots(draft("op1-a"), draft("op1-b"), draft("op1-all"))
    key = await city.key("operator", "op1")
    await send(city, key, [counted("op1-a", NOON, 10), counted("op1-b", NOON, 20)])
    await send(city, key, [counted("op1-all", NOON, 30)])
    await city.until_replica_has("op1-all", 30)
    lots = [
        lot
        for lot in (await PostgresRegistry(city.pool).load(0)).lots
        if lot.lot_id.startswith("op1-")
    ]
    whole, parts = (
        [lot for lot in lots if (lot.lot_id == "op1-all") is is_whole] for is_whole in (True, False)
    )
    await LotAggregates(city.pool).say(PLATFORM, whole[0], parts, "sum", is_aggregate=True)
    async with working():
        shown = await city.until("/v1/lots/op1-all", flags("aggregate"))
    assert (shown["availability"]["free"], shown["availability"]["state"]) == (30, "open")
    cells = (await city.client.get("/v1/cells?bbox=117.0,36.5,117.3,36.8&resolution=5")).json()
    assert [(cell["free"], cell["capacity"], cell["lots"]) for cell in cells["cells"]] == [
        (30, 200, 2)
    ]
    await city.until("/status", lambda status: status["lots"]["total"] == 2)


async def _key_of(city: City, operator_id: str) -> int:
    return await city.pool.fetchval(
        "select operator_key from operator where operator_id = $1", operator_id
    )
