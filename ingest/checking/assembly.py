"""Puts the parts of self-checking together for the leader."""

from collections.abc import Callable

from ingest.checking.twin_finder import TwinFinder
from ingest.checking.watch import FeedWatch
from parking.clock import CityClock
from parking.directory import Directory
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.pool import Pool
from parking.storage.redis.projection import RedisProjection


def checking(
    connection: LogConnection,
    pool: Pool,
    projection: RedisProjection,
    directory: Directory,
    clock: CityClock,
    *,
    is_current: Callable[[], bool],
) -> tuple[FeedWatch, TwinFinder]:
    """Make the watch, and the finder that tells it what it found; both are to be run."""
    verdicts = FeedVerdicts(pool)
    feeds = FeedWatch(connection, verdicts, projection, directory, clock, is_current=is_current)
    return feeds, TwinFinder(pool, verdicts, directory, clock, feeds.say_twins)
