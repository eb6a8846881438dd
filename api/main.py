"""Composition root of the HTTP process: opens the services, mounts every router, starts the gate.

`create_app` gives an ASGI app that owns its own lifespan: routers are made once their stores are
open, so that none of them has to look anything up.
"""

import asyncio
import logging
import signal
import time
from contextlib import AbstractAsyncContextManager, ExitStack
from typing import Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.admin.routes import admin_router
from api.areas.routes import areas_router
from api.auth import Gate, guard
from api.cells.routes import cells_router
from api.foreign import foreign_routers
from api.limits import Callers, RateLimit, parse_networks
from api.live.assembly import assemble_live
from api.logs import configure_logs
from api.lots.hot_nearby import HEADERS, NEARBY_PATH, HotNearby
from api.lots.routes import lots_router
from api.metrics import HttpMetrics
from api.operator.routes import operator_router
from api.planner.routes import planner_router
from api.problems import install_problems
from api.reference.routes import reference_router
from api.routing import together
from api.server.doorway import Doorway
from api.server.ending import ended_at_once
from api.server.entrance import Entrance
from api.server.fast_path import STATE_KEY as FAST_PATHS_KEY
from api.server.fast_path import TURNED_AWAY_KEY, FastPath
from api.server.heap import leave_out_what_stays, return_holes
from api.server.hot import HotPaths
from api.server.hot_reports import REPORTS_PATH, HotReports
from api.server.pages import Pages, load_pages
from api.server.pressure import Pressure
from api.server.turned_away import TurnedAway
from api.services import Services, StartWork, background, open_services
from api.settings import Settings
from api.sharing.notice_feed import NoticeFeed
from api.sharing.routes import sharing_router
from api.status.health import HealthWatch
from api.status.metrics import CityMetrics
from api.status.routes import status_router
from api.status.store_metrics import StoreMetrics
from api.status.stores import StoreWatch
from api.status.workers import leave_metrics_for_ever
from ingest.assembly import WritePath, open_write_path
from ingest.interlink.assembly import InterlinkSecrets, read_secrets
from ingest.metrics import IngestMetrics
from ingest.operator.routes import console_router
from ingest.reports.routes import reports_router
from parking.storage.embedded.death_signal import end_with_parent
from parking.storage.postgres.operator_records import OperatorRecords

TITLE: Final = "OneLot"
VERSION: Final = "1"
GUESSES_PER_S: Final = 1
GUESSES_AT_ONCE: Final = 100
"""Unknown keys an address may show before it has to wait."""

log = logging.getLogger("onelot.api")


def create_app(settings: Settings | None = None, *, owns_process: bool = False) -> ASGIApp:
    """Make the app; nothing is opened before its lifespan starts.

    Where the process is for nothing else, its heap is kept for long service too.
    """
    return CityApp(settings or Settings(), owns_process=owns_process)


def create_worker_app() -> ASGIApp:
    """Make the app of one of several workers, which knows nothing but its environment."""
    end_with_parent(signal.SIGTERM)  # a worker left alone would answer on the port for ever
    settings = Settings()
    configure_logs(settings.log_level, process="serve")
    return create_app(settings, owns_process=True)


