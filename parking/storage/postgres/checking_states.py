"""What the detectors remember, kept; and the log as they read it. Knows bytes, and no rule."""

from collections.abc import Sequence
from typing import NamedTuple

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.report_log import EPOCH_2000_US

Position = tuple[int, int]
"""(xid, id) of the log."""


class CheckedRow(NamedTuple):
    """A row of the log as detectors need it. A tuple, because there are thousands a second."""

    xid: int
    id: int
    source_key: int
    lot_key: int
    kind: int
    record_serial: str
    observed_us: int
    received_us: int
    epoch: int | None
    seq: int | None
    flags: int
    payload: bytes


class SavedState(NamedTuple):
    """The state of a source (`lot_key` 0), or of a lot as that source tells of it.

    Of source 0: what all of them are to know of that lot.
    """

    source_key: int
    lot_key: int
    state: bytes


async def checked_tail(
    connection: Connection, after: Position, horizon: int, limit: int
) -> list[CheckedRow]:
    """Read what was committed after a position and before a horizon there has been."""
    found = await connection.fetch(query("checking/tail"), *after, horizon, limit)
    return [
        CheckedRow(
            xid, row_id, source, lot, kind, serial,
            observed[0] + EPOCH_2000_US, received[0] + EPOCH_2000_US, *rest,
        )
        for xid, row_id, source, lot, kind, serial, observed, received, *rest in found
    ]  # fmt: skip


async def warm_position(connection: Connection, horizon: int, rows: int) -> Position:
    """Return a position behind which so many rows lie; before all of them where there are fewer."""
    found = await connection.fetchrow(query("checking/warm_from"), horizon, rows)
    return (0, 0) if found is None else (found[0], found[1])


async def load_states(connection: Connection) -> tuple[Position | None, list[SavedState]]:
    """Read states and position as of one moment; None where nothing was saved, or it was lost."""
    async with connection.transaction(isolation="repeatable_read"):
        position = await saved_position(connection)
        if position is None:
            return None, []
        found = await connection.fetch("select source_key, lot_key, state from checking_state")
    return position, [SavedState(*row) for row in found]


async def saved_position(connection: Connection) -> Position | None:
    """Read the position that was saved last, by whomever."""
    cursor = await connection.fetchrow("select xid, id from checking_cursor")
    return None if cursor is None else (cursor[0], cursor[1])


async def save_states(
    connection: Connection, position: Position, states: Sequence[SavedState], gone: Sequence[int]
) -> None:
    """Write states and the position they are of in one transaction, without lots that have gone."""
    async with connection.transaction():
        if gone:
            await connection.execute("delete from checking_state where lot_key = any($1)", gone)
        if states:
            await connection.execute(
                query("checking/states_save"), *zip(*sorted(states), strict=True)
            )
        await connection.execute(query("checking/cursor_save"), *position)
