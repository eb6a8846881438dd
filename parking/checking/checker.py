"""Checker: all that is heard of a city's lots, in order; says which verdicts open and which end.

It knows no store and no clock: `see` takes reports, `pass_time` says how late it is. The same
reports give the same verdicts, whether they come live or out of history.
"""

from collections.abc import Callable, Iterator
from typing import Final

from parking.checking import feed_checks, lot_checks
from parking.checking.bay_checks import look_at_bays
from parking.checking.feed_state import FeedState, new_feed
from parking.checking.lot_state import LotState, new_lot
from parking.checking.observation import CheckedLot, Observation
from parking.checking.shut_lots import is_shut, rest
from parking.checking.verdict import Verdict
from parking.clock import HOUR_US, MINUTE_US

LOOK_US: Final = MINUTE_US
"""So often silence is looked at, in the time of the reports."""


class Checker:
    """`facts` says what the registry knows of a lot; `look_us` how often time is looked at."""

    def __init__(self, facts: Callable[[int], CheckedLot], look_us: int = LOOK_US) -> None:
        self._facts = facts
        self._look_us = look_us
        self._lots: dict[tuple[int, int], LotState] = {}
        self._feeds: dict[int, FeedState] = {}
        self._now_us = self._looked_us = self._bays_us = 0

    def see(self, seen: Observation) -> list[Verdict]:
        """Take in a report; returns verdicts that opened (`end_us` None) or ended by it."""
        told = self.pass_time(seen.received_us)
        key = seen.source_key, seen.lot_key
        lot = self._lots.get(key)
        if lot is None:
            lot = self._lots[key] = new_lot(seen.lot_key, self._facts(seen.lot_key))
        feed = self._feeds.get(seen.source_key)
        if feed is None:
            feed = self._feeds[seen.source_key] = new_feed(seen.source_key, lot.facts.timezone)
        told += feed_checks.hear(feed, seen, is_shut=is_shut(lot, seen.observed_us))
        told += lot_checks.see(lot, seen)
        return told

    def pass_time(self, now_us: int) -> list[Verdict]:
        """Let it be later; looks at silence when it is time to."""
        self._now_us = max(self._now_us, now_us)
        if self._now_us - self._looked_us < self._look_us:
            return []
        self._looked_us = self._now_us
        return list(self._look(self._now_us))

    def verdicts(self) -> list[Verdict]:
        """List all verdicts that stand."""
        told = [one for feed in self._feeds.values() for one in feed.ledger.verdicts()]
        for lot in self._lots.values():
            told += lot.ledger.verdicts()
            for ledger in lot.bay_ledgers.values():
                told += ledger.verdicts()
        return told

    def forget(self, lot_key: int) -> None:
        """Forget a lot that has gone."""
        for key in [key for key in self._lots if key[1] == lot_key]:
            del self._lots[key]

    def learn(self, lot_key: int, facts: CheckedLot) -> None:
        """Take the registry's newest word on a lot."""
        for (_, key), lot in self._lots.items():
            if key == lot_key:
                lot.learn(facts)

    def _look(self, now_us: int) -> Iterator[Verdict]:
        for _, found in self._looks(now_us):
            yield from found

    def _looks(self, now_us: int) -> Iterator[tuple[int | None, Iterator[Verdict]]]:
        """Yield a look at each feed, under None, and at each lot; each is by itself.

        What is looked at may be forgotten meanwhile.
        """
        looks_at_bays = now_us - self._bays_us >= HOUR_US
        if looks_at_bays:
            self._bays_us = now_us
        open_ = {key[0] for key, lot in self._lots.items() if not is_shut(lot, now_us)}
        for source_key, feed in list(self._feeds.items()):
            if source_key in open_:
                yield None, feed_checks.pass_time(feed, now_us)
            else:
                feed_checks.rest(feed, now_us)
        for (source_key, lot_key), lot in list(self._lots.items()):
            feed = self._feeds[source_key]
            yield lot_key, _look_at(lot, feed, now_us, bays=looks_at_bays)


def _look_at(lot: LotState, feed: FeedState, now_us: int, *, bays: bool) -> Iterator[Verdict]:
    if is_shut(lot, now_us):
        yield from rest(lot, now_us)
        return
    if feed.changes_only and not lot.has_heartbeats:
        yield from lot_checks.confirm(lot, feed.cadence.heard_us)
    elif not feed.ledger.stands("offline"):
        yield from lot_checks.pass_time(lot, now_us)
    if bays:
        yield from look_at_bays(lot, now_us)
