"""The lane of lots that count by movements: their rows are locked, folded and written with the log."""

from collections.abc import Sequence

from ingest.live_apply import LiveApply
from ingest.submission import Batch, Item
from parking.storage.postgres.log_connection import LogAwayError, LogConnection
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.report_log import ReportLog


class CountedLane:
    """Movements, totals, corrections, voids, and everything else of lots that have sent such."""

    def __init__(self, log: ReportLog, counts: LotCounts, live: LiveApply) -> None:
        self._log = log
        self._counts = counts
        self._live = live

    async def commit(self, connection: LogConnection, items: Sequence[Item]) -> Batch:
        """Commit a batch."""
        raise LogAwayError("movements are not taken yet")

    async def finish(self, batch: Batch) -> None:
        """Apply what was committed, then settle every item."""
