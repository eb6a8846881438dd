"""The leader's small regular works: days ahead, what was learned, tidying, telling its state."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from ingest.checking.watch import FeedWatch
from ingest.projector import Projector
from ingest.rhythm import Rhythm
from parking.clock import CityClock
from parking.directory import Directory
from parking.ports import RegistryDelta
from parking.storage.postgres.learning import save_learned
from parking.storage.postgres.log_connection import LogAwayError, LogConnection
from parking.storage.postgres.registry_follower import RegistryFollower
from parking.storage.postgres.report_log import DAY_US, ReportLog, TailRow

DAYS_BACK: Final = 7
DAYS_AHEAD: Final = 2

_log = logging.getLogger("onelot.work")


async def every(period_s: float, chore: Callable[[], Awaitable[None]]) -> None:
    """Do a chore for ever, on real time; a store that is away is met again next time."""
    while True:
        try:
            await chore()
        except LogAwayError as error:
            _log.warning("put off: %s", error)
        await asyncio.sleep(period_s)


async def learn(connection: LogConnection, rhythm: Rhythm) -> None:
    """Write down how the sources behave."""
    learned = [
        (source_key, found.ttl_s, found.changes_only)
        for source_key, found in rhythm.learned().items()
    ]
    await connection.run(partial(save_learned, learned=learned))


def see_what_is_there(directory: Directory, rhythm: Rhythm, rows: Sequence[TailRow]) -> None:
    """Learn from reports of lots that are there; the registry may be ahead of the tail."""
    lots = [directory.lot(row.lot_key) for row in rows]
    rhythm.see([row for row, lot in zip(rows, lots, strict=True) if lot and not lot.deleted])


async def ensure_days(connection: LogConnection, log: ReportLog, clock: CityClock) -> None:
    """Make the log's days around now, so that no report waits for its partition."""
    today = clock.now_us() // DAY_US
    days = range(today - DAYS_BACK, today + DAYS_AHEAD + 1)
    await connection.run(partial(log.ensure_days, days=days))


def forget_what_has_gone(delta: RegistryDelta, rhythm: Rhythm, projector: Projector) -> None:
    """Let nothing stay in memory of lots that were removed."""
    gone = {lot.lot_key for lot in delta.lots if lot.deleted}
    if gone:
        rhythm.forget(gone)
        projector.forget(gone)


async def tell(
    follower: RegistryFollower, projector: Projector, checking: FeedWatch | None = None
) -> None:
    """Let the status page know how far the projection is, and the checking of feeds."""
    follower.detail["projector_lag_s"] = round(projector.lag_s(), 1)
    follower.detail["rebuilds"] = projector.rebuilds
    if checking is not None:
        follower.detail |= checking.state()
