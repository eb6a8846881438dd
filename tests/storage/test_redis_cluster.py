"""The live state on a Redis Cluster: the same calls, the same answers, and a primary that dies."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from redis.crc import key_slot

from ingest.work import run_worker
from parking.ports import Register
from parking.storage.redis.errors import ProjectionAwayError
from parking.storage.redis.keys import meta_key, partition_keys
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls
from tests.services.city import City, draft, running_city, snapshot
from tests.services.cluster import Cluster, free_port, valkey_cluster

LOTS = 60
PATIENCE_S = 30.0
HEARD = Register(7, "h", f"{1:035d}", "1")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with valkey_cluster(tmp_path) as started:
        yield started


@pytest.fixture
async def city(postgres_url: str, cluster: Cluster) -> AsyncIterator[City]:
    """Lots all over the city, so that every node holds some; its worker runs too."""
    stores = StoreUrls(postgres_url, cluster.url)
    stop = asyncio.Event()
    async with running_city(stores) as built, asyncio.TaskGroup() as group:
        group.create_task(run_worker(stores, stop))
        places = [(36.3 + number // 8 * 0.1, 116.5 + number % 8 * 0.12) for number in range(LOTS)]
        await built.put_lots(
            *(draft(f"op1-{number}", *place) for number, place in enumerate(places))
        )
        yield built
        stop.set()


async def test_a_cluster_merges_loads_and_follows_as_one_server_does(cluster: Cluster):
    projection = RedisProjection(cluster.url)
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    applied = await projection.apply_all({p: [HEARD] for p in range(16)}, timeout_s=5)
    assert applied == dict.fromkeys(range(16), "2")
    assert (await projection.load(3)).stored == {(7, "h"): f"{1:016d}{1:035d}1"}
    seen = set()
    async with asyncio.timeout(10):
        async for changes in projection.follow(dict.fromkeys(range(16), 0), epoch=epoch):
            seen.add(changes.partition)
            if len(seen) == 16:
                break
    await projection.aclose()


async def test_a_cluster_that_cannot_be_reached_is_away():
    gone = RedisProjection(f"redis+cluster://127.0.0.1:{free_port()}")
    with pytest.raises(ProjectionAwayError):
        await gone.epoch()
    await gone.aclose()


async def test_a_node_that_dies_while_another_has_come_back_empty_is_away_and_nothing_worse(
    cluster: Cluster,
):
    projection = RedisProjection(cluster.url)
    await projection.complete_epoch(await projection.begin_epoch())
    cluster.nodes[0].kill()
    cluster.nodes[0].start()  # without the library too
    cluster.wait_until_whole()
    cluster.nodes[1].kill()
    for call in (projection.begin_epoch, projection.epoch):
        with pytest.raises(ProjectionAwayError):
            await call()
    await projection.aclose()


async def test_a_partition_that_moves_to_another_node_is_found_there(cluster: Cluster):
    projection = RedisProjection(cluster.url)
    epoch = await projection.begin_epoch()
    cluster.move_slot(key_slot(meta_key(3).encode()), keys=partition_keys(3))
    with pytest.raises(ProjectionAwayError):
        await projection.apply(3, [HEARD], epoch=epoch)
    await projection.complete_epoch(epoch := await projection.begin_epoch())
    assert (await projection.apply(3, [HEARD], epoch=epoch)).status == [2]
    assert await projection.epoch() == epoch
    await projection.aclose()


async def test_a_primary_dies_under_load_and_nothing_acknowledged_is_missing_or_shown_wrong(
    city: City, cluster: Cluster, postgres_url: str
):
    operator = await city.key("operator", "op1")
    newest: dict[str, int] = {}
    stop = asyncio.Event()
    sending = asyncio.create_task(_report_until(stop, city, operator, newest))
    await asyncio.sleep(1)
    cluster.nodes[1].kill()
    await _until_sent(city, city.sent["op1"] + 10 * LOTS)  # acknowledgements go on without it
    cluster.nodes[1].start()
    cluster.wait_until_whole()
    await asyncio.sleep(1)
    stop.set()
    await sending
    await city.until("/readyz", lambda _: True)
    for lot_id, free in newest.items():
        await city.until_replica_has(lot_id, free)
    assert await _logged(postgres_url) == (city.sent["op1"], city.sent["op1"])


async def _until_sent(city: City, count: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while city.sent["op1"] < count:  # noqa: ASYNC110 - the sender waits for nobody
            await asyncio.sleep(0.1)


async def _logged(database_url: str) -> tuple[int, int]:
    """Count rows and distinct serials, as the owner of the log."""
    connection = await asyncpg.connect(database_url)
    try:
        found = "select count(*), count(distinct record_serial) from report_log"
        return tuple(await connection.fetchrow(found))
    finally:
        await connection.close()


async def _report_until(
    stop: asyncio.Event, city: City, operator: dict[str, str], newest: dict[str, int]
) -> None:
    """Report all lots again and again; `newest` is what was acknowledged last."""
    city.sent["op1"] = 0
    while not stop.is_set():
        number = city.sent["op1"]
        reports = [
            snapshot(f"op1-{lot}", (number + lot) % 90, f"r{number + lot}") for lot in range(LOTS)
        ]
        answer = await city.report(operator, *reports)
        assert {one["status"] for one in answer.json()["results"]} <= {"accepted", "duplicate"}
        city.sent["op1"] += LOTS
        newest |= {one["lot_id"]: one["spaces"][0]["free"] for one in reports}
        await asyncio.sleep(0.02)
