"""The worker: what Redis missed or lost comes back from the log, and nobody waits for it."""

import asyncio
import json
import math
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import asyncpg
import pytest
import redis

from ingest.live_apply import TIMEOUT_S
from ingest.projector import IDLE_S
from ingest.work import run_worker
from parking.storage.embedded.server import start
from parking.storage.embedded.stores import EmbeddedStores
from parking.storage.postgres.migrate import migrate
from parking.storage.redis.cluster import open_transport
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls
from tests.ingest.city import PARTITIONS, City, city, report, snapshot
from tests.services.servers import live_store


@asynccontextmanager
async def working(urls: StoreUrls) -> AsyncIterator[None]:
    stop = asyncio.Event()
    worker = asyncio.ensure_future(run_worker(urls, stop, partitions=PARTITIONS))
    try:
        yield
    finally:
        stop.set()
        await worker


async def until(holds: Callable[[], Awaitable[bool]], *, timeout_s: float = 30) -> None:
    async with asyncio.timeout(timeout_s):
        while True:
            try:
                if await holds():
                    return
            except (ProjectionLostError, ProjectionAwayError):
                pass
            await asyncio.sleep(0.05)


async def is_trusted(built: City) -> bool:
    return bool(await built.projection.epoch())


def fill(client: redis.Redis | redis.RedisCluster, maxmemory: int) -> None:
    """Let every node take no more than so many bytes; 0 is no limit."""
    everywhere = {"target_nodes": "all"} if isinstance(client, redis.RedisCluster) else {}
    client.config_set("maxmemory", maxmemory, **everywhere)


def refuses(client: redis.Redis | redis.RedisCluster, key: str) -> bool:
    """Tell whether the node that such a key is on takes nothing more."""
    try:
        client.set(key, "", px=1)
    except redis.OutOfMemoryError:
        return True
    return False


async def has_registers(built: City) -> bool:
    return bool(await built.registers())


PICTURE = (
    snapshot(12),
    snapshot(13, 1),
    snapshot(30, lot="N-2"),
    report("entry", "e1", 2, lot="N-2"),
    report("space", "b1", lot="N-3", space_code="7", status="free"),
    report("closure", "k1", lot="N-3", reason="施工"),
    report("void", "v1", 5, lot="N-3", void_of={"record_serial": "k1"}),
    report("heartbeat", "h1", lot="N-4"),
)


async def test_an_empty_redis_gets_its_first_epoch_from_the_worker(stores):
    async with city(stores, with_epoch=False) as built, working(stores):
        await until(lambda: is_trusted(built))
        assert await built.statuses(snapshot(1)) == ["accepted"]
        assert len(await built.registers()) == 1


async def test_what_was_acknowledged_without_redis_becomes_live_with_the_worker(stores):
    async with city(stores, with_epoch=False) as built:
        await built.statuses(*PICTURE)
        async with working(stores):
            await until(lambda: is_trusted(built))
            names = {(lot, name[0]) for lot, name in await built.registers()}
    assert names == {(1, "s"), (2, "c"), (3, "b"), (3, "k"), (3, "c"), (4, "h")}


async def test_a_redis_that_takes_nothing_more_does_not_stop_acknowledgements(stores):
    async with city(stores, with_epoch=False) as built, working(stores):
        await until(lambda: is_trusted(built))
        with live_store(stores.redis_url) as client:
            fill(client, 1)
            try:
                assert await built.statuses(snapshot(5), snapshot(6, 1)) == ["accepted"] * 2
            finally:
                fill(client, 0)
        await until(lambda: has_registers(built))


