"""Hours of lots as others count them: space-time of all classes together, and who came."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import asyncpg

from parking.storage.postgres.pool import BATCH_S, PLATFORM, scoped
from parking.storage.postgres.queries import query


class CurbHour(NamedTuple):
    """One hour of one lot; microseconds of spaces, as `SpaceTime` has them."""

    lot_key: int
    hour: datetime
    open_us: int
    known_us: int
    taken_us: int
    entries: int


async def read_curb_hours(
    pool: asyncpg.Pool, lot_keys: Sequence[int], begin: datetime, end: datetime
) -> list[CurbHour]:
    """Read the hours that begin in a span, by lot in the order of time."""
    async with scoped(pool, PLATFORM, within_s=BATCH_S) as connection:
        rows = await connection.fetch(query("planning/read_curb_hours"), list(lot_keys), begin, end)
    return [CurbHour(*row) for row in rows]
