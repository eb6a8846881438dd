"""Works: what the historian does with lots: fold, write, fold anew, move between regions, sum up.

Each is done for a while and says whether some is left. It knows no clock and reads no tail.
"""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Final

from ingest.rollup.day_sums import DaySums
from ingest.rollup.hour_writer import HourWriter
from ingest.rollup.library import Library
from ingest.rollup.lot_book import LotBook
from ingest.rollup.refolder import Refolder
from ingest.rollup.region_book import RegionBook
from ingest.rollup.session_writer import SessionWriter
from ingest.rollup.timelines import without_past
from ingest.rollup.told import Told
from parking.planning.history.fold import fold
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.pool import Connection

A_WHILE_S: Final = 1.0
ROWS_A_WRITE: Final = 2_000
LOTS_AT_ONCE: Final = 500
LOTS_A_BREATH: Final = 20
"""Others in this process wait no longer than so many folds take."""


class Works:
    """`heard` says which sources spoke of which lots for the first time, until it is written."""

    def __init__(
        self, connection: LogConnection, library: Library, regions: RegionBook, secret: bytes
    ) -> None:
        self._connection = connection
        self._library = library
        self._regions = regions
        self._sessions = SessionWriter(secret)
        writer = HourWriter(regions, self._sessions, library.folded)
        self._writer = writer
        self._refolder = Refolder(writer, self._sessions)
        self._days = DaySums(regions, library)
        self._told = Told()
        self._unsettled: set[int] = set()
        self._last_refolded = 0

    def keep_archives(self, floor_us: int) -> None:
        """Fold nothing anew from before a moment: the log before it is in an archive."""
        self._refolder.floor_us = floor_us

    def doubt(self, lot_keys: Iterable[int]) -> None:
        """Let it be looked up whether these lots are counted where they are."""
        self._unsettled.update(lot_keys)

    def hear(self, heard: set[tuple[int, int]]) -> None:
        """Take in which source spoke of which lot for the first time; it is taken out there."""
        self._told.heard |= heard
        heard.clear()

    async def fold(self, books: Iterable[LotBook], until_us: int) -> None:
        """Fold lots in order of time up to a moment, and write what that tells."""
        for place, book in enumerate(books):
            self._fold_one(book, min(until_us, book.end_us))
            if self._told.size >= ROWS_A_WRITE:
                await self.write()
            if place % LOTS_A_BREATH == 0:
                await asyncio.sleep(0)
        await self.write()

    def _fold_one(self, book: LotBook, until_us: int) -> None:
        if until_us <= book.folded_us:
            book.drop_folded()
            return
        is_unknown = book.past is None
        if is_unknown and book.waits_for_log:
            return
        due = book.due(until_us)
        if is_unknown and not due and book.facts.since_us >= until_us:
            return
        records = [one.record for one in due]
        received_us = {
            one.record.ident: one.received_us for one in due if one.received_us is not None
        }
        folded = fold(book.past, book.facts, records, book.lending, until_us, received_us)
        book.past = folded.past
        book.is_unsaved |= bool(due) or is_unknown or book.folded_us >= book.end_us
        if len(book.lending) > 1:
            book.lending = without_past(book.lending, until_us)
        self._told.add(book.lot_key, folded, self._sessions.passages(book.lot_key, records))

    async def write(self) -> None:
        """Commit what was told; it stays told until it is committed."""
        if self._told.size:
            await self._connection.run(self._commit)
            self._told = Told()

    async def _commit(self, connection: Connection) -> None:
        async with connection.transaction():
            await self._writer.write(connection, self._told)

    async def refold(self, until_us: int) -> bool:
        """Fold lots anew that are to be; what was told in order is written before."""
        waiting = sorted((book for book in self._library if book.waits_for_log), key=self._turn_of)
        if not waiting:
            return False
        await self.write()
        loop = asyncio.get_running_loop()
        due_s = loop.time() + A_WHILE_S
        for book in waiting:
            await self._connection.run(partial(self._refolder.refold, book=book, until_us=until_us))
            self._last_refolded = book.lot_key
            if loop.time() >= due_s:
                break
        return any(book.waits_for_log and not _is_to_come(book, until_us) for book in waiting)

    def _turn_of(self, book: LotBook) -> tuple[bool, int]:
        """Put a lot in a round, so that one of which much is folded anew lets the others on."""
        return book.lot_key <= self._last_refolded, book.lot_key

    async def settle(self) -> bool:
        """Count lots in the regions where the registry has them."""
        self._unsettled = {key for key in self._unsettled if not self._regions.is_settled(key)}
        waiting = sorted(self._unsettled)
        for first in range(0, len(waiting), LOTS_AT_ONCE):
            some = waiting[first : first + LOTS_AT_ONCE]
            self._unsettled -= await self._connection.run(
                partial(self._regions.settle_new, lot_keys=some)
            )
        loop = asyncio.get_running_loop()
        due_s = loop.time() + A_WHILE_S
        while self._unsettled and loop.time() < due_s:
            lot_key = min(self._unsettled)
            await self._connection.run(partial(self._regions.settle, lot_key=lot_key))
            self._unsettled.discard(lot_key)
        return bool(self._unsettled)

    async def sum_up_days(self) -> bool:
        """Sum up days that are over."""
        loop = asyncio.get_running_loop()
        due_s = loop.time() + A_WHILE_S
        while await self._connection.run(self._days.go_on):
            if loop.time() >= due_s:
                return True
        return False


def _is_to_come(book: LotBook, until_us: int) -> bool:
    """Tell whether all that a lot waits for is of a time to come."""
    return book.reopened.since_us is None and all(
        one.record.observed_us >= until_us for one in book.news
    )
