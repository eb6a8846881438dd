"""The worker: one leader per city projects, learns and tidies; the others wait to take over."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Final

from ingest.alerts.assembly import open_alerts
from ingest.alerts.terms import AlertTerms
from ingest.checking.assembly import checking
from ingest.chores import (
    ensure_days,
    every,
    forget_what_has_gone,
    learn,
    see_what_is_there,
    tell,
)
from ingest.projector import Projector
from ingest.rhythm import Rhythm
from ingest.rollup.finding_sums import SumFinder
from ingest.rollup.opening import open_historian
from ingest.sharing.clockwork import Clockwork
from ingest.sharing.expanding import EXPAND_S, expand_due
from ingest.sharing.gates import GateChannel
from ingest.sharing.supplying import SWEEP_S, SupplyPublisher
from parking.clock import CityClock
from parking.directory import Directory
from parking.sharing.city_rules import JINAN, CityRules
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.feed_problems import FeedProblems
from parking.storage.postgres.leader import LeadershipLostError, leadership
from parking.storage.postgres.log_connection import LogAwayError, LogConnection
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.registry_follower import RegistryFollower
from parking.storage.postgres.report_log import ReportLog, TailRow
from parking.storage.postgres.sharing.supplies import Supplies
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls

LOCK: Final = "onelot.work"
STEP_TIMEOUT_S: Final = 60.0
LEARN_S: Final = 30.0
TIDY_S: Final = 600.0
DAYS_S: Final = 10.0
PAUSE_S: Final = 1.0
LATE_S: Final = 15.0
"""A projector so far behind does not know which feeds are silent."""
LOG_CONNECTIONS: Final = 5

_OUTAGES: Final[tuple[type[Exception], ...]] = (LeadershipLostError, LogAwayError, *STORE_AWAY)

_log = logging.getLogger("onelot.work")


async def run_worker(
    urls: StoreUrls,
    stop: asyncio.Event,
    *,
    partitions: int = 16,
    mqtt_url: str | None = None,
    rules: CityRules = JINAN,
    timezone: str = "Asia/Shanghai",
    alerts: AlertTerms | None = None,
    checks_feeds: bool = False,
) -> None:
    """Lead, or wait to lead, until `stop` is set; without `mqtt_url` no gate is told anything.

    `timezone` is the city's, whose days areas and cells are summed up by. `checks_feeds`: doubt
    what feeds say, where it cannot be.
    """
    terms = alerts or AlertTerms(zone=timezone)
    lead = partial(
        _lead, urls, partitions, mqtt_url, rules, timezone, terms, checks_feeds=checks_feeds
    )
    async with asyncio.TaskGroup() as group:
        work = group.create_task(_lead_until(stop, urls, lead))
        await stop.wait()
        work.cancel()


async def _lead_until(
    stop: asyncio.Event, urls: StoreUrls, lead: Callable[[], Awaitable[None]]
) -> None:
    while not stop.is_set():  # a store that fails while we are cancelled hides the cancelling
        try:
            async with leadership(urls.database_url, LOCK):
                _log.info("leading")
                await lead()
        except* _OUTAGES as errors:
            _log.warning("no longer leading: %s", errors.exceptions[0])
        await asyncio.sleep(PAUSE_S)


async def _lead(
    urls: StoreUrls,
    partitions: int,
    mqtt_url: str | None,
    rules: CityRules,
    timezone: str,
    alert_terms: AlertTerms,
    *,
    checks_feeds: bool,
) -> None:
    directory = Directory()
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(await open_pool(urls.database_url))
        log_pool = await stack.enter_async_context(
            await open_pool(
                urls.database_url,
                "onelot_ingest",
                max_size=LOG_CONNECTIONS,
                statement_timeout_ms=int(STEP_TIMEOUT_S * 1_000),
            )
        )
        clock_store = PostgresClock(pool)
        clock = CityClock(await clock_store.read(), clock_store.real_us)
        historian = await stack.enter_async_context(
            open_historian(urls.database_url, directory, clock.now_us, city_zone=timezone)
        )
        # Epochs must grow whatever machine leads, so they are of PostgreSQL's time.
        projection = RedisProjection(
            urls.redis_url, partitions=partitions, real_us=clock_store.real_us
        )
        process_id = f"work-{os.getpid()}-{time.monotonic_ns()}"
        rhythm = Rhythm()
        alerts = await stack.enter_async_context(
            open_alerts(
                pool, directory, clock, alert_terms, is_current=lambda: work.lag_s() < LATE_S
            )
        )
        projector, for_learning, for_days, for_checking = (
            LogConnection(log_pool, timeout_s=STEP_TIMEOUT_S) for _ in range(4)
        )
        feeds, twins = checking(
            for_checking, pool, projection, directory, clock,
            is_current=lambda: work.lag_s() < LATE_S,
        )  # fmt: skip
        follower = RegistryFollower(
            pool,
            directory,
            clock,
            clock_store,
            process_id=process_id,
            kind="work",
            on_delta=[
                lambda delta: forget_what_has_gone(delta, rhythm, work),
                historian.note,
                *((feeds.note,) if checks_feeds else ()),
            ],
        )

        def see(rows: Sequence[TailRow]) -> None:
            see_what_is_there(directory, rhythm, rows)
            alerts.heard.see(rows)

        work = Projector(projector, projection, directory, refresh=follower.catch_up, on_rows=see)
        supplies = SupplyPublisher(Supplies(pool), projection, clock)
        await follower.catch_up()
        try:
            async with asyncio.TaskGroup() as group:
                for task in (
                    follower.run(),
                    work.run(),
                    historian.run(),
                    SumFinder(pool, clock).run(),
                    every(LEARN_S, partial(learn, for_learning, rhythm)),
                    every(DAYS_S, partial(ensure_days, for_days, ReportLog(), clock)),
                    every(TIDY_S, FeedProblems(log_pool).forget),
                    every(PAUSE_S, partial(tell, follower, work, feeds if checks_feeds else None)),
                    every(SWEEP_S, supplies.sweep),
                    every(EXPAND_S, partial(expand_due, pool)),
                    Clockwork(pool, rules).run(),
                    alerts.watch(),
                    alerts.send(),
                    every(TIDY_S, alerts.forget),
                    *((feeds.run(), twins.run()) if checks_feeds else ()),
                ):
                    group.create_task(task)
                if mqtt_url is not None:
                    group.create_task(GateChannel(pool, mqtt_url).run())
        finally:
            await projection.aclose()
            async with asyncio.TaskGroup() as group:
                for connection in (projector, for_learning, for_days, for_checking):
                    group.create_task(connection.aclose())
