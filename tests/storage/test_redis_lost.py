"""A live state that cannot be trusted any more is lost, whatever the server still says of it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from parking.storage.embedded.binaries import find_live_server
from parking.storage.redis.errors import ProjectionLostError
from parking.storage.redis.keys import changes_key, meta_key, registers_key
from parking.storage.redis.projection import LIBRARY, RedisProjection
from tests.services.cluster import wait_until
from tests.services.servers import live_store
from tests.storage.registers import PARTITIONS, register


async def test_what_another_release_wrote_in_its_own_layout_is_lost_and_never_followed(
    projection, redis_url
):
    await projection.complete_epoch(await projection.begin_epoch())
    with live_store(redis_url) as client:
        client.hset(meta_key(1), "layout", "0")
    other = RedisProjection(redis_url, partitions=PARTITIONS)
    for use in (
        projection.epoch,
        lambda: projection.load(1),
        lambda: other.apply_all({1: [register(1, "h", 1)]}, timeout_s=5),
    ):
        with pytest.raises(ProjectionLostError):
            await use()
    await other.aclose()
    await projection.complete_epoch(await projection.begin_epoch())
    assert await projection.epoch()


async def test_a_library_that_names_no_layout_and_keys_of_other_types_are_lost_too(
    projection, redis_url
):
    await projection.complete_epoch(await projection.begin_epoch())
    with live_store(redis_url) as client:
        client.function_load(LIBRARY.replace(", known[5] or ''", ""), replace=True)
        with pytest.raises(ProjectionLostError):
            await projection.epoch()
        client.function_load(LIBRARY, replace=True)
        client.set(meta_key(0), "from another age")
    with pytest.raises(ProjectionLostError):
        await projection.epoch()
    await projection.complete_epoch(await projection.begin_epoch())
    assert await projection.epoch()


async def test_a_partition_that_the_server_threw_away_is_lost_and_stays_so(projection, redis_url):
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    batch = [register(lot, name, 1) for lot in range(3) for name in ("s:general", "h")]
    await projection.apply(0, batch, epoch=epoch)
    await projection.apply(0, [register(1, "h", 2)], epoch=epoch)
    assert await projection.epoch() == epoch
    with live_store(redis_url) as client:
        client.delete(registers_key(0))
    for _ in range(2):
        with pytest.raises(ProjectionLostError):
            await projection.epoch()
        await projection.apply(0, batch[:3], epoch=epoch)


async def test_a_stream_that_the_server_threw_away_tells_nobody_that_nothing_happens(
    projection, redis_url
):
    await projection.complete_epoch(await projection.begin_epoch())
    with live_store(redis_url) as client:
        client.delete(changes_key(1))
    with pytest.raises(ProjectionLostError):
        await projection.epoch()


async def test_a_server_that_restarts_with_all_it_had_is_lost_all_the_same(tmp_path):
    with server_that_keeps_a_file(tmp_path) as url:
        projection = RedisProjection(url, partitions=1)
        epoch = await projection.begin_epoch()
        await projection.complete_epoch(epoch)
        await projection.aclose()
    with server_that_keeps_a_file(tmp_path) as url:
        projection = RedisProjection(url, partitions=1)
        with pytest.raises(ProjectionLostError):
            await projection.epoch()
        await projection.aclose()
        with live_store(url) as client:
            assert client.hget(meta_key(0), "epoch") == epoch.encode()


@contextmanager
def server_that_keeps_a_file(folder: Path) -> Iterator[str]:
    """A Redis of somebody else's, which finds its data again."""
    socket = folder / "redis.sock"
    options = {"port": "0", "unixsocket": str(socket), "dir": str(folder), "appendonly": "yes"}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([find_live_server(None).program, *words], stdout=log)
    try:
        with redis.Redis.from_url(f"unix://{socket}") as client:
            wait_until(client.ping)
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait()
