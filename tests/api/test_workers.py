"""Several workers behind one port, as `onelot serve --workers 2` runs them."""

import asyncio
import os
import re
import signal
import socket
import sys

import httpx

from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls

PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_two_workers_share_a_port_and_tell_one_story(stores: StoreUrls):
    projection = RedisProjection(stores.redis_url)
    await projection.complete_epoch(await projection.begin_epoch())
    await projection.aclose()
    port = free_port()
    city = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api.commands.main", "serve", "--workers", "2", "--port", str(port),
        env=os.environ | {
            "ONELOT_DATABASE_URL": stores.database_url, "ONELOT_REDIS_URL": stores.redis_url
        },
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE_S):
            workers: set[str] = set()
            while len(workers) < 2:
                workers = await workers_seen(f"http://127.0.0.1:{port}")
    finally:
        city.send_signal(signal.SIGTERM)
        assert await city.wait() == 0


async def workers_seen(url: str) -> set[str]:
    """Which workers stand in the metrics that any of them tells."""
    await asyncio.sleep(0.2)
    async with httpx.AsyncClient(base_url=url) as client:
        try:
            if (await client.get("/readyz")).status_code != 200:
                return set()
            return set(re.findall(r'worker="(\d+)"', (await client.get("/metrics")).text))
        except httpx.TransportError:
            return set()
