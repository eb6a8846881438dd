"""Puts the write path of one process together; whoever owns the process runs it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from ingest.absolute_lane import AbsoluteLane
from ingest.counted_lane import LONG, CountedLane
from ingest.history.lane import HistoryLane
from ingest.live_apply import LiveApply
from ingest.metrics import IngestMetrics
from ingest.problem_notes import ProblemNotes
from ingest.reports.door import ReportDoor
from ingest.reports.prepare import Registers, Terms
from ingest.writer import LongWay, ReportWriter
from parking.clock import CityClock
from parking.directory import Directory
from parking.storage.postgres.feed_problems import FeedProblems
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.pool import Pool, open_pool
from parking.storage.postgres.report_log import DAY_US, HISTORY_ONLY, ReportLog
from parking.storage.redis.projection import RedisProjection

WRITERS: Final = 2
"""Connections that commit: two keep a fast disk busy; on a slow one four are better."""
COMMIT_TIMEOUT_S: Final = 2.0
LOCK_TIMEOUT_S: Final = 0.5
SLOW_TIMEOUT_S: Final = 30.0
"""For history, and for what takes long in a lot's log."""


@dataclass(frozen=True, slots=True)
class WritePath:
    """The doors of one process, and the work that must run for them to answer."""

    reports: ReportDoor
    history: ReportDoor
    writer: ReportWriter
    works: tuple[Callable[[], Coroutine[None, None, None]], ...]
    """Each is run for ever, in the task group of whoever owns the process."""


@asynccontextmanager
async def open_write_path(
    database_url: str,
    projection: RedisProjection,
    directory: Directory,
    clock: CityClock,
    *,
    refresh: Callable[[], Awaitable[None]],
    reports_per_s: float,
    history_days: int,
    registers: Registers,
    metrics: IngestMetrics,
) -> AsyncIterator[WritePath]:
    """Open the write path's own connections; `refresh` asks the registry for what is new.

    `registers` tells what is live of a lot, so that its sources name no end of bays and closures.
    """
    async with (
        await _open_pool(database_url, WRITERS + 1, COMMIT_TIMEOUT_S, LOCK_TIMEOUT_S) as pool,
        await _open_pool(database_url, 2, SLOW_TIMEOUT_S) as slow_pool,
    ):
        log, live = ReportLog(), LiveApply(projection, metrics)
        counts, counted_lots = LotCounts(), set[int]()
        notes = ProblemNotes(FeedProblems(pool))
        writer = ReportWriter(
            AbsoluteLane(log, counts, live, counted_lots),
            CountedLane(log, counts, live),
            [LogConnection(pool, timeout_s=COMMIT_TIMEOUT_S) for _ in range(WRITERS)],
            metrics,
            counted_lots=counted_lots,
            long_way=LongWay(
                CountedLane(log, counts, live, LONG),
                LogConnection(slow_pool, timeout_s=SLOW_TIMEOUT_S),
            ),
        )
        history_lane = HistoryLane(log)
        history_writer = ReportWriter(
            history_lane,
            history_lane,
            [LogConnection(slow_pool, timeout_s=SLOW_TIMEOUT_S)],
            metrics,
            deadline_s=SLOW_TIMEOUT_S,
        )
        door = partial(
            ReportDoor,
            directory=directory,
            clock=clock,
            notes=notes,
            metrics=metrics,
            reports_per_s=reports_per_s,
            refresh=refresh,
        )
        yield WritePath(
            reports=door(writer, name="reports", terms=Terms(registers=registers)),
            history=door(history_writer, name="history", terms=history_terms(history_days)),
            writer=writer,
            works=(writer.run, history_writer.run, notes.run),
        )


def history_terms(days: int) -> Terms:
    """Take reports of so many days for the log alone: each day has a table of its own."""
    return Terms(max_age_us=days * DAY_US, added_flags=HISTORY_ONLY)


async def _open_pool(
    database_url: str, size: int, timeout_s: float, lock_timeout_s: float = 0.0
) -> Pool:
    """Open connections whose statements end when nobody waits for them any more."""
    return await open_pool(
        database_url,
        "onelot_ingest",
        max_size=size,
        statement_timeout_ms=int(timeout_s * 1_000),
        lock_timeout_ms=int(lock_timeout_s * 1_000),
    )