async def test_a_void_that_redis_did_not_take_at_first_is_rewritten_by_the_worker(stores, caplog):
    bay = report("space", "b1", lot="N-3", space_code="7", status="free")
    closure = report("closure", "k1", lot="N-3", reason="施工")
    voids = [
        report("void", f"v-{serial}", 5, lot="N-3", void_of={"record_serial": serial})
        for serial in ("b1", "k1")
    ]

    async def worker_waits() -> bool:
        return any("a store is away" in record.message for record in caplog.records)

    async with city(stores, with_epoch=False) as built, working(stores):
        await until(lambda: is_trusted(built))
        assert await built.statuses(bay, closure) == ["accepted"] * 2
        await asyncio.sleep(5 * IDLE_S)  # the worker has seen these in a turn of their own
        with live_store(stores.redis_url) as client:
            fill(client, 1)
            partition = built.directory.find_lot("N-3").partition
            try:
                assert refuses(client, f"probe:{{p{partition:02d}}}")
                assert await built.statuses(*voids) == ["accepted"] * 2
                await until(worker_waits)
            finally:
                fill(client, 0)

        async def are_gone() -> bool:
            found = {name[0]: text for (_, name), text in (await built.registers()).items()}
            return found["b"].endswith("u0") and '"void":true' in found["k"]

        await until(are_gone)


async def test_a_redis_that_was_emptied_ends_with_the_same_picture_under_a_new_epoch(stores):
    async with city(stores, with_epoch=False) as built, working(stores):
        await until(lambda: is_trusted(built))
        await built.statuses(*PICTURE)
        before, epoch = await built.registers(), await built.projection.epoch()
        with live_store(stores.redis_url) as client:
            client.flushall()
        assert await built.statuses(snapshot(5, 9, lot="N-4")) == ["accepted"]
        await until(lambda: is_trusted(built))
        after = await built.registers()
        assert await built.projection.epoch() != epoch
        assert {key: after[key] for key in before} == before
        assert after.keys() - before.keys() == {(4, "s:general")}


async def test_history_that_is_sent_again_as_live_is_rebuilt_as_it_was_shown(stores):
    async with city(stores, with_epoch=False) as built, working(stores):
        await until(lambda: is_trusted(built))
        body = json.dumps({"reports": [snapshot(77), report("heartbeat", "h1")]}).encode()
        await built.write_path.history.handle(built.principals["north"], body, None)
        await built.statuses(snapshot(77), report("heartbeat", "h1"), snapshot(8, lot="N-2"))
        before, epoch = await built.registers(), await built.projection.epoch()
        with live_store(stores.redis_url) as client:
            client.flushall()
        await until(lambda: is_trusted(built))
        assert await built.projection.epoch() != epoch
        assert await built.registers() == before


async def test_a_worker_that_starts_again_goes_on_from_its_checkpoint(stores):
    async with city(stores, with_epoch=False) as built:
        async with working(stores):
            await until(lambda: is_trusted(built))
            await built.statuses(*PICTURE)
            await asyncio.sleep(4)  # one checkpoint
            before = await built.registers()
        with live_store(stores.redis_url) as client:
            client.flushall()
        async with working(stores):
            await until(lambda: is_trusted(built))
            assert await built.registers() == before


@pytest.fixture
async def own_city(own_stores: EmbeddedStores) -> AsyncIterator[City]:
    await migrate(own_stores.urls.database_url)
    async with city(own_stores.urls, with_epoch=False) as built:
        yield built


def server_named(stores: EmbeddedStores, name: str):
    return next(server for server in stores.servers if server.name == name)


async def test_acknowledgements_go_on_while_redis_is_dead_and_it_is_repaired(own_city, own_stores):
    async with working(own_stores.urls):
        await until(lambda: is_trusted(own_city))
        own_stores.processes["valkey"].kill()
        own_stores.processes["valkey"].wait()
        assert await own_city.statuses(snapshot(7), report("entry", "e1", 1)) == ["accepted"] * 2
        own_stores.processes["valkey"] = start(server_named(own_stores, "valkey"))
        await until(lambda: is_trusted(own_city))
        assert (1, "c") in await own_city.registers()


