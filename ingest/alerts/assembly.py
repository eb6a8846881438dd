"""Puts the parts of alerts together for the worker that leads."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from ingest.alerts.heard import Heard
from ingest.alerts.sending import Sender
from ingest.alerts.terms import AlertTerms
from ingest.alerts.watchman import Watchman
from ingest.polling.poster import Poster
from parking.clock import CityClock
from parking.directory import Directory
from parking.storage.postgres.feed_messages import FeedMessages
from parking.storage.postgres.feed_watch import FeedWatches
from parking.storage.postgres.polled_phases import read_polled_phases
from parking.storage.postgres.pool import Pool

Work: TypeAlias = Callable[[], Coroutine[None, None, None]]


@dataclass(frozen=True, slots=True)
class Alerts:
    """`heard` is to see every row of the log; `watch` and `send` run for ever, `forget` tidies."""

    heard: Heard
    watch: Work
    send: Work
    forget: Work


@asynccontextmanager
async def open_alerts(
    pool: Pool,
    directory: Directory,
    clock: CityClock,
    terms: AlertTerms,
    *,
    is_current: Callable[[], bool],
) -> AsyncIterator[Alerts]:
    """Open what the leader needs; `pool` stays its owner's."""
    heard, messages, poster = Heard(), FeedMessages(pool), Poster(terms.allow)
    watchman = Watchman(
        FeedWatches(pool), partial(read_polled_phases, pool), directory, clock, heard,
        zone=terms.zone, is_current=is_current,
    )  # fmt: skip
    sender = Sender(messages, poster, terms.smtp)
    try:
        yield Alerts(heard, watchman.run, sender.run, messages.forget)
    finally:
        await poster.aclose()
