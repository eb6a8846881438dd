"""A live city on a real socket: uvicorn, our switch, the real service; only the feed is by hand."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from prometheus_client import CollectorRegistry

from api.limits import Callers, parse_networks
from api.live.accounts import Accounts
from api.live.limits import LiveLimits
from api.live.metrics import LiveMetrics
from api.live.service import LiveService, LiveSetup
from api.live.ticker import Ticker
from parking.clock import CityClock
from parking.ports import ClockReading
from parking.principal import Principal
from tests.live.city import City
from tests.live.raw import RawClient

ORIGIN = "https://map.example"


class KnownKeys:
    """The key store's one question, answered from a table that a test may change."""

    def __init__(self) -> None:
        self.principals: dict[str, Principal] = {}

    async def find(self, key: str) -> Principal | None:
        return self.principals.get(key)


@dataclass
class Serving:
    city: City
    live: LiveService
    server: uvicorn.Server
    keys: KnownKeys
    port: int
    run: asyncio.Task[None]
    clients: list[RawClient] = field(default_factory=list)

    async def client(self, **options) -> RawClient:
        """Open a client that is gone, at the latest, when the test is over."""
        self.clients.append(await RawClient.open(self.port, **options))
        return self.clients[-1]

    async def settle(self) -> None:
        """Let everything that has changed reach the sockets."""
        await asyncio.sleep(3 * self.live.limits.tick_s + 0.1)


def service(city: City, limits: LiveLimits, proxies: str = "") -> tuple[LiveService, KnownKeys]:
    reading = ClockReading("manual", city.now_us, 0, 1.0)
    keys = KnownKeys()
    setup = LiveSetup(
        limits=limits,
        clock=CityClock(reading, lambda: 0),
        zone="Asia/Shanghai",
        callers=Callers(parse_networks(proxies)),
        origins=frozenset({ORIGIN}),
        now_s=time.monotonic,
        chance=random.Random(1),
    )
    return LiveService(city.replica, Accounts(keys), LiveMetrics(CollectorRegistry()), setup), keys


@asynccontextmanager
async def serving(
    city: City, limits: LiveLimits | None = None, *, proxies: str = "", http: str = "httptools"
) -> AsyncIterator[Serving]:
    live, keys = service(city, limits or LiveLimits(tick_s=0.05), proxies)

    async def app(scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            scope["state"]["live"] = live
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.send", "text": scope["path"]})
            await send({"type": "websocket.close"})

    config = uvicorn.Config(
        app, port=0, ws="api.live.switch:LiveSwitch", http=http, lifespan="on", log_config=None,
        timeout_graceful_shutdown=15,
    )  # fmt: skip
    server = uvicorn.Server(config)
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(server.serve())
        beat = [tasks.create_task(Ticker(live).run()), tasks.create_task(live.accounts.run())]
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            served = Serving(city, live, server, keys, port, run)
            yield served
        finally:
            for client in served.clients:
                client.writer.transport.abort()
            server.should_exit = True
            await run
            for task in beat:
                task.cancel()
