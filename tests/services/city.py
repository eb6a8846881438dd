"""The real app on a real socket, in the test's own loop, with keys and lots made as a city makes
them; and what a test asks of it."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import TypeVar

import asyncpg
import httpx
import uvicorn

from api import main as api_main
from api.main import create_app
from api.server.run import server_config
from api.settings import Settings
from geo.cell import cell_of
from geo.partition import partition_of
from geo.position import Position
from parking.draft import LotDraft
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.processes import wait_until_followed
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls
from parking.vocabulary import Role

api_main.load_pages = cache(api_main.load_pages)
"""What was built is the same for all cities of the suite, and some megabytes to read."""
PATIENCE_S = 15.0
Done = TypeVar("Done")


@dataclass
class City:
    """`client` sends no key; `sent` holds how many reports each operator sent, for serials."""

    client: httpx.AsyncClient
    port: int
    pool: asyncpg.Pool
    keys: PostgresKeys
    registry: PostgresRegistry
    projection: RedisProjection
    sent: dict[str, int] = field(default_factory=dict)

    async def key(self, role: Role, operator_id: str | None = None) -> dict[str, str]:
        """Headers of a fresh key."""
        issued = await self.keys.create(PLATFORM, role=role, operator_id=operator_id)
        return {"authorization": f"Bearer {issued.key}"}

    async def put_lots(self, *drafts: LotDraft) -> None:
        await patiently(lambda: self.registry.put_lots(PLATFORM, drafts))
        assert await patiently(lambda: wait_until_followed(self.pool))

    async def set_clock(self, mode: str, moment: datetime) -> None:
        """Choose the city's time; every process lives in it then."""
        await patiently(lambda: PostgresClock(self.pool).set_mode(mode, city=moment))
        assert await patiently(lambda: wait_until_followed(self.pool))

    async def report(self, headers: dict[str, str], *reports: dict, gz: bool = False):
        """Report as a feed does: the same once more while a busy store has no time for it."""
        async with asyncio.timeout(PATIENCE_S):
            while (  # noqa: ASYNC110 - it comes over the wire
                answer := await self.report_once(headers, *reports, gz=gz)
            ).status_code == 503:
                await asyncio.sleep(0.05)
        return answer

    async def report_once(self, headers: dict[str, str], *reports: dict, gz: bool = False):
        body = json.dumps({"reports": list(reports)}).encode()
        if gz:
            headers = headers | {"content-encoding": "gzip"}
            body = gzip.compress(body)
        return await self.client.post("/v1/reports", content=body, headers=headers)

    async def until(self, path: str, holds) -> dict:
        """Ask until the answer is as wanted; what it then said."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                answer = await self.client.get(path)
                if answer.status_code == 200 and holds(answer.json()):
                    return answer.json()
                await asyncio.sleep(0.01)

    async def until_replica_has(self, lot_id: str, free: int) -> dict:
        return await self.until(
            f"/v1/lots/{lot_id}", lambda lot: lot["availability"]["free"] == free
        )


def draft(lot_id: str, lat: float | None = 36.65, lon: float | None = 117.12, **facts) -> LotDraft:
    """A lot to register, of 100 general spaces, for the operator its id begins with."""
    cell = None if lat is None else cell_of(Position(lat, lon))
    given = {
        "name": f"停车场 {lot_id}", "capacity": {"general": 100},
        "operator_id": lot_id.partition("-")[0], "partition": partition_of(cell, lot_id),
    } | facts  # fmt: skip
    return LotDraft(lot_id, lat=lat, lon=lon, cell=cell, **given)


def snapshot(lot_id: str, free: int, serial: str = "1", **more) -> dict:
    """A report of now."""
    spaces = more.pop("spaces", [{"space_class": "general", "free": free, "capacity": 100}])
    return {
        "kind": "snapshot", "lot_id": lot_id, "record_serial": serial,
        "observed_at": datetime.now(UTC).isoformat(), "spaces": spaces,
    } | more  # fmt: skip


async def patiently(work: Callable[[], Awaitable[Done]]) -> Done:
    """Do what may be done twice again while the database has no time, as on a machine that stood
    still for a moment: a call that nobody waits for longer ends after 3 s.
    """
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(*STORE_AWAY):
                return await work()
            await asyncio.sleep(0.05)


class PatientTransport(httpx.AsyncHTTPTransport):
    """Asks again, as a good client does, while a busy store has no time (503)."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with asyncio.timeout(PATIENCE_S):
            while (answer := await super().handle_async_request(request)).status_code == 503:
                await answer.aclose()
                await asyncio.sleep(0.05)
        return answer


@asynccontextmanager
async def running_city(
    stores: StoreUrls, *, patient: bool = False, **settings: object
) -> AsyncIterator[City]:
    """Start a city with an empty projection under its first epoch; ready when entered.

    `patient`: whatever is asked of it is asked again after a 503.
    """
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(await open_pool(stores.database_url))
        projection = RedisProjection(stores.redis_url)
        stack.push_async_callback(projection.aclose)
        await projection.complete_epoch(await projection.begin_epoch())
        given = {"database_url": stores.database_url, "redis_url": stores.redis_url, "port": 0}
        port = await stack.enter_async_context(running_server(Settings(**(given | settings))))
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}",
                timeout=PATIENCE_S,
                transport=PatientTransport(verify=False) if patient else None,
                verify=False,
            )
        )
        city = City(client, port, pool, PostgresKeys(pool), PostgresRegistry(pool), projection)
        await city.until("/readyz", lambda _: True)
        yield city


@asynccontextmanager
async def running_server(settings: Settings, **overrides: object) -> AsyncIterator[int]:
    """The app, or another one, under our own server configuration; yields its port."""
    options = {"app": partial(create_app, settings), "loop": "none"} | overrides
    server = uvicorn.Server(server_config(settings, **options))
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(PATIENCE_S):
        while not server.started:
            assert not serving.done(), "the server did not start"
            await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving
    if options.get("lifespan") != "off":
        assert not server.lifespan.error_occurred, "the app died; the log says of what"
