"""Puts the poller's parts together for whoever owns the process."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from prometheus_client import CollectorRegistry

from ingest.parkapi.fetching import SourceFetcher
from ingest.polling.allow_list import AllowList
from ingest.polling.fetcher import Fetcher
from ingest.polling.hand_in import HandIn
from ingest.polling.metrics import PollingMetrics
from ingest.polling.poll import Polling
from ingest.polling.readers import Readers
from ingest.reports.door import ReportDoor
from parking.clock import CityClock
from parking.directory import Directory
from parking.draft_reading import DraftRules
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.lot_versions import read_authors
from parking.storage.postgres.polled_feeds import PolledFeeds
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.registry import PostgresRegistry


@asynccontextmanager
async def open_polling(
    pool: Pool,
    door: ReportDoor,
    directory: Directory,
    clock: CityClock,
    *,
    refresh: Callable[[], Awaitable[None]],
    rules: DraftRules,
    allow: AllowList,
    most_lots: int,
    process_id: str,
    metrics: CollectorRegistry,
    parkapi_python: str = "",
    checks_feeds: bool = False,
) -> AsyncIterator[Polling]:
    """Open what `run_polling` needs; `door` and `pool` stay their owner's.

    `rules` are the registry's for files: fields that nobody knows are let through. `checks_feeds`:
    what is odd about publications becomes a verdict against their feed.
    """
    fetcher, readers = Fetcher(allow), Readers()
    sources = SourceFetcher(fetcher, python=parkapi_python)
    try:
        yield Polling(
            feeds=PolledFeeds(pool),
            fetcher=sources,
            readers=readers,
            hand_in=HandIn(
                door,
                PostgresRegistry(pool),
                directory,
                refresh,
                rules,
                most_lots=most_lots,
                authors=partial(read_authors, pool),
            ),
            clock=clock,
            metrics=PollingMetrics(metrics),
            process_id=process_id,
            verdicts=FeedVerdicts(pool) if checks_feeds else None,
        )
    finally:
        await readers.aclose()
        await fetcher.aclose()
