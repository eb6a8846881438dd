"""The projector's checkpoint: the registers as of a position in the log, saved with it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

RegisterKey = tuple[int, str]
"""lot_key and register name."""


@dataclass(slots=True)
class Checkpoint:
    """Everything up to `cursor`, an (xid, id) of the log, is in `registers` (stored values)."""

    cursor: tuple[int, int]
    registers: dict[RegisterKey, str] = field(default_factory=dict)


async def load_checkpoint(connection: Connection) -> Checkpoint:
    """Read registers and cursor as of one moment."""
    async with connection.transaction(isolation="repeatable_read"):
        cursor = await connection.fetchrow("select xid, id from projection_cursor")
        found = await connection.fetch(query("read_projection"))
    if cursor is None:
        raise LookupError("projection_cursor has no row")
    return Checkpoint((cursor[0], cursor[1]), {(row[0], row[1]): row[2].decode() for row in found})


async def save_checkpoint(
    connection: Connection, cursor: tuple[int, int], changed: Mapping[RegisterKey, str]
) -> None:
    """Write the changed registers and the cursor in one transaction; neither ever goes back."""
    async with connection.transaction():
        if changed:
            rows = sorted((lot, name, stored.encode()) for (lot, name), stored in changed.items())
            await connection.execute(query("save_projection"), *zip(*rows, strict=True))
        await connection.execute(
            "update projection_cursor set xid = $1, id = $2 where (xid, id) < ($1, $2)", *cursor
        )
