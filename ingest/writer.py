"""Gathers the items of many requests into micro-batches and has them committed before the answer.

It knows queues, bounds and time-outs; what a batch does in the stores is its lane's business.
"""

import asyncio
import logging
import math
from collections import deque
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple, Protocol

from ingest.long_queue import LongQueue
from ingest.metrics import IngestMetrics
from ingest.submission import Batch, Item, Submission
from parking.storage.postgres.log_connection import BatchFailedError, LogAwayError, LogConnection

BATCH_ROWS: Final = 1_000
WAITING_BYTES: Final = 8 * 1024 * 1024
DEADLINE_S: Final = 0.9
"""A request that is not committed by then is answered 503, within the second that is promised."""
BEHIND_S: Final = DEADLINE_S / 2
"""What is taken while another waits so long would be committed, and too late to say so."""

_log = logging.getLogger("onelot.ingest")


class UnavailableError(Exception):
    """The reports of this request are not acknowledged; the same request may be sent again."""


class Lane(Protocol):
    """One way of committing a batch and of telling the live projection."""

    async def commit(self, connection: LogConnection, items: Sequence[Item]) -> Batch: ...

    async def finish(self, batch: Batch) -> None:
        """Apply what was committed, then settle every item."""
        ...


class LongWay(NamedTuple):
    """A lane with a connection of its own, for what the others give up because it takes long."""

    lane: Lane
    connection: LogConnection


class ReportWriter:
    """Two lanes, a few connections; flushes at once while a connection is idle, else gathers."""

    def __init__(
        self,
        absolute: Lane,
        counted: Lane,
        connections: Sequence[LogConnection],
        metrics: IngestMetrics,
        *,
        counted_lots: set[int] | None = None,
        long_way: LongWay | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._absolute = absolute
        self._counted = counted
        self._connections = connections
        self._long_way = long_way
        self._metrics = metrics
        self._deadline_s = deadline_s
        self._waiting_absolute: deque[Item] = deque()
        self._waiting_counted: deque[Item] = deque()
        self._waiting_long = LongQueue()
        self._has_work = asyncio.Event()
        self._unanswered: dict[Submission, None] = {}
        self._unanswered_bytes = 0
        self._is_away = False
        self.counted_lots = set() if counted_lots is None else counted_lots
        """Lots this process knows to count by movements; the stores know all of them."""

    def is_behind(self) -> bool:
        """Tell whether somebody has waited so long that others had better come later.

        Who takes the long way waits for a lot and not for the log, and keeps nobody out.
        """
        oldest = next(iter(self._unanswered), None)
        return oldest is not None and oldest.age_s() > BEHIND_S

    async def write(
        self,
        submission: Submission,
        absolute: Sequence[Item],
        counted: Sequence[Item],
        *,
        size_bytes: int,
    ) -> None:
        """Wait until every item is committed and settled; raises UnavailableError otherwise."""
        if self._unanswered_bytes + size_bytes > WAITING_BYTES:
            raise UnavailableError("too much is waiting already")
        self._unanswered[submission] = None
        self._unanswered_bytes += size_bytes
        self._metrics.waiting_bytes.inc(size_bytes)
        self._waiting_absolute.extend(absolute)
        self._queue_counted(counted)
        self._has_work.set()
        try:
            async with asyncio.timeout(self._deadline_s):
                await submission.done
        except TimeoutError as error:
            submission.is_abandoned = True
            raise UnavailableError("the log did not answer in time") from error
        finally:
            self._unanswered.pop(submission, None)
            self._unanswered_bytes -= size_bytes
            self._metrics.waiting_bytes.dec(size_bytes)

    async def run(self) -> None:
        """Write for ever; belongs into the task group of whoever owns the process."""
        try:
            async with asyncio.TaskGroup() as group:
                for connection in self._connections:
                    group.create_task(self._pump(group, connection))
                if self._long_way is not None:
                    group.create_task(self._pump_long(group, self._long_way))
        finally:
            self._fail_waiting(LogAwayError("the process is stopping"))
            long_ones = () if self._long_way is None else (self._long_way.connection,)
            async with asyncio.TaskGroup() as group:
                for connection in (*self._connections, *long_ones):
                    group.create_task(connection.aclose())

    async def _pump(self, group: asyncio.TaskGroup, connection: LogConnection) -> None:
        while True:
            lane, items = self._take()
            if not items:
                if not self._waiting_absolute and not self._waiting_counted:
                    self._has_work.clear()
                    await self._has_work.wait()
                continue
            await self._commit(group, lane, connection, items)

    async def _pump_long(self, group: asyncio.TaskGroup, long_way: LongWay) -> None:
        while True:
            items = await self._waiting_long.take()
            await self._commit(group, long_way.lane, long_way.connection, items)

    async def _commit(
        self,
        group: asyncio.TaskGroup,
        lane: Lane,
        connection: LogConnection,
        items: Sequence[Item],
    ) -> None:
        try:
            with self._metrics.commit_seconds.time():
                batch = await lane.commit(connection, items)
        except LogAwayError as error:
            self._note_away(error)
            self._fail(items, error)
            if not isinstance(error, BatchFailedError):
                self._fail_waiting(error)
            return
        self._note_back()
        self._metrics.batch_rows.observe(len(batch.items))
        self.counted_lots.update(batch.counted)
        if batch.moved:
            self._move_on(lane, batch.moved)
        group.create_task(lane.finish(batch))

    def _note_away(self, error: LogAwayError) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("reports are answered 503 for now: %s", error)

    def _note_back(self) -> None:
        if self._is_away:
            self._is_away = False
            _log.info("reports are committed again")

    def _take(self) -> tuple[Lane, list[Item]]:
        """Take the items that wait longest, leaving out what nobody waits for any more.

        By age and not by length: a flood in one lane must not starve the other.
        """
        is_counted = _since_s(self._waiting_counted) < _since_s(self._waiting_absolute)
        queue = self._waiting_counted if is_counted else self._waiting_absolute
        taken = [queue.popleft() for _ in range(min(len(queue), BATCH_ROWS))]
        items = [item for item in taken if not item[4].is_abandoned]
        return (self._counted if is_counted else self._absolute), items

    def _move_on(self, lane: Lane, items: Collection[Item]) -> None:
        """Hand on what is another lane's: from absolute to counted, from counted the long way."""
        self.counted_lots.update(item[0][2] for item in items)
        if lane is self._absolute:
            self._queue_counted(items)
        else:
            self._send_the_long_way(items)
        self._has_work.set()

    def _queue_counted(self, items: Collection[Item]) -> None:
        held = [item for item in items if self._waiting_long.has(item[0][2])]
        self._waiting_counted.extend(
            [item for item in items if not self._waiting_long.has(item[0][2])] if held else items
        )
        self._send_the_long_way(held)

    def _send_the_long_way(self, items: Collection[Item]) -> None:
        self._waiting_long.add(items)
        for item in items:
            self._unanswered.pop(item[4], None)

    def _fail(self, items: Collection[Item], error: LogAwayError) -> None:
        for item in items:
            item[4].fail(UnavailableError(str(error)))

    def _fail_waiting(self, error: LogAwayError) -> None:
        """Nobody waits longer for a log that is away: each is told at once."""
        for queue in (self._waiting_absolute, self._waiting_counted):
            self._fail(queue, error)
            queue.clear()
        self._fail(self._waiting_long.take_all(), error)


def _since_s(queue: deque[Item]) -> float:
    """Return since when the first of a queue has waited."""
    return queue[0][4].since_s if queue else math.inf
