"""Log reading: a place of its own in the log, saved together with what the detectors remember."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final

from ingest.checking.inspector import Inspector
from parking.live.doubt_register import Doubt
from parking.ports import Register
from parking.storage.postgres.checking_states import (
    CheckedRow,
    Position,
    SavedState,
    checked_tail,
    load_states,
    save_states,
    saved_position,
    warm_position,
)
from parking.storage.postgres.feed_verdicts import read_doubts
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ReportLog

ROWS_A_TURN: Final = 500
"""The worker has other things to do: detectors take that many in some 30 ms."""
STATES_A_STEP: Final = 200
WARM_ROWS: Final = 200_000
"""Of the log, where nothing is remembered: some ten seconds of work."""


class LogReading:
    """`position` is up to where the log was taken in; whoever takes rows in moves it on."""

    def __init__(self, connection: LogConnection) -> None:
        self._connection = connection
        self._log = ReportLog()
        self._position: Position = (0, 0)
        self._saved: Position | None = None

    async def begin(self) -> tuple[list[SavedState], bool]:
        """Return what was remembered, and whether that is nothing; reading goes on from there."""
        position, states = await self._connection.run(load_states)
        is_cold = position is None
        if position is None:
            position = await self._connection.run(self._warm_position)
        self._position, self._saved = position, None
        return states, is_cold

    async def doubts(self) -> list[tuple[Register, tuple[Doubt, ...]]]:
        """Read what readers were told to doubt."""
        return await self._connection.run(read_doubts)

    async def rows(self) -> list[CheckedRow]:
        """Read the next rows; the same again until they are `taken`."""
        return await self._connection.run(self._read)

    def taken(self, rows: Sequence[CheckedRow]) -> None:
        """Note that rows were taken in."""
        if rows:
            self._position = (rows[-1].xid, rows[-1].id)

    async def save(self, inspector: Inspector) -> None:
        """Save what the detectors remember, and the position that it is of."""
        states, gone = inspector.take_states()
        kept: list[SavedState] = []
        position = self._position
        try:
            for state in states:
                kept.append(state)
                if len(kept) % STATES_A_STEP == 0:
                    await asyncio.sleep(0)
            await self._connection.run(
                partial(save_states, position=position, states=kept, gone=gone)
            )
        except BaseException:
            inspector.untake_states(gone)
            raise
        self._saved = position

    async def is_ours(self) -> bool:
        """Tell whether nobody has saved since we did: another who leads now is further on."""
        return await self._connection.run(saved_position) == self._saved

    async def _warm_position(self, connection: Connection) -> Position:
        horizon = await self._log.horizon(connection)
        return await warm_position(connection, horizon.settled, WARM_ROWS)

    async def _read(self, connection: Connection) -> list[CheckedRow]:
        horizon = await self._log.horizon(connection)
        return await checked_tail(connection, self._position, horizon.settled, ROWS_A_TURN)
