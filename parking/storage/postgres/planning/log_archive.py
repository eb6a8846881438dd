"""Days of the log on their way into archives and back. Knows no file, and no rule of history."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import asyncpg

from parking.planning.local_day import day_span_us
from parking.storage.postgres.planning.wire import instant
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

ROWS_A_CALL: Final = 5_000
LogValues: TypeAlias = Sequence[Any]
"""One row: id, received and observed as microseconds since 2000, the rest as `archive_rows.sql`."""
_MOMENTS: Final = (1, 6)


class DayChangedError(Exception):
    """Somebody added to the day while it was written; write it again."""


class LogArchive:
    """Statements on a connection of the ingest pool."""

    async def days(self, connection: Connection, before: date) -> list[date]:
        """List the days that may go: over by then, and summed up."""
        return [
            row["day"] for row in await connection.fetch(query("planning/archive_days"), before)
        ]

    async def rows(self, connection: Connection, day: date) -> AsyncIterator[list[LogValues]]:
        """Read a day in the order of its numbers, some rows at a time."""
        begin_us, end_us = day_span_us(day, "UTC")
        async with connection.transaction():
            cursor = await connection.cursor(
                query("planning/archive_rows"), instant(begin_us), instant(end_us)
            )
            while rows := await cursor.fetch(ROWS_A_CALL):
                yield [_plain(row) for row in rows]

    async def drop(
        self, connection: Connection, day: date, *, file: str, rows: int, sha256: str
    ) -> None:
        """Note where the day is, and drop it here; DayChangedError where it is not all there."""
        try:
            async with connection.transaction():
                await connection.execute(query("planning/archive_note"), day, file, rows, sha256)
                await connection.execute("select drop_archived_day($1)", day)
        except asyncpg.PostgresError as error:
            if error.sqlstate == "OL002":
                raise DayChangedError(str(error)) from error
            raise

    async def put_back(
        self, connection: Connection, day: date, parts: Iterable[Sequence[LogValues]]
    ) -> None:
        """Bring a day back, all of it or nothing; it is in no archive any more."""
        async with connection.transaction():
            await connection.execute(query("planning/archive_forget"), day)
            await connection.execute("select ensure_report_day($1)", day)
            for rows in parts:
                columns = [list(column) for column in zip(*rows, strict=True)]
                for place in _MOMENTS:
                    columns[place] = [(us,) for us in columns[place]]
                await connection.execute(query("planning/archive_put_back"), *columns)


def _plain(row: asyncpg.Record) -> LogValues:
    values = list(row)
    for place in _MOMENTS:
        values[place] = values[place][0]
    return values
