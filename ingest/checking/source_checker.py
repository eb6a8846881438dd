"""Source checker: the detectors of one source, whose memory can be kept and taken up again."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from ingest.checking.keeping import UNREADABLE, encoded, floats, unpacked
from parking.checking.checker import Checker
from parking.checking.feed_state import FeedState, new_feed
from parking.checking.ledger import Ledger
from parking.checking.lot_state import LotState, new_lot
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import Bad, Subject, Verdict
from parking.storage.postgres.checking_states import SavedState
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey

OF_SOURCE: Final = 0
"""The lot key under which a source's own state is kept."""


class SourceChecker(Checker):
    """What it finds is of this source; lots that it has not heard of are not its own.

    `on_fault` hears of what fails while silence is looked at, and of which lot, None for the
    source itself; a report that fails is its sender's.
    """

    def __init__(
        self,
        source_key: int,
        facts: Callable[[int], CheckedLot],
        on_fault: Callable[[Exception, int | None], None],
    ) -> None:
        super().__init__(facts)
        self.source_key, self._on_fault = source_key, on_fault
        self._touched: set[int] = set()

    def see(self, seen: Observation) -> list[Verdict]:
        """Take in a report of this source."""
        self._touched |= {seen.lot_key, OF_SOURCE}
        return super().see(seen)

    @property
    def lot_keys(self) -> set[int]:
        """The lots that this source tells of."""
        return {lot_key for _, lot_key in self._lots}

    def learn(self, lot_key: int, facts: CheckedLot) -> None:
        """Take the registry's newest word on a lot."""
        lot = self._lots.get((self.source_key, lot_key))
        if lot is not None:
            lot.learn(facts)

    def forget(self, lot_key: int) -> None:
        """Forget a lot that has gone."""
        self._lots.pop((self.source_key, lot_key), None)
        self._touched.discard(lot_key)
        feed = self._feeds.get(self.source_key)
        free = None if feed is None else feed.counts.pop(lot_key, None)
        if feed is not None and free is not None:
            feed.zeros -= free == 0
            self._touched.add(OF_SOURCE)

    def touch_all(self) -> None:
        """Let every state count as changed: what was taken was not kept."""
        self._touched = self.lot_keys | {OF_SOURCE}

    def event_of(self, verdict: Verdict) -> VerdictEvent:
        """Return a verdict as it is kept."""
        kind, subject_key, code = verdict.subject
        lot_key = None if kind == "feed" else subject_key
        self._touched.add(lot_key or OF_SOURCE)
        return VerdictEvent(
            VerdictKey(verdict.rule, self.source_key, lot_key, code if kind == "bay" else None),
            verdict.start_us,
            verdict.found_us,
            verdict.evidence,
            verdict.end_us,
        )

    def take_up(self, event: VerdictEvent) -> None:
        """Let a verdict stand that was found before; nothing where it stands here already."""
        found = Bad(event.since_us, event.evidence)
        self._ledger_of(event.key).take(event.key.rule, found, event.found_us)

    def take_states(self) -> Iterator[SavedState]:
        """Yield the states that changed since they were last taken."""
        touched, self._touched = self._touched, set()
        for lot_key in touched:
            state = self._state_of(lot_key)
            if state is not None:
                yield SavedState(self.source_key, lot_key, encoded(state))

    def restore(self, states: Iterable[SavedState]) -> int:
        """Take kept states up; returns how many another release has written, which are left."""
        unread = 0
        for saved in states:
            try:
                kept = unpacked(saved.state)
                if saved.lot_key == OF_SOURCE:
                    self._feeds[self.source_key] = _FEED.decode(kept)
                else:
                    lot = self._lots[self.source_key, saved.lot_key] = _LOT.decode(kept)
                    lot.learn(self._facts(saved.lot_key))
            except UNREADABLE:
                unread += 1
        for lot in self._lots.values():
            self._feed(lot.facts.timezone)
        return unread

    def _look(self, now_us: int) -> Iterator[Verdict]:
        for lot_key, found in self._looks(now_us):
            try:
                yield from found
            except Exception as error:  # noqa: BLE001 - a detector's fault is of one lot alone
                self._on_fault(error, lot_key)

    def _state_of(self, lot_key: int) -> FeedState | LotState | None:
        if lot_key == OF_SOURCE:
            return self._feeds.get(self.source_key)
        return self._lots.get((self.source_key, lot_key))

    def _ledger_of(self, key: VerdictKey) -> Ledger:
        facts = self._facts(key.lot_key or OF_SOURCE)
        feed = self._feed(facts.timezone)
        if key.lot_key is None:
            return feed.ledger
        place = self.source_key, key.lot_key
        if place not in self._lots:
            self._lots[place] = new_lot(key.lot_key, facts)
        lot = self._lots[place]
        if key.space_code is None:
            return lot.ledger
        subject = Subject("bay", key.lot_key, key.space_code)
        return lot.bay_ledgers.setdefault(key.space_code, Ledger(subject))

    def _feed(self, zone: str) -> FeedState:
        """A lot's state is never there without its source's."""
        if self.source_key not in self._feeds:
            self._feeds[self.source_key] = new_feed(self.source_key, zone)
        return self._feeds[self.source_key]


_FEED: Final = msgspec.msgpack.Decoder(FeedState, dec_hook=floats)
_LOT: Final = msgspec.msgpack.Decoder(LotState, dec_hook=floats)
