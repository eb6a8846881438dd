"""Reads what stays came to: sums of days, and of single sessions at the ends of a period.

Never a session, and never a plate.
"""

from collections import Counter
from collections.abc import Sequence

import asyncpg

from parking.clock import from_us
from parking.planning.durations import SessionSums
from parking.planning.period import Pieces
from parking.planning.sessions import GIVEN_UP_US
from parking.storage.postgres.planning.reading_occupancy import codes_of
from parking.storage.postgres.planning.reading_pieces import read_pieces
from parking.storage.postgres.pool import Connection
from parking.vocabulary import SpaceClass


class SessionReader:
    """Reads of some lots and classes in the pieces of a period; `now_us` says who is given up."""

    def __init__(
        self,
        connection: Connection,
        lot_keys: Sequence[int],
        classes: Sequence[SpaceClass],
        pieces: Pieces,
        now_us: int,
    ) -> None:
        self._connection = connection
        self._keys = lot_keys
        self._codes = codes_of(classes)
        self._pieces = pieces
        self._given_up = from_us(now_us - GIVEN_UP_US)

    async def sums(self, *, with_minutes: bool) -> SessionSums:
        """Read the sums; how long stays took, of many lots on many days, takes seconds."""
        sums = [
            SessionSums(
                paired=int(row["paired"] or 0),
                orphan_exits=int(row["orphan_exits"] or 0),
                unclosed_entries=int(row["unclosed_entries"] or 0),
                duration_us=int(row["duration_us"] or 0),
            )
            for row in await self._read("session", of_spans=(self._given_up,), has_months=True)
        ]
        minutes: Counter[int] = Counter()
        for row in await self._read("stay") if with_minutes else ():
            minutes[row["stay_min"]] += int(row["stays"])
        return sum(sums, SessionSums(minutes=minutes))

    async def _read(
        self, what: str, of_spans: tuple[object, ...] = (), *, has_months: bool = False
    ) -> list[asyncpg.Record]:
        return await read_pieces(
            self._connection, what, self._pieces, self._keys, self._codes, of_spans=of_spans,
            has_months=has_months,
        )  # fmt: skip
