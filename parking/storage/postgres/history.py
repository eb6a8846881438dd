"""A lot's reports as the log keeps them, for public reading: counts, never who passed a gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg

from parking.clock import from_us, to_us
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query

READ_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class LoggedReport:
    """One row of the log; `(observed_us, row_id)` is its place in the series."""

    row_id: int
    source_key: int
    kind_code: int
    record_serial: str
    observed_us: int
    flags: int
    payload: bytes
    ident: bytes


class PostgresHistory:
    """Reads `report_log` under the platform's scope: counts are public, whoever sent them."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def of_lot(
        self,
        lot_key: int,
        *,
        begin_us: int,
        end_us: int,
        kind_codes: Sequence[int],
        after: tuple[int, int],
        limit: int,
    ) -> tuple[list[LoggedReport], list[LoggedReport]]:
        """Read at most `limit` rows of the span that come after `after` (microseconds, row id).

        Beside them, the lot's corrections and voids that may mean any of these, whenever they came.
        """
        async with scoped(self._pool, PLATFORM, within_s=READ_S) as connection:
            rows = await connection.fetch(
                query("lot_history"), lot_key, from_us(begin_us), from_us(end_us),
                list(kind_codes), from_us(after[0]), after[1], limit,
            )  # fmt: skip
            amendments = []
            if rows:
                serials = list({row["record_serial"] for row in rows})
                amendments = await connection.fetch(
                    query("lot_amendments"), lot_key, rows[0]["observed_at"], serials
                )
        return [_logged(row) for row in rows], [_logged(row) for row in amendments]


def _logged(row: asyncpg.Record) -> LoggedReport:
    return LoggedReport(
        row_id=row["id"],
        source_key=row["source_key"],
        kind_code=row["kind"],
        record_serial=row["record_serial"],
        observed_us=to_us(row["observed_at"]),
        flags=row["flags"],
        payload=row["payload"],
        ident=row["ident"].bytes,
    )
