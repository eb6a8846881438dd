"""Inspector: rows of the log in, verdicts that open and end out, and what is to be doubted by them.

It knows no store and no clock. What it has found waits until whoever owns it has written it down.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from ingest.checking.faults import Faults, lot_of
from ingest.checking.findings import FOUND_ELSEWHERE, Findings
from ingest.checking.observing import checked_lot, observation_of
from ingest.checking.source_checker import SourceChecker
from parking.checking.observation import CheckedLot
from parking.checking.verdict import Verdict
from parking.directory import Directory
from parking.live.doubt_register import Doubt
from parking.lot import Lot
from parking.storage.postgres.checking_states import CheckedRow, SavedState
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey

_by_source = attrgetter("source_key")


class Inspector(Findings):
    """One checker for each source. `events` are to be written in their order."""

    def __init__(self, directory: Directory, faults: Faults) -> None:
        super().__init__()
        self._directory, self._faults = directory, faults
        self._checkers: dict[int, SourceChecker] = {}
        self._gone: set[int] = set()
        self._now_us = 0
        self._is_cold = False
        self._ended: dict[VerdictKey, int] = {}

    def see(self, rows: Iterable[CheckedRow]) -> int:
        """Take rows in, in the order of commits; returns how many were looked at.

        Of lots that have gone nothing is kept.
        """
        looked_at = 0
        for row in rows:
            if self._has_gone(row.lot_key) or self._faults.is_left_out(row.source_key, row.lot_key):
                continue
            try:
                looked_at += self._see(row)
            except Exception as error:  # noqa: BLE001 - a detector's fault is of one lot alone
                self._fail(row.source_key, row.received_us, error, row.lot_key)
        return looked_at

    def pass_time(self, now_us: int) -> Iterator[None]:
        """Let it be later for one source after the other: silence is news as well."""
        self._now_us = max(self._now_us, now_us)
        for checker in list(self._checkers.values()):
            self._take_found(checker, checker.pass_time(now_us))
            yield

    def hear(self, lots: Sequence[Lot], now_us: int) -> None:
        """Take the registry's newest word; against a lot that has gone nothing stands."""
        self.judge_names(lots, now_us)
        for lot in lots:
            sources = self._docket.sources_of(lot.lot_key)
            if lot.deleted:
                for event in self._docket.of_lot(lot.lot_key):
                    self._take(event._replace(until_us=max(now_us, event.since_us)))
                self._gone.add(lot.lot_key)
                self._changed.discard(lot.lot_key)
                self._docket.forget(lot.lot_key)
                self._faults.forget(lot.lot_key)
                self._told.pop(lot.lot_key, None)
            for source_key in sources:
                if lot.deleted:
                    self._checker(source_key).forget(lot.lot_key)
                else:
                    self._checker(source_key).learn(lot.lot_key, checked_lot(lot))

    def take_up(
        self,
        states: Iterable[SavedState],
        standing: Iterable[VerdictEvent],
        told: Mapping[int, tuple[Doubt, ...]],
        *,
        is_cold: bool = False,
    ) -> int:
        """Begin where somebody left off; returns how many states cannot be read any more.

        `is_cold`: nothing is remembered, and what is read first was looked at before. It teaches,
        and neither opens nor ends anything until `reconcile`.
        """
        self._is_cold = is_cold
        unread = 0
        for source_key, kept in groupby(sorted(states, key=_by_source), _by_source):
            checker = self._checker(source_key)
            unread += checker.restore(kept)
            for lot_key in checker.lot_keys:
                self._docket.note(source_key, lot_key)
        self._told = dict(told)
        for event in standing:
            self._changed |= self._docket.take(event)
        return unread

    def reconcile(self) -> None:
        """Once the log is read to its end: let docket and detectors have what the other has."""
        self._is_cold = False
        ended, self._ended = self._ended, {}
        found = set()
        for checker in self._checkers.values():
            for verdict in checker.verdicts():
                event = checker.event_of(verdict)
                found.add(event.key)
                if not self._docket.stands(event.key):
                    self._take(event)
        for event in list(self._docket.standing()):
            key = event.key
            if key.source_key is None or key.rule in FOUND_ELSEWHERE or key in found:
                continue
            if ended.get(key, 0) > event.found_us:
                self._take(event._replace(until_us=ended[key]))
            else:
                self._checker(key.source_key).take_up(event)

    def take_states(self) -> tuple[Iterator[SavedState], list[int]]:
        """Return the states that changed since the last time, and the lots that have gone."""
        gone, self._gone = list(self._gone), set()
        return (one for each in self._checkers.values() for one in each.take_states()), gone

    def untake_states(self, gone: Iterable[int]) -> None:
        """Note that what was taken could not be kept."""
        self._gone.update(gone)
        for checker in self._checkers.values():
            checker.touch_all()

    def _has_gone(self, lot_key: int) -> bool:
        lot = self._directory.lot(lot_key)
        return self._directory.has_had(lot_key) if lot is None else lot.deleted

    def _see(self, row: CheckedRow) -> bool:
        seen = observation_of(row)
        if seen is None:
            return False
        if self._docket.note(row.source_key, row.lot_key):
            self._changed.add(row.lot_key)
        checker = self._checker(row.source_key)
        self._now_us = max(self._now_us, row.received_us)
        self._take_found(checker, checker.see(seen))
        return True

    def _take_found(self, checker: SourceChecker, verdicts: Iterable[Verdict]) -> None:
        for verdict in verdicts:
            event = checker.event_of(verdict)
            if not self._is_cold:
                self._take(event)
            elif event.until_us is not None:
                self._ended[event.key] = event.until_us

    def _fail(
        self, source_key: int, now_us: int, error: Exception, lot_key: int | None = None
    ) -> None:
        """Learn a lot anew that a detector failed on; leave it out where it fails again."""
        lot_key = lot_of(error) if lot_key is None else lot_key
        is_too_much = self._faults.note(error, source_key, lot_key)
        if lot_key is None:
            return
        checker = self._checker(source_key)
        checker.forget(lot_key)
        for event in self._docket.of_lot(lot_key):
            if event.key.source_key != source_key or event.key.rule in FOUND_ELSEWHERE:
                continue
            if is_too_much:
                self._take(event._replace(until_us=max(now_us, event.since_us)))
            else:
                checker.take_up(event)

    def _checker(self, source_key: int) -> SourceChecker:
        checker = self._checkers.get(source_key)
        if checker is None:
            checker = self._checkers[source_key] = SourceChecker(
                source_key,
                self._facts,
                lambda error: self._fail(source_key, self._now_us, error),
            )
        return checker

    def _facts(self, lot_key: int) -> CheckedLot:
        return checked_lot(self._directory.lot(lot_key))
