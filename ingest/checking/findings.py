"""Findings: what stands, what of it is to be written down, and what readers are to doubt by it.

Whoever has found something says it here; who owns it writes down `events` in their order.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from ingest.checking.docket import Docket
from parking.checking.trial_objects import trial_object
from parking.checking.verdict import Rule
from parking.live.doubt_register import Doubt
from parking.lot import Lot
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey

FOUND_ELSEWHERE: Final[frozenset[Rule]] = frozenset(
    {"aggregate", "duplicate", "test_object", "empty_publication", "mass_change"}
)
"""Rules of no source's checker: somebody else says what stands by them."""


class Findings:
    """`_changed` are lots of which readers may have to be told something else."""

    def __init__(self) -> None:
        self._docket = Docket()
        self._told: dict[int, tuple[Doubt, ...]] = {}
        self._changed: set[int] = set()
        self.events: list[VerdictEvent] = []

    def take_said(
        self,
        rules: Collection[Rule],
        said: Sequence[VerdictEvent],
        now_us: int,
        *,
        is_written: bool = False,
    ) -> None:
        """Let exactly this stand by these rules; `is_written`: by who found it, already."""
        take = self._let if is_written else self._take
        since = {event.key: event.since_us for event in said}
        for event in list(self._docket.standing()):
            if event.key.rule in rules and since.get(event.key) != event.since_us:
                take(event._replace(until_us=max(now_us, event.since_us)))
        for event in said:
            if not self._docket.stands(event.key):
                take(event)

    def judge_names(self, lots: Iterable[Lot], now_us: int) -> None:
        """Look at what lots are called: some are made to try a feed out, and are no lots."""
        for lot in lots:
            key = VerdictKey("test_object", None, lot.lot_key)
            found = None if lot.deleted else trial_object(lot.lot_id, lot.name, lot.lat, lot.lon)
            before = self._docket.found(key)
            if before is not None and (found is None or found != before.evidence):
                self._take(before._replace(until_us=max(now_us, before.since_us)))
                before = None
            if before is None and found is not None:
                self._take(VerdictEvent(key, now_us, now_us, found))

    def doubts_to_tell(self) -> dict[int, tuple[Doubt, ...]]:
        """Return what has changed for readers since `told`."""
        found = {key: self._docket.doubts(key) for key in self._changed}
        return {key: now for key, now in found.items() if now != self._told.get(key, ())}

    def told(self, events: int, doubts: Mapping[int, tuple[Doubt, ...]]) -> None:
        """Note that so many of the events, and these doubts, are written down."""
        del self.events[:events]
        self._told.update(doubts)
        self._changed = {
            key for key in self._changed if self._docket.doubts(key) != self._told.get(key, ())
        }

    def held(self) -> int:
        """Return how much is remembered of lots and verdicts beside the states."""
        return self._docket.held() + len(self._told) + len(self._changed) + len(self.events)

    def _take(self, event: VerdictEvent) -> None:
        self.events.append(event)
        self._let(event)

    def _let(self, event: VerdictEvent) -> None:
        """Let a verdict stand or end that is written down, or about to be."""
        self._changed |= self._docket.take(event)
        if event.key.lot_key is None:  # lots that it has not heard of since it began anew
            self._changed |= {
                lot_key
                for lot_key, doubts in self._told.items()
                if any(doubt.source_key == event.key.source_key for doubt in doubts)
            }
