"""Rows of `parking_session` and `session_day`: each passage as it was seen. Knows no rule."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

import asyncpg

from parking.planning.durations import SessionSums
from parking.planning.hour_row import SPACE_CLASS_CODE
from parking.planning.sessions import Passage, Session
from parking.storage.postgres.planning.hour_rows import CLASS_OF_CODE
from parking.storage.postgres.planning.wire import instant, us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

LotSession: TypeAlias = tuple[int, Session]
"""lot_key and a session there."""
SumsKey: TypeAlias = tuple[int, int, date]
"""lot_key, code of the space class, day."""
_NOBODY: Final = (None, None, None)


class PlateTime(NamedTuple):
    """A plate in a lot, and from when to when something of it changes."""

    lot_key: int
    plate: bytes
    first_us: int
    last_us: int


class SessionRows:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def beside(self, connection: Connection, plates: Sequence[PlateTime]) -> list[LotSession]:
        """Read the sessions that such changes may touch."""
        if not plates:
            return []
        lots, hashes, first, last = zip(*plates, strict=True)
        rows = await connection.fetch(
            query("planning/sessions_beside"), lots, hashes, [instant(us) for us in first],
            [instant(us) for us in last],
        )  # fmt: skip
        return list(map(_read, rows))

    async def within(
        self, connection: Connection, lot_key: int, from_us: int, to_us: int
    ) -> list[Session]:
        """Read a lot's sessions of which one passage was in a span, its end excluded."""
        rows = await connection.fetch(
            query("planning/sessions_within"), lot_key, instant(from_us), instant(to_us)
        )
        return [_read(row)[1] for row in rows]

    async def replace(
        self, connection: Connection, gone: Collection[LotSession], new: Collection[LotSession]
    ) -> None:
        """Take sessions away and write others."""
        named = {(lot_key, session.ident) for lot_key, session in new}
        left = sorted({(lot, one.ident) for lot, one in gone} - named)
        if left:
            await connection.execute(query("planning/sessions_delete"), *zip(*left, strict=True))
        if new:
            values = [_values(lot_key, session) for lot_key, session in new]
            await connection.execute(query("planning/sessions_put"), *zip(*values, strict=True))

    async def save_days(
        self,
        connection: Connection,
        days: Iterable[tuple[int, date]],
        sums: Mapping[SumsKey, SessionSums],
    ) -> None:
        """Write what days of lots came to, over all that was told of these days before."""
        told = sorted(set(days))
        if told:
            await connection.execute(
                query("planning/session_days_delete"), *zip(*told, strict=True)
            )
        if sums:
            values = [_sums(key, sums[key]) for key in sorted(sums)]
            await connection.execute(query("planning/session_days_save"), values)


def _values(lot_key: int, session: Session) -> tuple[Any, ...]:
    left = session.left
    left_passage = None if left is None or session.came is None else left.ident
    return (
        lot_key, session.ident, session.plate, *_told(session.came), left_passage, *_told(left),
    )  # fmt: skip


def _told(passage: Passage | None) -> tuple[Any, ...]:
    if passage is None:
        return _NOBODY
    return instant(passage.at_us), SPACE_CLASS_CODE[passage.space_class], passage.user_class


def _read(row: asyncpg.Record) -> LotSession:
    came = left = None
    if row["entered_at"] is not None:
        came = _passage(row, "entered", row["passage"], is_exit=False)
    if row["left_at"] is not None:
        left = _passage(row, "left", row["left_passage"] or row["passage"], is_exit=True)
    return row["lot_key"], Session(came, left)


def _passage(row: asyncpg.Record, how: str, ident: bytes, *, is_exit: bool) -> Passage:
    return Passage(
        ident=ident,
        at_us=us_of(row[f"{how}_at"]),
        plate=row["plate"],
        is_exit=is_exit,
        space_class=CLASS_OF_CODE[row[f"{how}_class"]],
        user_class=row[f"{how}_user"],
    )


def _sums(key: SumsKey, sums: SessionSums) -> tuple[Any, ...]:
    minutes = sorted(sums.minutes.items())
    return (
        *key, sums.paired, sums.orphan_exits, sums.unclosed_entries, sums.duration_us,
        [minute for minute, _ in minutes], [count for _, count in minutes],
    )  # fmt: skip
