"""Intake: where a committed report goes: to what waits in order, or to what only the log can place.

It knows the books, not the store.
"""

from collections.abc import Sequence
from typing import Final

from ingest.log_records import record_of_row
from ingest.rollup.library import Library
from ingest.rollup.lot_book import Arrived, LotBook, Position
from parking.clock import DAY_US
from parking.live.record import Record
from parking.planning.amended_names import AmendedNames
from parking.planning.amendments import is_amendment, looks_ahead
from parking.storage.postgres.planning.arrivals import Arrival
from parking.storage.postgres.report_log import HISTORY_ONLY

REMEMBERED_US: Final = 9 * DAY_US
"""The live door takes nothing older than seven days: what is older is placed by the log."""


class Intake:
    """`known_until` is up to where reports are in saved states, unless observed after those."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._amended = AmendedNames()
        self._forgotten_us = 0
        self.known_until: Position = (0, 0)
        self.heard: set[tuple[int, int]] = set()

    def begin(self, now_us: int) -> int:
        """Know of no amendment; returns from when on they are to be remembered."""
        self._forgotten_us = now_us - REMEMBERED_US
        self._amended = AmendedNames(self._forgotten_us)
        return self._forgotten_us

    def remember(self, amendments: Sequence[Arrival]) -> None:
        """Take in amendments that the log has already."""
        for arrival in amendments:
            self._amended.note(arrival.row.lot_key, record_of_row(arrival.row))

    def forget(self, now_us: int) -> None:
        """Forget amendments that can mean nothing new; what is older is placed by the log."""
        self._forgotten_us = max(self._forgotten_us, now_us - REMEMBERED_US)
        self._amended.forget(self._forgotten_us)

    def take(self, arrivals: Sequence[Arrival]) -> None:
        """Put reports where they belong; their lots are known."""
        for row, received_us in arrivals:
            record = record_of_row(row)
            position = (row.xid, row.id)
            is_history = bool(row.flags & HISTORY_ONLY)
            arrived = Arrived(record, position, None if is_history else received_us)
            self._put(self._library[row.lot_key], arrived)
            if self._library.hear(row.source_key, row.lot_key):
                self.heard.add((row.source_key, row.lot_key))

    def _put(self, book: LotBook, arrived: Arrived) -> None:
        record = arrived.record
        if arrived.position <= self.known_until and record.observed_us < book.folded_us:
            return
        if is_amendment(record):
            self._amended.note(book.lot_key, record)
            book.looks_ahead |= looks_ahead(record)
            book.news.append(arrived)
            self._call_back(book)
        elif self._is_in_order(book, record):
            book.waiting.append(arrived)
        else:
            book.news.append(arrived)

    def _is_in_order(self, book: LotBook, record: Record) -> bool:
        return record.observed_us >= max(
            book.folded_us, self._forgotten_us
        ) and not self._amended.may_mean(book.lot_key, record)

    def _call_back(self, book: LotBook) -> None:
        """Let the log place what waits and is amended by now."""
        amended = [one for one in book.waiting if self._amended.may_mean(book.lot_key, one.record)]
        if amended:
            book.waiting = [one for one in book.waiting if one not in amended]
            book.news += amended
