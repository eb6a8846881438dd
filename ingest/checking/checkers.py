"""Checkers: one for each source, and what all of them are to know of a lot."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from operator import attrgetter

from ingest.checking.closings import OF_NO_SOURCE, Closings
from ingest.checking.observing import checked_lot
from ingest.checking.source_checker import SourceChecker
from parking.checking.observation import CheckedLot
from parking.directory import Directory
from parking.lot import Lot
from parking.storage.postgres.checking_states import CheckedRow, SavedState

_by_source = attrgetter("source_key")


class Checkers:
    """`on_fault` hears of which source, and of which lot of it, silence could not be looked at."""

    def __init__(
        self, directory: Directory, on_fault: Callable[[int, Exception, int | None], None]
    ) -> None:
        self._directory, self._on_fault = directory, on_fault
        self._of_source: dict[int, SourceChecker] = {}
        self._closings = Closings()
        self._gone: set[int] = set()

    def __iter__(self) -> Iterator[SourceChecker]:
        return iter(list(self._of_source.values()))

    def of(self, source_key: int) -> SourceChecker:
        """Return the checker of a source, one that has seen nothing where there is none yet."""
        checker = self._of_source.get(source_key)
        if checker is None:
            checker = self._of_source[source_key] = SourceChecker(
                source_key,
                lambda lot_key: self._facts(lot_key, self._directory.lot(lot_key)),
                lambda error, lot_key: self._on_fault(source_key, error, lot_key),
            )
        return checker

    def close(self, row: CheckedRow, sources: Iterable[int]) -> None:
        """Take in a row that may say when a lot is closed, for the sources that tell of it."""
        lot = self._directory.lot(row.lot_key)
        if self._closings.take(row) and lot is not None:
            self.learn(lot, sources)

    def learn(self, lot: Lot, sources: Iterable[int]) -> None:
        """Take the registry's newest word on a lot, for the sources that tell of it."""
        facts = self._facts(lot.lot_key, lot)
        for source_key in sources:
            self.of(source_key).learn(lot.lot_key, facts)

    def forget(self, lot_key: int, sources: Iterable[int]) -> None:
        """Forget a lot that has gone."""
        self._gone.add(lot_key)
        self._closings.forget(lot_key)
        for source_key in sources:
            self.of(source_key).forget(lot_key)

    def restore(self, states: Iterable[SavedState]) -> int:
        """Take kept states up; returns how many another release has written, which are left."""
        unread = 0
        for source_key, kept in groupby(sorted(states, key=_by_source), _by_source):
            if source_key == OF_NO_SOURCE:  # the first: lots are to know when they are closed
                unread += self._closings.restore(kept)
            else:
                unread += self.of(source_key).restore(kept)
        return unread

    def take_states(self) -> tuple[Iterator[SavedState], list[int]]:
        """Return the states that changed since the last time, and the lots that have gone."""
        gone, self._gone = list(self._gone), set()
        states = chain.from_iterable(checker.take_states() for checker in self)
        return chain(self._closings.take_states(), states), gone

    def untake_states(self, gone: Iterable[int]) -> None:
        """Note that what was taken could not be kept."""
        self._gone.update(gone)
        self._closings.touch_all()
        for checker in self:
            checker.touch_all()

    def _facts(self, lot_key: int, lot: Lot | None) -> CheckedLot:
        return checked_lot(lot, self._closings.of(lot_key))
