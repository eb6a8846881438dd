"""The rows of lots that count by movements, locked within the log's transaction. Knows no rule."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import asyncpg

from parking.live.count_state import CountState, decode_state, encode_state
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


@dataclass(frozen=True, slots=True)
class LotCount:
    """One row. `version` grows with every change."""

    lot_key: int
    version: int
    state: CountState


class RowsHeldError(Exception):
    """Somebody else has held a row for longer than this connection waits for a lock."""


class LotCounts:
    """Statements over `lot_count`, on the connection of whoever owns the commit."""

    async def open(self, connection: Connection, lot_keys: Collection[int]) -> None:
        """Make empty rows for lots that have none; the caller holds the lanes alone."""
        await connection.execute(query("open_lot_counts"), sorted(lot_keys))

    async def opened_since(self, connection: Connection, opened: int) -> dict[int, int]:
        """Read which lots were opened after the one of that number, each with its own number."""
        found = await connection.fetch(query("lots_opened"), opened)
        return {row[0]: row[1] for row in found}

    async def lock(self, connection: Connection, lot_keys: Collection[int]) -> Iterator[LotCount]:
        """Read rows in turn and keep all from everybody else until the commit; or RowsHeldError."""
        try:
            found = await connection.fetch(query("lock_lot_counts"), sorted(lot_keys))
        except asyncpg.LockNotAvailableError as error:
            raise RowsHeldError from error
        return _decoded(found)

    async def held(self, connection: Connection, lot_keys: Collection[int]) -> set[int]:
        """Tell which rows somebody else holds at this moment."""
        free = await connection.fetch(query("free_lot_counts"), sorted(lot_keys))
        return set(lot_keys) - {row[0] for row in free}

    async def read(
        self, connection: Connection, lot_keys: Collection[int] | None = None
    ) -> dict[int, LotCount]:
        """Read rows, all of them where none are named."""
        return {row.lot_key: row for row in await self.read_in_turn(connection, lot_keys)}

    async def read_in_turn(
        self, connection: Connection, lot_keys: Collection[int] | None = None
    ) -> Iterator[LotCount]:
        """Read the same, each decoded when its turn comes: together they may be large."""
        asked = None if lot_keys is None else sorted(lot_keys)
        return _decoded(await connection.fetch(query("read_lot_counts"), asked))

    async def save(self, connection: Connection, rows: Sequence[LotCount]) -> None:
        """Write rows that are locked."""
        if not rows:
            return
        columns = zip(
            *[(row.lot_key, row.version, encode_state(row.state).decode()) for row in rows],
            strict=True,
        )
        await connection.execute(query("save_lot_counts"), *columns)


def _decoded(found: Iterable[asyncpg.Record]) -> Iterator[LotCount]:
    for lot_key, version, state in found:
        yield LotCount(lot_key, version, decode_state(state))
