"""The poller: takes the feeds whose turn it is, several at once, for ever.

Any number of processes may poll: each feed is taken under a lease, by one of them at a time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from ingest.polling.poll import Polling, poll
from parking.polled_feed import DueFeed
from parking.storage.postgres.errors import DATABASE_FAILED

AT_ONCE: Final = 8
LOOK_S: Final = 1.0
AWAY_S: Final = 5.0
LEASE_S: Final = 120.0
"""Longer than fetching, reading and handing in may take together."""
TURN_S: Final = 100.0
LATE_S: Final = 15.0

_log = logging.getLogger("onelot.polling")


async def run_polling(polling: Polling, *, at_once: int = AT_ONCE) -> None:
    """Poll for ever; belongs into the task group of whoever owns the process.

    A database that is away is waited for. Nothing that a feed does ends this.
    """
    under_way: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:
        group.create_task(_every(LATE_S, lambda: _tell_late(polling)))
        while True:
            if len(under_way) >= at_once:
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            try:
                room = at_once - len(under_way)
                due = await polling.feeds.claim(polling.process_id, room, LEASE_S)
            except DATABASE_FAILED as error:
                _log.warning("no feed is polled for now: %s", error)
                await asyncio.sleep(AWAY_S)
                continue
            for one in due:
                task = group.create_task(_in_turn(polling, one))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            if not due:
                await asyncio.sleep(LOOK_S)


async def _in_turn(polling: Polling, due: DueFeed) -> None:
    """Give one feed its turn, and write down what came of it."""
    declaration, metrics = due.feed.declaration, polling.metrics
    with metrics.under_way.track_inprogress(), metrics.poll_seconds.time():
        try:
            async with asyncio.timeout(TURN_S):
                turn = await poll(polling, due)
        except DATABASE_FAILED as error:
            # The lease ends by itself, and another turn begins where this one did.
            _log.warning("feed %s is polled again later: %s", declaration.feed_id, error)
            return
        except Exception:  # noqa: BLE001 - what is wrong with one feed ends no other
            _log.exception("feed %s could not be polled", declaration.feed_id)
            return
    metrics.polls.labels(turn.result).inc()


async def _tell_late(polling: Polling) -> None:
    polling.metrics.late_seconds.set(await polling.feeds.late_s())


async def _every(period_s: float, chore: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await chore()
        except DATABASE_FAILED as error:
            _log.warning("put off: %s", error)
        await asyncio.sleep(period_s)
