"""Asks for history to be folded anew, and tells how much of that is left. Folds nothing."""

import asyncpg

from parking.clock import from_us
from parking.storage.postgres.pool import BATCH_S, PLATFORM, scoped
from parking.storage.postgres.queries import query


class Rebuilds:
    """On a pool of the app, in the platform's scope."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def ask(self, begin_us: int | None, end_us: int | None) -> None:
        """Let all lots wait; without a beginning, regions too."""
        begin = None if begin_us is None else from_us(begin_us)
        end = None if end_us is None else from_us(end_us)
        async with scoped(self._pool, PLATFORM, within_s=BATCH_S) as connection:
            await connection.execute(query("planning/rebuild_ask"), begin, end)
            await connection.execute(query("planning/rebuild_days"), begin)
            if begin is None:
                await connection.execute(query("planning/regions_ask"))

    async def lots_left(self) -> int | None:
        """Return how many lots wait; None once nothing at all does."""
        async with scoped(self._pool, PLATFORM) as connection:
            row = await connection.fetchrow(query("planning/rebuild_is_done"))
        return None if row is None or row["is_done"] else int(row["lots"])
