"""Library: the books of lots, with what the registry, sources and sharing came to for each.

It knows where these are kept, and from when on a lot is to be folded anew when they change. A book
that is closed is put away; whoever speaks of its lot again brings it back as it was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ingest.rollup.lot_book import LotBook
from ingest.rollup.region_book import RegionBook
from ingest.rollup.timelines import turned_us
from parking.planning.history.lot_past import STATE_HEAD
from parking.planning.history.past_facts import FOR_EVER_US, FactsStep, PastFacts, RhythmStep
from parking.storage.postgres.planning.facts_rows import read_facts, read_rhythms
from parking.storage.postgres.planning.lending_rows import read_lending
from parking.storage.postgres.planning.memberships import Memberships
from parking.storage.postgres.planning.rollup_states import RollupStates
from parking.storage.postgres.pool import Connection

_UNKNOWN: Final = (FactsStep(FOR_EVER_US),)


class Library:
    """Lots that are there, or have gone and are spoken of; of the others the history stays."""

    def __init__(self, regions: RegionBook) -> None:
        self._regions = regions
        self._states, self._memberships = RollupStates(), Memberships()
        self._books: dict[int, LotBook] = {}
        # All books refer to this one, so that what is learned of a source remakes none of them.
        self._rhythms: dict[int, tuple[RhythmStep, ...]] = {}
        self._heard: defaultdict[int, set[int]] = defaultdict(set)
        self._stale: set[int] = set()
        self._stale_sources: set[int] = set()
        self._away_zones: set[str] = set()
        self._away_until_us = 0

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

    def zones(self) -> set[str]:
        """Return all zones that days of lots are of, also of those that were put away."""
        return self._away_zones.union(book.zone for book in self)

    async def load(self, connection: Connection) -> None:
        """Read what is known of all lots but those whose book is closed."""
        self._rhythms.clear()
        self._rhythms.update(await read_rhythms(connection, None))
        lot_keys, away = await self._states.followed(connection, STATE_HEAD)
        self._away_zones = {zone for zone, _ in away}
        self._away_until_us = max((until_us for _, until_us in away), default=0)
        await self._bring_in(connection, lot_keys)
        for source_key, lot_key in await self._memberships.sources(connection, lot_keys):
            self._heard[source_key].add(lot_key)

    def note_changes(self, lot_keys: Iterable[int], source_keys: Iterable[int]) -> None:
        """Let what the registry says of these lots and sources be read anew."""
        self._stale.update(lot_keys)
        self._stale_sources.update(source_keys)

    async def catch_up(self, connection: Connection) -> None:
        """Read anew what was noted."""
        sources, self._stale_sources = self._stale_sources, set()
        lots, self._stale = self._stale, set()
        try:
            if sources:
                await self._take_rhythms(connection, sorted(sources))
            if lots:
                await self.know(connection, lots)
                await self._take_facts(connection, sorted(lots))
        except BaseException:  # the store is away: what was not read is still to be
            self.note_changes(lots, sources)
            raise

    async def know(self, connection: Connection, lot_keys: Iterable[int]) -> None:
        """Make the books of these lots where there are none, as they were saved last."""
        unknown = sorted(set(lot_keys) - self._books.keys())
        if unknown:
            await self._bring_in(connection, unknown)

    def put_away(self) -> None:
        """Let the closed books go: cities have more lots that have gone than lots."""
        closed = {book.lot_key for book in self if book.is_closed}
        for lot_key in closed:
            book = self._books.pop(lot_key)
            self._away_zones.add(book.zone)
            self._away_until_us = max(book.folded_us, self._away_until_us)
        if closed:
            self._regions.forget(closed)
            for lots in self._heard.values():
                lots.difference_update(closed)

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

    async def _bring_in(self, connection: Connection, lot_keys: Sequence[int]) -> None:
        """Make books as they were saved last: all of these or, when the store goes away, none.

        A book without its saved state would be taken for one of a lot that nobody folded yet.
        """
        facts = await read_facts(connection, lot_keys)
        lending = await read_lending(connection, lot_keys)
        states = await self._states.newest(connection, lot_keys)
        await self._regions.know(connection, lot_keys)
        for lot_key in lot_keys:
            of_lot = PastFacts(facts.get(lot_key, _UNKNOWN), self._rhythms)
            self._books[lot_key] = LotBook(lot_key, of_lot, lending.get(lot_key, ()))
        for saved in states:
            self._books[saved.lot_key].take_up(saved.state)

    async def _take_facts(self, connection: Connection, lot_keys: Sequence[int]) -> None:
        for lot_key, steps in (await read_facts(connection, lot_keys)).items():
            book = self._books[lot_key]
            if steps[-1].timezone != book.zone:
                book.reopened.note(0)
            _reopen(book, turned_us(book.facts.steps, steps))
            book.facts = PastFacts(steps, self._rhythms)

    async def _take_rhythms(self, connection: Connection, source_keys: Sequence[int]) -> None:
        reopened: list[tuple[int, int]] = []
        found = await read_rhythms(connection, source_keys)
        for source_key, steps in found.items():
            known = self._rhythms.get(source_key, ())
            # What is first learned of a source holds for all time before as well.
            since_us = turned_us(known, steps) if known else 0
            if since_us is not None:
                heard = await self._heard_of(connection, source_key, since_us)
                reopened += ((lot_key, since_us) for lot_key in heard)
        await self.know(connection, [lot_key for lot_key, _ in reopened])
        self._rhythms.update(found)
        for lot_key, since_us in reopened:
            _reopen(self._books[lot_key], since_us)

    async def _heard_of(
        self, connection: Connection, source_key: int, since_us: int
    ) -> Collection[int]:
        """Return the lots a source spoke of, those that were put away where it matters to them."""
        heard = self._heard.get(source_key, set())
        if since_us >= self._away_until_us:
            return heard
        return heard | await self._memberships.heard_since(connection, source_key, since_us)


def _reopen(book: LotBook, since_us: int | None) -> None:
    if since_us is not None and since_us < book.folded_us:
        book.reopened.note(since_us)
