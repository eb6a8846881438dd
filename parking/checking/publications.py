"""Publications: what a polled feed said this time, held against what it said before.

One that is empty, lost many of its lots, or says the same of all of them, is held back until the
next one says so too; the last good one stands meanwhile. One that never changes is frozen, however
often it is fetched.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field

from parking.checking.activity import Activity
from parking.checking.ledger import Ledger
from parking.checking.stillness import INSIDE, Stillness
from parking.checking.thresholds import (
    AGREEING_PULLS,
    DROPPED_SHARE,
    FROZEN_FEED_INTERVALS,
    LONGEST_WATCH_US,
    SAME_LOTS_LEAST,
    SAME_SHARE,
)
from parking.checking.verdict import GOOD, Bad, Evidence, Judgement, Rule, Subject, Verdict
from parking.clock import HOUR_US, SECOND_US

_MEMORY = 32.0
_ENOUGH = 12


class Judged(NamedTuple):
    """`take` says whether the publication may become the feed's state now."""

    take: bool
    verdicts: list[Verdict]


class Publications(Struct):
    """Of one feed. `good` is the newest publication that was taken: free spaces by lot id."""

    ledger: Ledger
    stillness: Stillness
    good: dict[str, int | None] = field(default_factory=dict)
    was_same: bool = False
    """All lots of it said the same from the first time on; then that is no sign."""
    seen: int = 0
    held: int = 0
    held_kind: str = ""
    since_us: int = 0
    changed_us: int = 0
    usual_s: float = 0.0
    changes: int = 0

    def see(self, at_us: int, lots: Mapping[str, int | None]) -> Judged:
        """Judge what was fetched; `lots` has each lot's general free spaces, None for unknown."""
        told: list[Verdict] = []
        if not self.stillness.first_us:
            self.stillness.begin(at_us)
        empty, mass = self._empty(lots), self._mass(lots)
        kind = "empty" if empty else "" if mass is None else "mass"
        if kind != self.held_kind:
            self.held, self.held_kind, self.since_us = 0, kind, at_us
        self.held += 1
        self._tell(told, "empty_publication", self._judgement(empty), at_us)
        self._tell(told, "mass_change", self._judgement(mass), at_us)
        self.seen += bool(lots)
        take = not kind or (kind == "mass" and self.held >= AGREEING_PULLS)
        if take:
            if not kind:
                self._tell(told, "frozen_feed", self._frozen(at_us, lots), at_us)
            self.good = dict(lots)
        return Judged(take, told)

    def _judgement(self, found: Evidence | None) -> Judgement:
        return GOOD if found is None else Bad(self.since_us, found)

    def _empty(self, lots: Mapping[str, int | None]) -> Evidence | None:
        return {"before": len(self.good)} if self.good and not lots else None

    def _mass(self, lots: Mapping[str, int | None]) -> Evidence | None:
        if not lots:
            return None
        same = _same(lots)
        self.was_same = same is not None and (self.was_same or not self.seen)
        gone = len(self.good.keys() - lots.keys())
        if gone > DROPPED_SHARE * len(self.good):
            return {"gone": gone, "of": len(self.good)}
        return None if self.was_same else same

    def _frozen(self, at_us: int, lots: Mapping[str, int | None]) -> Judgement:
        """Nothing changed in any lot for many times as long as it usually takes at that hour."""
        watched_us = min(at_us - self.stillness.confirmed_us, LONGEST_WATCH_US)
        if not self.good or lots != self.good:
            self._learn(at_us)
            return self.stillness.moved(at_us, watched_us, INSIDE, at_end=False)
        self.stillness.stood(at_us, watched_us, INSIDE)
        still_s = (at_us - self.changed_us) / SECOND_US
        if self.changes < _ENOUGH or still_s < FROZEN_FEED_INTERVALS * self.usual_s:
            return None
        found = self.stillness.judged()
        if not isinstance(found, Bad):
            return found
        hours = round((at_us - found.start_us) / HOUR_US, 1)
        return Bad(found.start_us, {"hours": hours, "lots": len(lots)})

    def _learn(self, at_us: int) -> None:
        if self.changed_us and not self.ledger.stands("frozen_feed"):
            gap_s = (at_us - self.changed_us) / SECOND_US
            self.changes += 1
            self.usual_s += (gap_s - self.usual_s) / min(self.changes, _MEMORY)
        self.changed_us = at_us

    def _tell(self, told: list[Verdict], rule: Rule, judgement: Judgement, at_us: int) -> None:
        verdict = self.ledger.take(rule, judgement, at_us)
        if verdict is not None:
            told.append(verdict)


def new_publications(source_key: int, zone: str = "Asia/Shanghai") -> Publications:
    """Return the state of a feed that was never fetched."""
    return Publications(Ledger(Subject("feed", source_key)), Stillness(zone, Activity(1.0)))


def _same(lots: Mapping[str, int | None]) -> Evidence | None:
    """Return the figure that nearly all lots have, where there are enough to tell."""
    counts = Counter(free for free in lots.values() if free is not None)
    if not counts or len(lots) < SAME_LOTS_LEAST:
        return None
    [(value, times)] = counts.most_common(1)
    return (
        {"same": times, "of": len(lots), "value": value}
        if times >= SAME_SHARE * len(lots)
        else None
    )
