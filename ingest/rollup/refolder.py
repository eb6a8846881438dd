"""Refolder: folds a lot anew from where its past may be other than it was, and no further than it
must: where the fold meets a saved state that is the same, what follows is the same.

It reads the log piece by piece, a day at most, and commits every piece with what follows from it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.rollup.hour_writer import HourWriter
from ingest.rollup.lot_book import LotBook, Reopened
from ingest.rollup.pieces import LotLog, Piece
from ingest.rollup.session_writer import SessionWriter
from parking.clock import DAY_US
from parking.live.record import Record
from parking.planning.amendments import is_amendment
from parking.planning.history.fold import Folded, fold
from parking.planning.history.lot_past import LotPast, decode_past, encode_past
from parking.planning.history.past_facts import FOR_EVER_US
from parking.storage.postgres.planning.arrivals import Arrivals
from parking.storage.postgres.planning.lending_rows import read_lending
from parking.storage.postgres.planning.rollup_states import Reopenings, RollupStates, SavedState
from parking.storage.postgres.pool import Connection

PATIENCE_S: Final = 1.0
"""So long other lots wait for one that is folded anew; the rest of it is done in its next turn."""


@dataclass(frozen=True, slots=True)
class _Way:
    """From which past to fold on, where to pause, and what was known there before.

    What may have changed lies before `last_us`; from there on a state that is the same ends it.
    """

    past: LotPast | None
    begin_us: int
    ends_us: Sequence[int]
    saved: Mapping[int, bytes]
    last_us: int

    def is_over(self, end_us: int, state: bytes) -> bool:
        """Tell whether a piece that ends so is the last one."""
        is_same = end_us > self.last_us and self.saved.get(end_us) == state
        return is_same or end_us == self.ends_us[-1]


class Refolder:
    """Of all lots, one at a time. `floor_us`: the log before it is in an archive."""

    def __init__(self, writer: HourWriter, sessions: SessionWriter) -> None:
        self._writer = writer
        self._sessions = sessions
        self._arrivals = Arrivals()
        self._states, self._reopenings = RollupStates(), Reopenings()
        self.floor_us = 0

    async def refold(self, connection: Connection, book: LotBook, until_us: int) -> None:
        """Fold a lot anew up to a moment, or a part of the way; `waits_for_log` tells which."""
        until_us = _aim_us(book, until_us)
        kept = [one for one in book.news if _is_to_come(one.record, until_us, book)]
        news = [one for one in book.news if not _is_to_come(one.record, until_us, book)]
        log = LotLog(self._arrivals, connection, book.lot_key, looks_ahead=book.looks_ahead)
        reach = await log.reach_of(one.record for one in news)
        from_us, last_us = reach
        if book.reopened.since_us is not None:
            from_us = min(from_us, book.reopened.since_us)
            last_us = max(last_us, book.reopened.last_us)
        if last_us < from_us or from_us >= until_us:
            await self._finish(connection, book)
        else:
            book.aim_us = until_us
            way = await self._way(connection, book, max(from_us, self.floor_us), until_us, last_us)
            await self._go(connection, book, log, way)
        book.news = kept
        book.drop_folded()

    async def _way(
        self, connection: Connection, book: LotBook, from_us: int, until_us: int, last_us: int
    ) -> _Way:
        past = await self._start(connection, book, from_us)
        if past is not None:
            begin_us = past.until_us
        else:
            first = await self._arrivals.first_us(connection, [book.lot_key])
            begin_us = min(book.facts.since_us, first.get(book.lot_key, FOR_EVER_US))
        later = await self._states.of_lot(connection, book.lot_key, begin_us + 1)
        saved = {one.at_us: one.state for one in later}
        first_midnight_us = (begin_us // DAY_US + 1) * DAY_US
        pauses = {*saved, *range(first_midnight_us, until_us, DAY_US), until_us}
        ends_us = sorted(us for us in pauses if begin_us < us <= until_us)
        return _Way(past, begin_us, ends_us, saved, last_us)

    async def _start(self, connection: Connection, book: LotBook, from_us: int) -> LotPast | None:
        """Find the newest past that is not in question; None where the lot must be folded whole.

        What lies in an archive cannot be folded anew: of that the saved states are believed.
        """
        if book.past is not None and from_us >= book.folded_us:
            return book.past
        saved = await self._states.before(connection, book.lot_key, from_us)
        if saved is None or saved.at_us < self.floor_us:
            kept = await self._states.of_lot(connection, book.lot_key, self.floor_us)
            saved = next(iter(kept), saved) if self.floor_us else saved
        return None if saved is None else decode_past(saved.state)

    async def _go(self, connection: Connection, book: LotBook, log: LotLog, way: _Way) -> None:
        """Fold and commit piece by piece; stops where all is as it was, or to let others on."""
        loop = asyncio.get_running_loop()
        due_s = loop.time() + PATIENCE_S
        found = await read_lending(connection, [book.lot_key])
        lending = found.get(book.lot_key, ())
        if len(way.ends_us) > 1:
            await self._note(connection, book, way)
        past = way.past
        for end_us in way.ends_us:
            begin_us = 0 if past is None else past.until_us
            piece = await log.piece(begin_us, end_us)
            folded = fold(past, book.facts, piece.records, lending, end_us, piece.received_us)
            is_over = way.is_over(end_us, encode_past(folded.past))
            async with connection.transaction():
                await self._commit(connection, book, way, past, piece, folded, is_over=is_over)
            past = folded.past
            if is_over:
                self._settle(book, past if end_us == way.ends_us[-1] else book.past)
                return
            if loop.time() >= due_s:
                book.reopened = Reopened(keys=book.reopened.keys, noted_us=book.reopened.noted_us)
                # What follows is in doubt until a state is met that is as it was.
                book.reopened.note(end_us, max(way.last_us, end_us))
                return
            await asyncio.sleep(0)
        await self._finish(connection, book)

    async def _commit(
        self,
        connection: Connection,
        book: LotBook,
        way: _Way,
        past: LotPast | None,
        piece: Piece,
        folded: Folded,
        *,
        is_over: bool,
    ) -> None:
        """Write what a piece came to, and the state at its end."""
        lot_key, end_us = book.lot_key, folded.past.until_us
        begin_us = 0 if past is None else past.until_us
        hours_us = (_first_hour_us(past), end_us)
        is_newest = end_us == way.ends_us[-1]
        await self._writer.rewrite(connection, lot_key, hours_us, folded, is_newest=is_newest)
        passages = self._sessions.passages(lot_key, piece.records)
        await self._writer.rewrite_sessions(connection, lot_key, (begin_us, end_us), passages)
        if not is_newest or end_us in way.saved:
            kept = SavedState(lot_key, end_us, encode_past(folded.past))
            await self._states.save(connection, [kept])
        if is_over:
            await self._reopenings.done(connection, book.reopened.keys)

    async def _note(self, connection: Connection, book: LotBook, way: _Way) -> None:
        """Leave word, for whoever goes on after us, that saved states are in doubt."""
        since_us = way.begin_us if way.past is not None else 0
        if since_us < book.reopened.noted_us:
            lots = [(book.lot_key, since_us)]
            book.reopened.keys += await self._reopenings.add(connection, lots)
            book.reopened.noted_us = since_us
        book.reopened.note(since_us)

    async def _finish(self, connection: Connection, book: LotBook) -> None:
        """Nothing is left to do."""
        await self._reopenings.done(connection, book.reopened.keys)
        self._settle(book, book.past)

    def _settle(self, book: LotBook, past: LotPast | None) -> None:
        book.past, book.reopened, book.aim_us = past, Reopened(), 0
        book.is_unsaved = True


def _first_hour_us(past: LotPast | None) -> int:
    """Return when the first hour begins that a fold from there tells anew."""
    if past is None:
        return 0
    return past.until_us if past.hour_us is None else past.hour_us


def _aim_us(book: LotBook, until_us: int) -> int:
    """Return up to when a lot is to be folded: as far as it is, unless news lies beyond that.

    So how far an hour that runs is told does not depend on which of its reports came late.
    """
    news = (one.record for one in book.news)
    if book.past is not None and not any(_is_to_come(one, book.folded_us, book) for one in news):
        return book.folded_us
    return max(min(until_us, book.end_us), book.folded_us)


def _is_to_come(record: Record, until_us: int, book: LotBook) -> bool:
    """Tell whether a claim is of a time up to which the lot is not folded yet."""
    if is_amendment(record) or book.folded_us >= book.end_us:
        return False
    return record.observed_us >= until_us
