"""What share of PostgreSQL's own batched insert is left when the same rows come over HTTP.

Each round sends new reports through the door, 500 a body over four keep-alive connections, and
inserts as many new rows of the same kind straight into the same table, nothing else running. The
door's answer comes after commit and after the live projection was told. Every accepted report is
counted in the log.
"""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import uvloop

from parking.storage.postgres.report_log import ReportLog, day_of
from tests.bench.figure import Figure, Goal
from tests.bench.ingest.costs import Costs
from tests.bench.ingest.durable_city import LOTS, DurableCity, durable_city
from tests.bench.ingest.feed import BEGINS_AGO, Feed, request_of, rows_of
from tests.bench.ingest.plain_insert import open_connections, plain_insert
from tests.bench.ingest.wire import closed_loop

BODY, CONNECTIONS, BODIES, ROUNDS, WARM_UP = 500, 4, 80, 7, 40


@dataclass(frozen=True, slots=True)
class Spell:
    """Reports a second and what they cost."""

    per_s: float
    costs: Costs
    reports: int


def ingest_share() -> Iterator[Figure]:
    yield _figure("ingest_share", with_worker=False)
    yield _figure("ingest_share.beside_worker", with_worker=True)


def _figure(name: str, *, with_worker: bool) -> Figure:
    with durable_city(with_worker=with_worker) as city:
        rounds = uvloop.run(_rounds(city))
    ours_per_s = median(ours.per_s for ours, _ in rounds)
    plain_per_s = median(plain.per_s for _, plain in rounds)
    ours, plain = (sorted(side, key=_total)[ROUNDS // 2] for side in zip(*rounds, strict=True))
    beside = "the worker projecting beside it" if with_worker else "no worker"
    return Figure(
        name, median(ours.per_s / plain.per_s for ours, plain in rounds), "share by throughput",
        Goal(">=", 0.4, 0.7),
        f"{BODY} a body, {CONNECTIONS} keep-alive connections, {LOTS} lots, one API process, "
        f"{beside}; {ours_per_s:.0f} reports/s against {plain_per_s:.0f} rows/s of INSERT … unnest "
        f"ON CONFLICT by 2 connections, {BODY} a statement, same table and indexes; µs CPU a "
        f"report: {ours.costs.told(ours.reports)}; of the plain insert PostgreSQL "
        f"{plain.costs.us_each(plain.reports)['PostgreSQL']:.1f}; embedded PostgreSQL, fsync on; "
        f"median of {ROUNDS} interleaved rounds of {BODIES * BODY} reports; load generator on the "
        f"same processors; Python {platform.python_version()}",
    )  # fmt: skip


def _total(spell: Spell) -> float:
    return spell.costs.total_us(spell.reports)


async def _rounds(city: DurableCity) -> list[tuple[Spell, Spell]]:
    lot_ids = sorted(city.lot_keys)
    feeds = [Feed(lot_ids[first::CONNECTIONS], seed=first) for first in range(CONNECTIONS)]
    # Of an earlier time: the worker projects these too, and what comes by the door must be newer.
    plain_feed = Feed(lot_ids, seed=CONNECTIONS, ago=2 * BEGINS_AGO)
    await _through_the_door(city, feeds, WARM_UP)
    rounds = []
    for place in range(ROUNDS):
        if place % 2:
            ours = await _through_the_door(city, feeds, BODIES)
            plain = await _straight(city, plain_feed)
        else:
            plain = await _straight(city, plain_feed)
            ours = await _through_the_door(city, feeds, BODIES)
        rounds.append((ours, plain))
    return rounds


async def _through_the_door(city: DurableCity, feeds: list[Feed], bodies: int) -> Spell:
    url = city.server.url
    queues = [
        [request_of(feed.snapshots(BODY), url, city.key) for _ in range(bodies // CONNECTIONS)]
        for feed in feeds
    ]
    logged, before = await city.logged(), city.costs()
    took_s, accepted = await closed_loop(url, queues)
    await city.at_rest()
    costs = city.costs() - before
    assert accepted == bodies * BODY == await city.logged() - logged
    return Spell(accepted / took_s, costs, accepted)


async def _straight(city: DurableCity, feed: Feed) -> Spell:
    batches = [rows_of(feed.snapshots(BODY), city.lot_keys) for _ in range(BODIES)]
    days = {day_of(row) for batch in batches for row in batch}
    async with await open_connections(city.stores.database_url) as pool:
        async with pool.acquire() as connection:
            await ReportLog().ensure_days(connection, days)
        before = city.costs()
        took_s = await plain_insert(pool, batches)
        costs = city.costs() - before
        await city.at_rest()
    return Spell(BODIES * BODY / took_s, costs, BODIES * BODY)