class CityApp:
    """The ASGI app: its lifespan opens the services, everything else is for what they became."""

    def __init__(self, settings: Settings, *, owns_process: bool) -> None:
        self._settings = settings
        self._owns_process = owns_process
        self._door: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif scope["type"] == "websocket":
            # The one socket there is never comes here: LiveSwitch takes it before.
            await send({"type": "websocket.close"})
        elif self._door is not None:
            await self._door(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        started = False
        with ExitStack() as starting:
            if self._owns_process:
                starting.enter_context(ended_at_once())
            try:
                async with (
                    open_services(self._settings) as services,
                    _open_writing(services) as writing,
                    background() as start,
                ):
                    secrets = await read_secrets(services.pool)
                    scope["state"] |= self._set_to_work(services, writing, secrets, start)
                    started = True
                    starting.close()
                    await send({"type": "lifespan.startup.complete"})
                    await receive()
            except (Exception, asyncio.CancelledError) as error:
                log.critical("the API cannot go on", exc_info=error)
                if not started:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                # A follower died: to answer on would be lying. The supervisor restarts us; who
                # lent us a part of a process is told instead.
                if not self._owns_process:
                    raise
                signal.raise_signal(signal.SIGTERM)
        await send({"type": "lifespan.shutdown.complete"})

    def _set_to_work(
        self, services: Services, writing: WritePath, secrets: InterlinkSecrets, start: StartWork
    ) -> dict[str, object]:
        """Start what runs beside the requests, and make the app; returns its lifespan's state."""
        live = assemble_live(
            self._settings, services.replica, services.clock, services.keys, services.metrics
        )
        pressure = Pressure()
        services.metrics.register(pressure)
        notices = NoticeFeed(services.pool, live.accounts)
        for work in (*writing.works, *live.works, notices.run, pressure.run):
            start(work())
        stores = StoreWatch(services.pool, services.projection)
        StoreMetrics(stores, services.metrics, self._settings.data_dir)
        start(stores.run())
        if self._owns_process:
            start(leave_out_what_stays(lambda: len(services.replica.live_lots())))
            start(return_holes())
        if self._settings.metrics_dir is not None:
            start(leave_metrics_for_ever(services.metrics, self._settings.metrics_dir))
        self._door, fast_paths = compose(services, writing, secrets)
        return {
            "services": services,
            "live": live.service,
            FAST_PATHS_KEY: fast_paths,
            TURNED_AWAY_KEY: TurnedAway(pressure, writing.writer.is_behind),
        }


def _open_writing(services: Services) -> AbstractAsyncContextManager[WritePath]:
    return open_write_path(
        services.settings.stores.database_url,
        services.projection,
        services.directory,
        services.clock,
        refresh=services.refresh,
        reports_per_s=services.settings.limit_reports_per_s,
        history_days=services.settings.history_days,
        registers=services.replica.registers,
        metrics=IngestMetrics(services.metrics),
    )


def compose(
    services: Services, writing: WritePath, secrets: InterlinkSecrets
) -> tuple[ASGIApp, dict[bytes, FastPath]]:
    """Put doorway, hot paths and routes together; fails on a route without declared roles."""
    settings = services.settings
    metrics = HttpMetrics(services.metrics)
    entrance = Entrance(
        Callers(parse_networks(settings.trusted_proxies)),
        RateLimit(settings.limit_reads_per_s, clock=time.monotonic),
        RateLimit(GUESSES_PER_S, burst=GUESSES_AT_ONCE, clock=time.monotonic),
        metrics,
    )
    nearby = HotNearby(
        services.replica, services.follower, services.clock, entrance, metrics,
        zone=settings.timezone,
    )  # fmt: skip
    gate = Gate(services.keys)
    reports = HotReports(writing.reports, gate, entrance, metrics)
    app = cold_app(services, writing, secrets, nearby, gate, entrance)
    doorway = Doorway(Pages(app, load_pages()), entrance, metrics, clock=time.monotonic)
    hot = HotPaths(doorway, {("GET", NEARBY_PATH): nearby, ("POST", REPORTS_PATH): reports})
    return hot, {NEARBY_PATH.encode(): FastPath(nearby.answer_fast, HEADERS)}


def cold_app(
    services: Services,
    writing: WritePath,
    secrets: InterlinkSecrets,
    nearby: HotNearby,
    gate: Gate,
    entrance: Entrance,
) -> FastAPI:
    """Put every route behind the one guard."""
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description="全市一个停车场 · A whole city as one parking lot",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    install_problems(app)
    watch = HealthWatch(services.replica, services.follower, services.clock, seconds=time.monotonic)
    CityMetrics(watch, services.eviction, services.verdicts, services.metrics)
    records = OperatorRecords(services.pool)
    console = console_router(
        writing.writer, services.directory, services.clock, records, services.replica.registers
    )
    parts = (
        lots_router(services, nearby),
        cells_router(services),
        areas_router(services),
        operator_router(services),
        console,
        *foreign_routers(services, writing, secrets),
        admin_router(services),
        sharing_router(services),
        planner_router(services),
        reports_router(writing.reports, writing.history),
        status_router(services, watch),
        reference_router(app, services.clock, services.settings.timezone),
    )
    app.router.routes += together(parts).routes
    guard(app, gate, entrance)
    return app
