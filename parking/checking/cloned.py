"""Cloned: two devices that speak under one name: epochs that alternate, serials that go back and
forth, or the same record with another content.
"""

from msgspec import Struct, field

from parking.checking.observation import Observation
from parking.checking.thresholds import (
    CLONE_WITHIN_US,
    CONFLICTS,
    EPOCH_TURNS,
    SEQUENCE_TURNS,
)
from parking.checking.verdict import GOOD, Bad, Evidence, Judgement


class Cloned(Struct):
    """Of one source and lot. Moments are those at which reports came in."""

    epoch: int | None = None
    other_epoch: int | None = None
    seq: int | None = None
    observed_us: int = 0
    epochs_us: list[int] = field(default_factory=list)
    sequences_us: list[int] = field(default_factory=list)
    conflicts_us: list[int] = field(default_factory=list)

    def see(self, seen: Observation) -> Judgement:
        """Judge a report, in the order of arrival."""
        now_us = seen.received_us
        found: Evidence | None = None
        if seen.is_conflict:
            found = _often(self.conflicts_us, now_us, CONFLICTS, "conflicts")
        if seen.epoch is not None:
            found = self._epoch(seen.epoch, now_us) or found
        if seen.seq is not None:
            found = self._sequence(seen, now_us) or found
        self.epoch = seen.epoch if seen.epoch is not None else self.epoch
        if found is not None:
            return Bad(min([*self.epochs_us, *self.sequences_us, *self.conflicts_us]), found)
        return self._quiet(now_us)

    def _epoch(self, epoch: int, now_us: int) -> Evidence | None:
        """A device that starts anew begins an epoch; it never goes back to one."""
        if self.epoch is None or epoch == self.epoch:
            return None
        is_back = epoch == self.other_epoch
        self.other_epoch, self.seq = self.epoch, None
        if not is_back:
            return None
        return _often(self.epochs_us, now_us, EPOCH_TURNS, "turns")

    def _sequence(self, seen: Observation, now_us: int) -> Evidence | None:
        """A serial that falls while time goes on belongs to another device."""
        before, before_us = self.seq, self.observed_us
        self.seq, self.observed_us = seen.seq, seen.observed_us
        if before is None or seen.seq is None or seen.is_backfill:
            return None
        if seen.seq >= before or seen.observed_us <= before_us:
            return None
        return _often(self.sequences_us, now_us, SEQUENCE_TURNS, "turns")

    def _quiet(self, now_us: int) -> Judgement:
        """Good is a report long enough after the last sign that the other one has gone."""
        newest = [*self.epochs_us[-1:], *self.sequences_us[-1:], *self.conflicts_us[-1:]]
        if newest and now_us - max(newest) < CLONE_WITHIN_US // 6:
            return None
        for kept in (self.epochs_us, self.sequences_us, self.conflicts_us):
            kept.clear()
        return GOOD


def _often(kept: list[int], now_us: int, least: int, name: str) -> Evidence | None:
    """Remember a sign; evidence where there were enough within some hours."""
    kept[:] = [*(one for one in kept[-2 * least :] if now_us - one <= CLONE_WITHIN_US), now_us]
    return {name: len(kept)} if len(kept) >= least else None