@pytest.mark.parametrize("way", [signal.SIGSTOP, signal.SIGKILL])
async def test_without_postgresql_the_answer_is_503_within_a_second(own_city, own_stores, way):
    await own_city.statuses(snapshot(1))
    postgres = own_stores.processes["postgresql"].pid
    everybody = [postgres, *_children(postgres)]
    for pid in everybody:
        with suppress(ProcessLookupError):
            os.kill(pid, way)
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    answer = await own_city.send(snapshot(2, 1), snapshot(2, lot="unheard-of"))
    waited_s = loop.time() - started_s
    if way == signal.SIGSTOP:
        for pid in everybody:
            os.kill(pid, signal.SIGCONT)
    assert (answer["http"], int(answer["headers"]["retry-after"]) >= 1) == (503, True)
    assert waited_s < 3  # promised within 1 s, with the threefold margin of a deadline


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


async def test_a_transaction_that_stays_open_shows_as_lag_and_goes_with_it(stores):
    connection = await asyncpg.connect(stores.database_url)
    try:
        async with city(stores, with_epoch=False) as built, working(stores):
            await until(lambda: is_trusted(built))
            await until(lambda: lag_is(connection, lambda lag_s: lag_s < 2))
            async with connection.transaction():
                await connection.execute("select pg_current_xact_id()")
                await until(lambda: lag_is(connection, lambda lag_s: lag_s > 3))
            await until(lambda: lag_is(connection, lambda lag_s: lag_s < 2))
    finally:
        await connection.close()


async def test_a_rebuild_shows_what_an_open_transaction_holds_back(stores):
    connection = await asyncpg.connect(stores.database_url)
    try:
        async with city(stores, with_epoch=False) as built, working(stores):
            await until(lambda: is_trusted(built))
            async with connection.transaction():
                await connection.execute("select pg_current_xact_id()")
                await built.statuses(*PICTURE)
                before, epoch = await built.registers(), await built.projection.epoch()
                with live_store(stores.redis_url) as client:
                    client.flushall()
                await until(lambda: is_trusted(built))
                assert await built.projection.epoch() != epoch
                assert await built.registers() == before
    finally:
        await connection.close()


async def lag_is(connection: asyncpg.Connection, wanted: Callable[[float], bool]) -> bool:
    told = await connection.fetchval("select detail from process_status where kind = 'work'")
    return told is not None and wanted(json.loads(told).get("projector_lag_s", math.inf))


class FarRedis(RedisProjection):
    """Reached by the door some milliseconds after the worker reaches it."""

    async def apply_all(self, batches, *, timeout_s):
        await asyncio.sleep(0.03)
        return await super().apply_all(batches, timeout_s=timeout_s)


async def test_the_newest_report_is_not_late_because_the_worker_was_quicker(stores):
    async with city(stores, projection_type=FarRedis) as built, working(stores):
        await until(lambda: is_trusted(built))
        answered = [await built.statuses(snapshot(12, second)) for second in range(-20, 0)]
    assert answered == [["accepted"]] * 20


class SlowTransport:
    """Each answer comes just before Redis would be given up."""

    def __init__(self, url: str) -> None:
        self._transport = open_transport(url)

    async def run(self, calls, timeout_s):
        await asyncio.sleep(0.95 * TIMEOUT_S)
        return await self._transport.run(calls, timeout_s)

    async def load_library(self, source, timeout_s):
        await asyncio.sleep(0.95 * TIMEOUT_S)
        await self._transport.load_library(source, timeout_s)

    async def aclose(self):
        await self._transport.aclose()


async def test_a_redis_that_answers_slowly_again_and_again_keeps_no_report_waiting(stores):
    slow = partial(RedisProjection, connect=SlowTransport)
    async with city(stores, projection_type=slow) as built:
        other = RedisProjection(stores.redis_url, partitions=PARTITIONS)
        await other.begin_epoch()
        await other.aclose()
        with live_store(stores.redis_url) as client:
            client.function_flush()
        assert (await built.send(snapshot(5)))["http"] == 200
