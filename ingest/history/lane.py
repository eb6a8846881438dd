"""The way of history into the log: committed, and never told to anybody live. Knows no queue."""

from collections.abc import Sequence
from functools import partial

from ingest.submission import (
    ARCHIVED,
    FOREIGN,
    Batch,
    Item,
    claim_of,
    claims_of,
    first_of_each,
    judge,
)
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.planning.archived_days import archived_among
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ForeignLotError, ReportLog, day_of, days_of


class HistoryLane:
    """Reports of any age, for planners; lots of both live lanes alike."""

    def __init__(self, log: ReportLog) -> None:
        self._log = log

    async def commit(self, connection: LogConnection, items: Sequence[Item]) -> Batch:
        """Commit a batch, without those that are not the caller's."""
        try:
            return Batch(items, await connection.run(partial(self._append, items=items)))
        except ForeignLotError as error:
            wrong = error.claims
        refused = [item for item in items if claim_of(item) in wrong]
        rest = [item for item in items if claim_of(item) not in wrong]
        outcomes = await connection.run(partial(self._append, items=rest)) if rest else []
        return Batch([*rest, *refused], [*outcomes, *[FOREIGN] * len(refused)])

    async def finish(self, batch: Batch) -> None:
        """Settle every item; there is nothing to apply."""
        for item, outcome in zip(batch.items, batch.outcomes, strict=True):
            item[4].settle(item[5], outcome)

    async def _append(self, connection: Connection, items: Sequence[Item]) -> list[str]:
        rows = first_of_each(items)
        days = days_of(rows)
        archived = await archived_among(connection, days)
        if archived:
            return await self._append_rest(connection, items, archived)
        await self._log.ensure_days(connection, days)
        async with connection.transaction():
            await self._log.check_claims(connection, claims_of(items))
            inserted = await self._log.append_counted(connection, rows)
        missing = [row for row in rows if row[0] not in inserted]
        return judge(items, inserted, await self._log.standing(connection, missing))

    async def _append_rest(
        self, connection: Connection, items: Sequence[Item], archived: set[int]
    ) -> list[str]:
        """Append what is not of archived days; the outcomes are of all, in their order."""
        rest = [item for item in items if day_of(item[0]) not in archived]
        outcomes = iter(await self._append(connection, rest) if rest else ())
        return [ARCHIVED if day_of(item[0]) in archived else next(outcomes) for item in items]
