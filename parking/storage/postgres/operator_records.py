"""What an operator's console needs beside the write path: its lots' closures, and the audit."""

from typing import Any, Final

import asyncpg

from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.pool import scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.report_log import TailRow

MOST_ROWS: Final = 5_000


class OperatorRecords:
    """Over the app pool: everybody sees what row-level security lets them see."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def closure_rows(self, principal: Principal, lot_key: int) -> list[TailRow]:
        """Read a lot's closures and what amends them, the newest few thousand, oldest first."""
        async with scoped(self._pool, principal) as connection:
            found = await connection.fetch(query("closure_log"), lot_key, MOST_ROWS)
        return [
            TailRow(
                xid=0,
                id=0,
                source_key=row["source_key"],
                lot_key=lot_key,
                kind=row["kind"],
                record_serial=row["record_serial"],
                observed_us=row["observed_us"],
                epoch=None,
                flags=row["flags"],
                payload=row["payload"],
                ident=row["ident"].bytes,
            )
            for row in reversed(found)
        ]

    async def note(
        self,
        principal: Principal,
        action: str,
        lot_id: str,
        operator_key: int,
        detail: dict[str, Any],
    ) -> None:
        """Write the audit row of something a person did to a lot."""
        async with scoped(self._pool, principal) as connection:
            await audit.record(
                connection, principal, action, lot_id, operator_key=operator_key, detail=detail
            )
