"""Library: the books of all lots, with what the registry, sources and sharing came to for each.

It knows where these are kept, and from when on a lot is to be folded anew when they change.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final

from ingest.rollup.lot_book import LotBook
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.past_facts import FOR_EVER_US, FactsStep, PastFacts, RhythmStep
from parking.storage.postgres.planning.facts_rows import read_facts, read_rhythms
from parking.storage.postgres.planning.lending_rows import read_lending
from parking.storage.postgres.planning.memberships import Memberships
from parking.storage.postgres.pool import Connection

_at_us: Final = attrgetter("at_us")
_Timeline = Sequence[FactsStep] | Sequence[RhythmStep]


class Library:
    """All lots, also those that have gone: their history stays."""

    def __init__(self) -> None:
        self._books: dict[int, LotBook] = {}
        self._rhythms: Mapping[int, tuple[RhythmStep, ...]] = {}
        self._heard: defaultdict[int, set[int]] = defaultdict(set)
        self._stale: set[int] = set()
        self._has_stale_rhythms = False

    def __iter__(self) -> Iterator[LotBook]:
        return iter(self._books.values())

    def __getitem__(self, lot_key: int) -> LotBook:
        return self._books[lot_key]

    def find(self, lot_key: int) -> LotBook | None:
        """Look a lot up that may be none of ours."""
        return self._books.get(lot_key)

    def folded(self, lot_key: int) -> tuple[int, str]:
        """Return up to when a lot is folded, and its zone."""
        book = self._books[lot_key]
        return book.told_until_us, book.zone

    async def load(self, connection: Connection) -> None:
        """Read what is known of all lots."""
        self._rhythms = await read_rhythms(connection)
        await self._take_facts(connection, None)
        for source_key, lot_key in await Memberships().sources(connection):
            self._heard[source_key].add(lot_key)
        for lot_key, steps in (await read_lending(connection, None)).items():
            self._books[lot_key].lending = steps

    def note_changes(self, lot_keys: Iterable[int], *, of_sources: bool) -> None:
        """Let what the registry says of these lots, or of sources, be read anew."""
        self._stale.update(lot_keys)
        self._has_stale_rhythms |= of_sources

    async def catch_up(self, connection: Connection) -> None:
        """Read anew what was noted."""
        if self._has_stale_rhythms:
            self._has_stale_rhythms = False
            await self._take_rhythms(connection)
        if self._stale:
            stale, self._stale = sorted(self._stale), set()
            await self._take_facts(connection, stale)

    async def know(self, connection: Connection, lot_keys: Collection[int]) -> None:
        """Make the books of these lots where there are none."""
        unknown = sorted(set(lot_keys) - self._books.keys())
        if unknown:
            await self._take_facts(connection, unknown)
        for lot_key in unknown:
            facts = PastFacts((FactsStep(FOR_EVER_US),), self._rhythms)
            self._books.setdefault(lot_key, LotBook(lot_key, facts))

    async def reread_lending(self, connection: Connection, lot_keys: Collection[int]) -> None:
        """Read anew what lots had lent."""
        known = [lot_key for lot_key in sorted(lot_keys) if lot_key in self._books]
        found = await read_lending(connection, known) if known else {}
        for lot_key in known:
            self._books[lot_key].lending = found.get(lot_key, ())

    def hear(self, source_key: int, lot_key: int) -> bool:
        """Note that a source spoke of a lot; tells whether that is new."""
        lots = self._heard[source_key]
        if lot_key in lots:
            return False
        lots.add(lot_key)
        return True

    async def _take_facts(self, connection: Connection, lot_keys: Sequence[int] | None) -> None:
        for lot_key, steps in (await read_facts(connection, lot_keys)).items():
            facts = PastFacts(steps, self._rhythms)
            book = self._books.get(lot_key)
            if book is None:
                self._books[lot_key] = LotBook(lot_key, facts)
                continue
            if facts.steps[-1].timezone != book.zone:
                book.reopened.note(0)
            _reopen(book, _turned_us(book.facts.steps, steps))
            book.facts = facts

    async def _take_rhythms(self, connection: Connection) -> None:
        before, self._rhythms = self._rhythms, await read_rhythms(connection)
        for source_key, steps in self._rhythms.items():
            known = before.get(source_key, ())
            # What is first learned of a source holds for all time before as well.
            turned_us = _turned_us(known, steps) if known else 0
            for lot_key in self._heard[source_key] if turned_us is not None else ():
                _reopen(self._books[lot_key], turned_us)
        for book in self:
            book.facts = PastFacts(book.facts.steps, self._rhythms)


def without_past(steps: Sequence[LendingStep], folded_us: int) -> Sequence[LendingStep]:
    """Leave out the steps that were over before a moment."""
    return steps[max(0, bisect_right(steps, folded_us, key=_at_us) - 1) :]


def _turned_us(before: _Timeline, after: _Timeline) -> int | None:
    """Return from when on two timelines differ; None where they do not."""
    shared = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        shared += 1
    turns_us = [
        step.since_us for step in (*before[shared : shared + 1], *after[shared : shared + 1])
    ]
    if not turns_us:
        return None
    return 0 if shared == 0 else min(turns_us)


def _reopen(book: LotBook, turned_us: int | None) -> None:
    if turned_us is not None and turned_us < book.folded_us:
        book.reopened.note(turned_us)
