"""Keeper: saves where folds can be taken up again, hears what is to be folded anew, and why."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from ingest.rollup.library import Library
from ingest.rollup.lot_book import NO_POSITION, LotBook, Position
from parking.clock import DAY_US, MINUTE_US
from parking.planning.history.lot_past import encode_past
from parking.planning.history.past_facts import FOR_EVER_US
from parking.planning.local_day import day_at
from parking.storage.postgres.planning.arrivals import Arrival, Arrivals
from parking.storage.postgres.planning.rollup_states import (
    Cursor,
    Reopening,
    Reopenings,
    RollupStates,
    SavedState,
)
from parking.storage.postgres.pool import Connection

_ONE_DAY: Final = timedelta(days=1)
_DOUBT_US: Final = 10 * MINUTE_US
"""A row may be committed so long after it says that it arrived."""
_AFTER_A_RESTORE: Final[Position] = (2, 2**62)
"""Every row that a restore brings lies before it, every one that comes after behind it."""


class Keeper:
    """`position` is how far the tail was read, `cursor` what was saved of that."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._states, self._reopenings = RollupStates(), Reopenings()
        self._heard: set[int] = set()
        self._saved_us: int | None = None
        self._reach: tuple[int, date | None] | None = None
        self._received_us: int | None = None
        self.cursor = Cursor()
        self.position: Position = (0, 0)

    async def load(self, connection: Connection) -> None:
        """Take up where somebody left off."""
        self.cursor = await self._states.cursor(connection)
        self._received_us = self.cursor.received_us
        if self.cursor.is_restored:
            await self._take_up_restored(connection)
        self.position = self.cursor.after

    def take(self, arrivals: Sequence[Arrival]) -> None:
        """Note that these were read."""
        row, _ = arrivals[-1]
        self.position = (row.xid, row.id)
        newest_us = max(received_us for _, received_us in arrivals)
        self._received_us = max(newest_us, self._received_us or 0)

    async def save(self, connection: Connection, until_us: int) -> None:
        """Save the states of lots that have moved, at midnight of all, and the position.

        All lots are folded up to `until_us`, or their end, and what that told is written.
        """
        is_midnight = until_us % DAY_US == 0
        books = [book for book in self._library if _is_to_save(book, until_us, is_all=is_midnight)]
        states = [
            SavedState(book.lot_key, book.folded_us, encode_past(book.past))
            for book in books
            if book.past is not None
        ]
        cursor = self._cursor()
        async with connection.transaction():
            await self._states.save(connection, states)
            for at_us, lots in _by_moment(states).items():
                await self._states.thin(connection, lots, at_us)
            await self._states.save_cursor(connection, cursor)
        for book in books:
            book.is_unsaved = False
        self.cursor, self._saved_us = cursor, until_us

    async def save_reach(self, connection: Connection) -> None:
        """Note how far all is summed up, as nothing waits."""
        if self._saved_us is None:
            return
        days = [day_at(self._saved_us, zone) - _ONE_DAY for zone in self._library.zones()]
        reach = self._saved_us, min(days, default=None)
        if reach != self._reach:
            await self._states.save_reach(connection, *reach)
            self._reach = reach

    def forget_reach(self) -> None:
        """Note that regions are being summed up anew."""
        self._reach = None

    async def hear_reopenings(self, connection: Connection) -> None:
        """Note which lots are to be folded anew; what is of a time to come needs no more."""
        found = await self._reopenings.read(connection)
        self._heard &= {one.reopen_key for one in found}
        fresh = [one for one in found if one.reopen_key not in self._heard]
        if not fresh:
            return
        lot_keys = {one.lot_key for one in fresh}
        await self._library.know(connection, lot_keys)
        await self._library.reread_lending(connection, lot_keys)
        over = [one.reopen_key for one in fresh if not self._note(one)]
        self._heard |= {one.reopen_key for one in fresh}
        await self._reopenings.done(connection, over)

    def _note(self, one: Reopening) -> bool:
        """Tell whether the lot is to be folded anew for it."""
        book = self._library.find(one.lot_key)
        if book is None or one.since_us >= book.folded_us:
            return False
        if one.reopen_key in book.reopened.keys:
            return True
        last_us = FOR_EVER_US if one.changed_until_us is None else one.changed_until_us
        book.reopened.note(one.since_us, last_us)
        book.reopened.keys.append(one.reopen_key)
        book.reopened.noted_us = min(one.since_us, book.reopened.noted_us)
        return True

    def _cursor(self) -> Cursor:
        """Return from where whoever goes on must read: before all that is not folded yet.

        What is to be placed by the log was not taken, as far as saved states are concerned.
        """
        oldest = min((book.oldest for book in self._library), default=NO_POSITION)
        placed = min((book.oldest_news for book in self._library), default=NO_POSITION)
        return Cursor(
            after=min(self.position, _before(oldest)),
            taken=min(self.position, _before(placed)),
            received_us=self._received_us,
        )

    async def _take_up_restored(self, connection: Connection) -> None:
        """Let every lot be folded anew from its saved state, or from what came after that."""
        since = await Arrivals().first_received(
            connection, (self._received_us or _DOUBT_US) - _DOUBT_US
        )
        await self._library.know(connection, since)
        lots = [
            (book.lot_key, min(book.folded_us, since.get(book.lot_key, book.folded_us)))
            for book in self._library
        ]
        async with connection.transaction():
            await self._reopenings.add(connection, lots)
            self.cursor = Cursor(_AFTER_A_RESTORE, _AFTER_A_RESTORE, self._received_us)
            await self._states.save_cursor(connection, self.cursor)
        for lot_key, since_us in lots:
            self._library[lot_key].reopened.note(since_us)


def _is_to_save(book: LotBook, until_us: int, *, is_all: bool) -> bool:
    if book.folded_us >= book.end_us:
        return book.is_unsaved
    return book.folded_us == until_us and (book.is_unsaved or is_all)


def _by_moment(states: Sequence[SavedState]) -> dict[int, list[int]]:
    """Group lots by up to when they are folded: those that have gone stand at their end."""
    lots: defaultdict[int, list[int]] = defaultdict(list)
    for state in states:
        lots[state.at_us].append(state.lot_key)
    return lots


def _before(position: Position) -> Position:
    return position[0], position[1] - 1
