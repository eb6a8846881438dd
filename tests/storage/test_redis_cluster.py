"""The projection on a Redis Cluster: the same calls, the same answers."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis

from parking.ports import Register
from parking.storage.embedded.binaries import find_live_server
from parking.storage.redis.errors import ProjectionAwayError
from parking.storage.redis.projection import RedisProjection


def free_port() -> int:
    """Find one whose cluster bus, 10,000 above, is a port number too."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port < 55_000:
            return port


@pytest.fixture
def cluster_url(tmp_path: Path) -> Iterator[str]:
    """One node that holds every slot."""
    port = free_port()
    program = find_live_server(None).program
    options = {"port": port, "bind": "127.0.0.1", "cluster-enabled": "yes", "dir": tmp_path}
    command = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen([program, "--save", "", *command], stdout=log) as process,
        redis.Redis(host="127.0.0.1", port=port) as client,
    ):
        try:
            _wait_until(client.ping)
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            _wait_until(lambda: client.cluster("info")["cluster_state"] == "ok")
            yield f"redis+cluster://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        with suppress(redis.ConnectionError):
            if holds():
                return
        time.sleep(0.05)
    raise TimeoutError("the node is not ready")


async def test_a_cluster_merges_loads_and_follows_as_one_server_does(cluster_url):
    projection = RedisProjection(cluster_url)
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    heard = Register(7, "h", f"{1:035d}", "1")
    applied = await projection.apply_all({p: [heard] for p in range(16)}, timeout_s=5)
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
