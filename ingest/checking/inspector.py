"""Inspector: rows of the log in, verdicts that open and end out, and what is to be doubted by them.

It knows no store and no clock. What it has found waits until whoever owns it has written it down.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.checking.checkers import Checkers
from ingest.checking.faults import Faults
from ingest.checking.findings import FOUND_ELSEWHERE, Findings
from ingest.checking.observing import observation_of
from ingest.checking.reconciling import reconciled
from ingest.checking.source_checker import SourceChecker
from parking.checking.verdict import Verdict
from parking.directory import Directory
from parking.live.doubt_register import Doubt
from parking.lot import Lot
from parking.storage.postgres.checking_states import CheckedRow, SavedState
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey


class Inspector(Findings):
    """`events` are to be written in their order."""

    def __init__(self, directory: Directory, faults: Faults) -> None:
        super().__init__()
        self._directory, self._faults = directory, faults
        self._checkers = Checkers(directory, self._fail)
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
            self._now_us = max(self._now_us, row.received_us)
            try:
                looked_at += self._see(row)
            except Exception as error:  # noqa: BLE001 - a detector's fault is of one lot alone
                self._fail(row.source_key, error, row.lot_key)
        return looked_at

    def pass_time(self, now_us: int) -> Iterator[None]:
        """Let it be later for one source after the other: silence is news as well."""
        self._now_us = max(self._now_us, now_us)
        for checker in self._checkers:
            self._take_found(checker, checker.pass_time(now_us))
            yield

    def hear(self, lots: Sequence[Lot], now_us: int) -> None:
        """Take the registry's newest word; against a lot that has gone nothing stands."""
        self.judge_names(lots, now_us)
        for lot in lots:
            sources = self._docket.sources_of(lot.lot_key)
            if not lot.deleted:
                self._checkers.learn(lot, sources)
                continue
            for event in self._docket.of_lot(lot.lot_key):
                self._take(event._replace(until_us=max(now_us, event.since_us)))
            self._checkers.forget(lot.lot_key, sources)
            self._changed.discard(lot.lot_key)
            self._docket.forget(lot.lot_key)
            self._faults.forget(lot.lot_key)
            self._told.pop(lot.lot_key, None)

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
        unread = self._checkers.restore(states)
        for checker in self._checkers:
            for lot_key in checker.lot_keys:
                self._docket.note(checker.source_key, lot_key)
        self._told = dict(told)
        for event in standing:
            self._changed |= self._docket.take(event)
        return unread

    def reconcile(self) -> None:
        """Once the log is read to its end: let docket and detectors have what the other has."""
        self._is_cold = False
        ended, self._ended = self._ended, {}
        for event in reconciled(self._checkers, self._docket, ended):
            self._take(event)

    def take_states(self) -> tuple[Iterator[SavedState], list[int]]:
        """Return the states that changed since the last time, and the lots that have gone."""
        return self._checkers.take_states()

    def untake_states(self, gone: Iterable[int]) -> None:
        """Note that what was taken could not be kept."""
        self._checkers.untake_states(gone)

    def _has_gone(self, lot_key: int) -> bool:
        lot = self._directory.lot(lot_key)
        return self._directory.has_had(lot_key) if lot is None else lot.deleted

    def _see(self, row: CheckedRow) -> bool:
        self._checkers.close(row, self._docket.sources_of(row.lot_key))
        seen = observation_of(row)
        if seen is None:
            return False
        if self._docket.note(row.source_key, row.lot_key):
            self._changed.add(row.lot_key)
        checker = self._checkers.of(row.source_key)
        self._take_found(checker, checker.see(seen))
        return True

    def _take_found(self, checker: SourceChecker, verdicts: Iterable[Verdict]) -> None:
        for verdict in verdicts:
            event = checker.event_of(verdict)
            if not self._is_cold:
                self._take(event)
            elif event.until_us is not None:
                self._ended[event.key] = event.until_us

    def _fail(self, source_key: int, error: Exception, lot_key: int | None) -> None:
        """Learn a lot anew that a detector failed on; leave it out where it fails again."""
        is_too_much = self._faults.note(error, source_key, lot_key)
        if lot_key is None:
            return
        checker = self._checkers.of(source_key)
        checker.forget(lot_key)
        for event in self._docket.of_lot(lot_key):
            if event.key.source_key != source_key or event.key.rule in FOUND_ELSEWHERE:
                continue
            if is_too_much:
                self._take(event._replace(until_us=max(self._now_us, event.since_us)))
            else:
                checker.take_up(event)
