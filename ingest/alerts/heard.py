"""When each source was last heard of: from the rows that the projector sees anyway."""

from collections.abc import Mapping, Sequence

from parking.plausibility import BACKFILL
from parking.storage.postgres.report_log import HISTORY_ONLY, TailRow


class Heard:
    """Observed times, in microseconds of the city's time; back-filled ones say nothing of now."""

    def __init__(self) -> None:
        self._heard_us: dict[int, int] = {}

    def see(self, rows: Sequence[TailRow]) -> None:
        """Take rows in."""
        for row in rows:
            if not row.flags & (BACKFILL | HISTORY_ONLY):
                self._take(row.source_key, row.observed_us)

    def take(self, heard: Mapping[int, int]) -> None:
        """Take in what was known before."""
        for source_key, heard_us in heard.items():
            self._take(source_key, heard_us)

    def of(self, source_key: int) -> int:
        """Return when a source was last heard of; 0 where nobody knows."""
        return self._heard_us.get(source_key, 0)

    def _take(self, source_key: int, heard_us: int) -> None:
        if heard_us > self._heard_us.get(source_key, 0):
            self._heard_us[source_key] = heard_us
