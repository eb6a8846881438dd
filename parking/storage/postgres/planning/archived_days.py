"""Days of the log that are in archives: `report_log_archive`. Knows no file."""

from collections.abc import Collection
from datetime import timedelta

from parking.clock import DAY_US
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.report_log import FIRST_DAY


async def archived_until_us(connection: Connection) -> int:
    """Return from when on (UTC) the log is here; 0 where all of it is."""
    day = await connection.fetchval(query("planning/archived_until"))
    return 0 if day is None else (day - FIRST_DAY).days * DAY_US


async def archived_among(connection: Connection, days: Collection[int]) -> set[int]:
    """Tell which of these days (since 1970, UTC) are in archives."""
    asked = [FIRST_DAY + timedelta(days=day) for day in days]
    rows = await connection.fetch(query("planning/archived_among"), asked)
    return {(row[0] - FIRST_DAY).days for row in rows}
