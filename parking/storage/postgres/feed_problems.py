"""What sources sent that could not be taken, for their operators to see. Knows no rule."""

from collections.abc import Sequence
from typing import TypeAlias

import asyncpg

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.log_connection import LogAwayError
from parking.storage.postgres.pool import BATCH_S, CALL_S, borrowed
from parking.storage.postgres.queries import query

ProblemNote: TypeAlias = tuple[int, int | None, str | None, str, str | None]
"""source_key, operator_key, lot_id, the problem as JSON, what is left of the item as JSON."""


class FeedProblems:
    """Over a pool of the ingest role, where jsonb is text."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def note(self, notes: Sequence[ProblemNote]) -> None:
        """Keep notes; raises LogAwayError where PostgreSQL is away."""
        if notes:
            await self._execute(CALL_S, "note_feed_problems", *zip(*notes, strict=True))

    async def forget(self) -> None:
        """Drop what is older than 14 days of city time."""
        await self._execute(BATCH_S, "forget_feed_problems")

    async def _execute(self, within_s: float, name: str, *values: object) -> None:
        try:
            async with borrowed(self._pool, within_s=within_s) as connection:
                await connection.execute(query(name), *values)
        except DATABASE_FAILED as error:
            raise LogAwayError(str(error)) from error
