"""Reads of each lot as much of its log as its picture at a past moment follows from, and no more.

Most lots' is in their newest few reports. Of the others more is read, round by round, up to what
one answer may cost; who was cut short is counted.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from parking.live.record import Record
from parking.planning.as_shown.known_lot import KnownLot
from parking.planning.as_shown.registers_then import registers_then, without_oldest
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.replay_log import ReplayLog, Rows, records_by_lot

ROUNDS: Final = (6, 60, 600, 6_000, 60_000)
"""Newest rows of a lot that are read; the more, the fewer lots need them."""
MOST_ROWS: Final = 300_000
"""What one answer reads: some seconds."""

Registers = dict[str, str]


@dataclass(slots=True)
class RegistersFound:
    """Stored registers by lot, and the lots of which there may be more in the log."""

    of_lot: dict[int, Registers] = field(default_factory=dict)
    cut_short: set[int] = field(default_factory=set)


async def read_registers(
    reading: Reading, lot_keys: Sequence[int], at_us: int, rounds: Sequence[int] = ROUNDS
) -> RegistersFound:
    """Read what these lots' logs came to in registers, of what had been received by a moment."""
    log = ReplayLog(reading.connection, at_us)
    return await _Replay(log, await log.known(lot_keys), rounds).read(lot_keys)


class _Replay:
    """One moment, and what was read so far."""

    def __init__(
        self, log: ReplayLog, known: Mapping[int, KnownLot], rounds: Sequence[int]
    ) -> None:
        self._log, self._known, self._rounds = log, known, rounds
        self._beside: defaultdict[int, list[Record]] = defaultdict(list)
        self._pieces: dict[int, list[Record]] = {}
        self._found = RegistersFound()
        self._room = MOST_ROWS

    async def read(self, lot_keys: Sequence[int]) -> RegistersFound:
        await self._read_beside(lot_keys)
        waiting = list(lot_keys)
        for most in self._rounds:
            asked = waiting[: self._room // most]
            if not asked:
                break
            rows = await self._log.newest(asked, most)
            self._room -= len(rows)
            done = await asyncio.to_thread(self._take, asked, rows, most)
            waiting = [key for key in waiting if key not in done]
        for lot_key in waiting:
            self._settle(lot_key, self._pieces.get(lot_key, []), is_whole=True)
        self._found.cut_short.update(waiting)
        return self._found

    async def _read_beside(self, lot_keys: Sequence[int]) -> None:
        """Read what counts however long ago it was said: closures, corrections, voids."""
        amended = [key for key in lot_keys if self._known[key].was_amended]
        rows = [*await self._log.closures(lot_keys)]
        if amended:
            found = await self._log.amendments(amended, self._room)
            if len(found) == self._room:
                self._found.cut_short.update(amended)
            self._room -= len(found)
            rows += found
        for lot_key, records in records_by_lot(rows).items():
            self._beside[lot_key] += records

    def _take(self, asked: Sequence[int], rows: Rows, most: int) -> set[int]:
        """Take in the newest rows of some lots; returns the lots of which they are enough."""
        records = records_by_lot(rows)
        done = set()
        for lot_key in asked:
            piece = records.get(lot_key, [])
            is_whole = len(piece) < most
            piece = piece if is_whole else without_oldest(piece)
            if self._settle(lot_key, piece, is_whole=is_whole):
                done.add(lot_key)
        return done

    def _settle(self, lot_key: int, piece: list[Record], *, is_whole: bool) -> bool:
        """Make a lot's registers of a piece of its log, if it is enough."""
        records = {one.ident: one for one in (*piece, *self._beside[lot_key])}
        self._pieces[lot_key] = piece
        known = self._known[lot_key]
        found = registers_then(lot_key, [*records.values()], known, is_whole=is_whole)
        if found is None:
            return False
        self._found.of_lot[lot_key] = found
        return True
