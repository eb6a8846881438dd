"""A city that keeps what it is told: fsync on, one API process, a worker where it is asked for."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from parking.storage.embedded.postgres import PostgresServer
from parking.storage.embedded.stores import embedded_stores
from parking.storage.embedded.valkey import ValkeyServer
from parking.storage.settings import StoreUrls
from tests.bench import jinan
from tests.bench.city import NO_LIMITS, register_lots
from tests.bench.ingest.costs import Costs, costs_of
from tests.bench.servers import PROJECT, STOP_S, Server, child_server, free_port
from tests.services.cities import MADE_UP_COUNTS

LOTS = 6_000
LOOK_S, BUSY_SHARE, REST_S = 0.3, 0.15, 30.0


@dataclass(frozen=True, slots=True)
class DurableCity:
    """Its stores, its server, an operator's key and the lots, by id."""

    stores: StoreUrls
    server: Server
    key: str
    lot_keys: dict[str, int]
    processes: dict[str, int]

    def costs(self) -> Costs:
        return costs_of(self.processes)

    async def at_rest(self) -> None:
        """Wait until nothing is worked off any more: the worker and the replica come behind."""
        async with asyncio.timeout(REST_S):
            while True:
                before = self.costs()
                await asyncio.sleep(LOOK_S)
                if sum((self.costs() - before).by_part.values()) < BUSY_SHARE * LOOK_S:
                    return

    async def logged(self) -> int:
        """How many reports the log holds."""
        return await self.asked("select count(*) from report_log")

    async def asked(self, statement: str) -> int:
        connection = await asyncpg.connect(self.stores.database_url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()


@contextmanager
def durable_city(*, with_worker: bool) -> Iterator[DurableCity]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onelot-bench-")))
        stores = stack.enter_context(embedded_stores(folder / "city"))
        lats, lons = jinan.lots(LOTS)
        key = asyncio.run(register_lots(stores.urls, lats.round(7), lons.round(7)))
        environment = NO_LIMITS | {
            "ONELOT_DATABASE_URL": stores.urls.database_url,
            "ONELOT_REDIS_URL": stores.urls.redis_url,
            "ONELOT_LOG_LEVEL": "warning",
        }
        port = free_port()
        command = ["api.commands.main", "serve", "--port", str(port)]
        server = stack.enter_context(child_server(command, port, environment, "/readyz"))
        processes = {
            "API": server.process.pid,
            "PostgreSQL": stores.processes[PostgresServer.name].pid,
            "Redis": stores.processes[ValkeyServer.name].pid,
        }
        if with_worker:
            processes["worker"] = stack.enter_context(_worker(environment))
        lot_keys = asyncio.run(_lot_keys(stores.urls.database_url))
        yield DurableCity(stores.urls, server, key, lot_keys, processes)


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "api.commands.main", "work"],
        cwd=PROJECT,
        env={**os.environ, **environment, **MADE_UP_COUNTS},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(STOP_S)


async def _lot_keys(database_url: str) -> dict[str, int]:
    connection = await asyncpg.connect(database_url)
    try:
        return dict(await connection.fetch("select lot_id, lot_key from lot"))
    finally:
        await connection.close()
