"""Where folds can be taken up again: saved states of lots, and the position in the log.

It knows bytes, not what a state is made of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from parking.clock import DAY_US, HOUR_US
from parking.storage.postgres.planning.wire import (
    instant,
    instant_or_none,
    us_of,
    us_or_none,
)
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

HOURS_KEPT_US: Final = DAY_US + HOUR_US


@dataclass(frozen=True, slots=True)
class Cursor:
    """Read on after `after`; what came up to `taken` is in saved states, save what was observed
    later than its lot's state. `received_us`: when the newest that was taken arrived.
    """

    after: tuple[int, int] = (0, 0)
    taken: tuple[int, int] = (0, 0)
    received_us: int | None = None
    is_restored: bool = False


class SavedState(NamedTuple):
    """The bytes of one lot's past up to a moment."""

    lot_key: int
    at_us: int
    state: bytes


class RollupStates:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def cursor(self, connection: Connection) -> Cursor:
        """Read how far the log was taken."""
        row = await connection.fetchrow(query("planning/cursor_read"))
        if row is None:
            raise LookupError("rollup_cursor has no row")
        xid, row_id, taken_xid, taken_id, received_at, is_restored = row
        return Cursor((xid, row_id), (taken_xid, taken_id), us_or_none(received_at), is_restored)

    async def save_cursor(self, connection: Connection, cursor: Cursor) -> None:
        """Write how far the log was taken."""
        await connection.execute(
            query("planning/cursor_save"), *cursor.after, *cursor.taken,
            instant_or_none(cursor.received_us),
        )  # fmt: skip

    async def save_reach(
        self, connection: Connection, hours_until_us: int | None, day: date | None
    ) -> None:
        """Write until when all hours are summed up, and up to which day all days."""
        await connection.execute(query("planning/reach_save"), instant_or_none(hours_until_us), day)

    async def followed(
        self, connection: Connection, state_head: bytes
    ) -> tuple[list[int], list[tuple[str, int]]]:
        """Read which lots are to be followed; and of those whose history is saved to its end, in
        states that begin so, the zones and until when the last one of each was there.
        """
        rows = await connection.fetch(query("planning/lots_followed"), state_head)
        followed = [lot_key for lot_key, _, _ in rows if lot_key is not None]
        away = [(zone, us_of(until)) for lot_key, zone, until in rows if lot_key is None]
        return followed, away

    async def newest(self, connection: Connection, lot_keys: Sequence[int]) -> list[SavedState]:
        """Read the newest states of these lots."""
        rows = await connection.fetch(query("planning/states_newest"), lot_keys)
        return [SavedState(row[0], us_of(row[1]), row[2]) for row in rows]

    async def before(
        self, connection: Connection, lot_key: int, moment_us: int
    ) -> SavedState | None:
        """Read the newest state of a lot that stands for this moment or one before it."""
        row = await connection.fetchrow(query("planning/state_before"), lot_key, instant(moment_us))
        return None if row is None else SavedState(lot_key, us_of(row[0]), row[1])

    async def of_lot(self, connection: Connection, lot_key: int, from_us: int) -> list[SavedState]:
        """Read a lot's states from a moment on, in the order of time."""
        rows = await connection.fetch(query("planning/states_of_lot"), lot_key, instant(from_us))
        return [SavedState(lot_key, us_of(row[0]), row[1]) for row in rows]

    async def save(self, connection: Connection, states: Sequence[SavedState]) -> None:
        """Write states; of what lies behind them only full hours and days stay."""
        if not states:
            return
        lots, moments, encoded = zip(*states, strict=True)
        await connection.execute(
            query("planning/states_save"), lots, [instant(us) for us in moments], encoded
        )

    async def thin(self, connection: Connection, lot_keys: Sequence[int], now_us: int) -> None:
        """Keep of these lots' states before now those of full hours, for a day, and of UTC days."""
        if lot_keys:
            await connection.execute(
                query("planning/states_thin"), lot_keys, instant(now_us),
                instant(now_us - HOURS_KEPT_US),
            )  # fmt: skip


class Reopening(NamedTuple):
    """A lot to be folded anew from a moment on; nothing changed after `changed_until_us`."""

    reopen_key: int
    lot_key: int
    since_us: int
    changed_until_us: int | None


class Reopenings:
    """The queue of those; a row goes in the transaction that has done what it asks."""

    async def read(self, connection: Connection) -> list[Reopening]:
        """Read those that wait."""
        rows = await connection.fetch(query("planning/reopen_read"))
        return [Reopening(row[0], row[1], us_of(row[2]), us_or_none(row[3])) for row in rows]

    async def add(self, connection: Connection, lots: Sequence[tuple[int, int]]) -> list[int]:
        """Let lots wait, each from a moment on; returns the keys of the rows."""
        if not lots:
            return []
        rows = await connection.fetch(
            query("planning/reopen_add"), [lot_key for lot_key, _ in lots],
            [instant(since_us) for _, since_us in lots], [None] * len(lots),
        )  # fmt: skip
        return [row[0] for row in rows]

    async def done(self, connection: Connection, reopen_keys: Sequence[int]) -> None:
        """Take what was done out."""
        if reopen_keys:
            await connection.execute(query("planning/reopen_done"), reopen_keys)
