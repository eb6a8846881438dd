"""Asks for history to be folded anew, and tells whether that is done. Folds nothing."""

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

    async def is_done(self) -> bool:
        """Tell whether nothing of history waits."""
        async with scoped(self._pool, PLATFORM) as connection:
            return bool(await connection.fetchval(query("planning/rebuild_is_done")))
