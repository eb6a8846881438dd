"""A city of many lots for benches: registered in PostgreSQL, counted through the public door."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np

from geo.cell import cell_of
from geo.partition import partition_of
from geo.position import Position
from parking.draft import LotDraft
from parking.storage.embedded.stores import embedded_stores
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.migrate import migrate
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls
from tests.bench import jinan
from tests.bench.servers import Server, child_server, free_port

OPERATOR = "bench"
BATCH = 1_000
CAPACITY = 60
NO_LIMITS = {"ONELOT_LIMIT_READS_PER_S": "0", "ONELOT_LIMIT_REPORTS_PER_S": "0"}


@dataclass(frozen=True, slots=True)
class City:
    """Its server, its operator's key and what it was told: free by lot, -1 where nothing was."""

    server: Server
    stores: StoreUrls
    key: str
    lats: jinan.Floats
    lons: jinan.Floats
    free: np.ndarray


@contextmanager
def city_of(size: int) -> Iterator[City]:
    """Serve a city on embedded stores without fsync; one in twenty lots never reports."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stores = stack.enter_context(embedded_stores(Path(folder) / "city", durable=False)).urls
        lats, lons = jinan.lots(size)
        lats, lons = lats.round(7), lons.round(7)
        key = asyncio.run(register_lots(stores, lats, lons))
        server = stack.enter_context(serving(stores))
        free = np.random.default_rng(5).integers(0, 60, size)
        free[np.random.default_rng(6).random(size) < 0.05] = -1
        _count(server, key, free)
        yield City(server, stores, key, lats, lons, free)


def another_server(city: City) -> AbstractContextManager[Server]:
    """Serve the same city from one more process."""
    return serving(city.stores)


def serving(stores: StoreUrls) -> AbstractContextManager[Server]:
    """Serve a city without limits on a port of its own."""
    port = free_port()
    environment = NO_LIMITS | {
        "ONELOT_DATABASE_URL": stores.database_url,
        "ONELOT_REDIS_URL": stores.redis_url,
        "ONELOT_LOG_LEVEL": "warning",
    }
    command = ["api.commands.main", "serve", "--port", str(port)]
    return child_server(command, port, environment, "/readyz")


def lot_id(index: int) -> str:
    return f"{OPERATOR}-{index:06d}"


async def register_lots(stores: StoreUrls, lats: jinan.Floats, lons: jinan.Floats) -> str:
    """Migrate, begin an epoch, put the lots; gives an operator's key."""
    await migrate(stores.database_url)
    projection = RedisProjection(stores.redis_url)
    await projection.complete_epoch(await projection.begin_epoch())
    await projection.aclose()
    async with await open_pool(stores.database_url) as pool:
        registry = PostgresRegistry(pool)
        for first in range(0, lats.size, BATCH):
            batch = range(first, min(first + BATCH, lats.size))
            await registry.put_lots(PLATFORM, [_draft(i, lats[i], lons[i]) for i in batch])
        issued = await PostgresKeys(pool).create(PLATFORM, role="operator", operator_id=OPERATOR)
        return issued.key


def _draft(index: int, lat: float, lon: float) -> LotDraft:
    cell = cell_of(Position(lat, lon))
    return LotDraft(
        lot_id(index), f"停车场 {index}", partition_of(cell, lot_id(index)), operator_id=OPERATOR,
        lat=float(lat), lon=float(lon), cell=cell, capacity={"general": CAPACITY},
    )  # fmt: skip


def _count(server: Server, key: str, free: np.ndarray) -> None:
    """Report every lot's count once and wait until the last is seen."""
    known = np.flatnonzero(free >= 0)
    observed_at = datetime.now(UTC).isoformat()
    headers = {"authorization": f"Bearer {key}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60, trust_env=False) as client:
        for first in range(0, known.size, BATCH):
            reports = [
                {
                    "kind": "snapshot", "lot_id": lot_id(index), "record_serial": "1",
                    "observed_at": observed_at,
                    "spaces": [
                        {"space_class": "general", "free": int(free[index]), "capacity": CAPACITY}
                    ],
                }
                for index in known[first : first + BATCH]
            ]  # fmt: skip
            while (answer := client.post("/v1/reports", json={"reports": reports})).is_server_error:
                time.sleep(float(answer.headers["retry-after"]))
            results = answer.raise_for_status().json()["results"]
            assert all(one["status"] in {"accepted", "duplicate"} for one in results), results[:3]
        path = f"/v1/lots/{lot_id(known[-1])}"
        while client.get(path).json()["availability"]["free"] != free[known[-1]]:
            os.sched_yield()
