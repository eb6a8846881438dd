"""Months of the partitioned tables, made once a process before rows go in."""

from collections.abc import Iterable
from datetime import date, timedelta

from parking.clock import DAY_US
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import FIRST_DAY


class Months:
    """Remembers which are there."""

    def __init__(self) -> None:
        self._made: set[date] = set()

    async def ensure(self, connection: Connection, moments_us: Iterable[int]) -> None:
        """Make the months (UTC) in which moments lie."""
        days = {FIRST_DAY + timedelta(days=us // DAY_US) for us in set(moments_us)}
        for month in sorted({day.replace(day=1) for day in days} - self._made):
            await connection.execute("select ensure_history_month($1)", month)
            self._made.add(month)
