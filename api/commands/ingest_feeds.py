"""Runs what brings reports in, in the one process that leads. A composition root."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Coroutine
from typing import Final, TypeAlias

from prometheus_client import CollectorRegistry, start_http_server

from api.commands.ingest_process import IngestProcess, open_ingest
from api.operator.city_rules import draft_rules
from api.services import background
from api.settings import Settings
from ingest.mqtt.assembly import mqtt_bridge
from ingest.polling.allow_list import AllowList
from ingest.polling.assembly import open_polling
from ingest.polling.runner import run_polling
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.leader import LeadershipLostError, leadership

LOCK: Final = "onelot.ingest"
PAUSE_S: Final = 1.0
OUTAGES: Final[tuple[type[Exception], ...]] = (LeadershipLostError, *STORE_AWAY)
Works: TypeAlias = list[Callable[[], Coroutine[None, None, None]]]

_log = logging.getLogger("onelot.ingest")


async def run_ingest(
    settings: Settings, stop: asyncio.Event, *, metrics_port: int | None = None
) -> None:
    """Take reports in until `stop` is set; several may run, one leads."""
    metrics = CollectorRegistry()
    if metrics_port is not None:
        start_http_server(metrics_port, addr="127.0.0.1", registry=metrics)
    async with (
        open_ingest(settings, metrics) as process,
        open_polling(
            process.pool,
            process.writing.reports,
            process.directory,
            process.clock,
            refresh=process.refresh,
            rules=draft_rules(settings, is_strict=False),
            allow=AllowList.parse(settings.feed_allow),
            most_lots=settings.limit_lots,
            parkapi_python=settings.parkapi_python,
            process_id=f"poll-{os.getpid()}-{time.monotonic_ns()}",
            metrics=metrics,
            checks_feeds=settings.self_checking,
        ) as polling,
        background() as start,
    ):
        for work in process.works:
            start(work())
        # Each feed is taken under a lease of its own, so every process polls.
        start(run_polling(polling))
        start(lead(settings.stores.database_url, feeds_of(process, settings), stop))
        await stop.wait()


def feeds_of(process: IngestProcess, settings: Settings) -> Works:
    """List what one process alone may bring in; each is run for ever."""
    works: Works = []
    if settings.mqtt_url is not None:
        bridge = mqtt_bridge(
            settings.mqtt_url,
            process.writing.reports,
            process.pool,
            process.directory,
            process.devices,
            process.clock,
            refresh=process.refresh,
            metrics=process.metrics,
        )
        works.append(bridge.run)
    return works


async def lead(database_url: str, works: Works, stop: asyncio.Event) -> None:
    """Wait to lead, lead, and begin anew where the lock or the database was lost."""
    while not stop.is_set():  # a store that fails while we are cancelled hides the cancelling
        try:
            async with leadership(database_url, LOCK), asyncio.TaskGroup() as group:
                _log.info("leading %d feeds", len(works))
                for work in works:
                    group.create_task(work())
                await asyncio.Event().wait()
        except* OUTAGES as errors:
            _log.warning("no longer leading: %s", errors.exceptions[0])
        await asyncio.sleep(PAUSE_S)
