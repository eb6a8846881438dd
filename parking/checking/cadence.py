"""Cadence: how often somebody speaks, how regularly, what gets lost; and when silence is odd."""

from math import ceil, log, sqrt
from typing import Final

from msgspec import Struct, field

from parking.checking.floats import Floats, floats_of, no_floats
from parking.checking.thresholds import (
    INTERVALS_ENOUGH,
    INTERVALS_KEPT,
    OFFLINE_ANYWAY_US,
    OFFLINE_FIRST_LOSS,
    OFFLINE_INTERVALS,
    OFFLINE_IRREGULAR,
    OFFLINE_IRREGULAR_DAYS,
    OFFLINE_IRREGULAR_LEAST_S,
    OFFLINE_LEAST_S,
    OFFLINE_LOSS_CHANCE,
    OFFLINE_LOSS_DOUBT,
    OFFLINE_NEW_HOUR,
    OFFLINE_PROVEN_US,
    OFFLINE_REPEATS_S,
    OFFLINE_SEEN,
    OFFLINE_UNPROVEN,
    OFFLINE_UNPROVEN_S,
    REGULAR_SPREAD,
)
from parking.clock import HOUR_US, SECOND_US

_HOURS: Final = 24
_LOOKED_AT_EVERY: Final = 8
_LOSS_MEMORY: Final = 500.0
_MOST_LOST: Final = 0.5
_LOST_FROM: Final = 1.6
_LOOKED_AT: Final = (0.15, 0.5, 0.85)
_SKEWED, _EVEN, _LOOK_WEIGHT, _REGULAR = 1.6, 0.04, 0.2, 0.6
_FADES: Final = 0.9
"""The longest silence of an hour counts so much less on the next day."""


class Cadence(Struct):
    """`usual_s` is 0 until enough intervals were seen."""

    heard_us: int = 0
    kept: Floats = field(default_factory=floats_of)
    seen: int = 0
    usual_s: float = 0.0
    regular: float = 0.5
    regular_since_us: int = 0
    needs_proof: bool = True
    never_regular: bool = False
    lost: float = OFFLINE_FIRST_LOSS
    longest_s: Floats = field(default_factory=lambda: no_floats(_HOURS))
    days: Floats = field(default_factory=lambda: no_floats(_HOURS))
    hour: int = -1

    @property
    def is_regular(self) -> bool:
        return self.regular >= _REGULAR and not self.never_regular

    @property
    def is_proven(self) -> bool:
        """A busy lot's changes may look like periods for some hours; at night they do not."""
        return not self.needs_proof or self.heard_us - self.regular_since_us >= OFFLINE_PROVEN_US

    def hear(self, at_us: int, *, learn: bool = True) -> None:
        """Take that it spoke; with `learn` off, as after a failure, the silence before is not."""
        if at_us <= self.heard_us:
            return
        gap_s = (at_us - self.heard_us) / SECOND_US
        if self.heard_us and learn:
            self._learn(gap_s, at_us)
        self.heard_us = at_us

    def silent_too_long(self, now_us: int, received_us: int) -> bool:
        """Tell whether nobody would have been silent until now if all were well.

        What comes in late, as clocks are off, is no silence.
        """
        silent_us = now_us - max(self.heard_us, received_us)
        if not self.heard_us or silent_us <= OFFLINE_LEAST_S * SECOND_US:
            return False
        return silent_us > self.patience_us(now_us)

    def patience_us(self, now_us: int) -> int:
        """Return how long a silence is ordinary at that hour."""
        if not self.usual_s:
            return OFFLINE_ANYWAY_US
        if self.is_regular and self.is_proven:
            patience_s = self._regular_s(self._longest_about(now_us, 1))
        elif (longest_s := self._longest_about(now_us, OFFLINE_IRREGULAR_DAYS)) is not None:
            repeats_s = OFFLINE_SEEN * min(OFFLINE_REPEATS_S, max(self.longest_s))
            patience_s = max(OFFLINE_IRREGULAR_LEAST_S, repeats_s, OFFLINE_IRREGULAR * longest_s)
        elif self.is_regular:
            patience_s = max(OFFLINE_UNPROVEN_S, OFFLINE_UNPROVEN * self._regular_s(None))
        else:
            return OFFLINE_ANYWAY_US
        return round(patience_s * SECOND_US)

    def _regular_s(self, longest_s: float | None) -> float:
        """Return how long periods and ordinary losses explain; `longest_s` None: a new hour."""
        lost = min(_MOST_LOST, self.lost + OFFLINE_LOSS_DOUBT * sqrt(self.lost / _LOSS_MEMORY))
        missing = max(OFFLINE_INTERVALS, ceil(log(OFFLINE_LOSS_CHANCE) / log(lost)))
        patience_s = (missing + 0.5) * self.usual_s
        if longest_s is None:
            return OFFLINE_NEW_HOUR * patience_s
        return max(patience_s, OFFLINE_SEEN * longest_s)

    def _learn(self, gap_s: float, at_us: int) -> None:
        if len(self.kept) < INTERVALS_KEPT:
            self.kept.append(gap_s)
        else:
            self.kept[self.seen % INTERVALS_KEPT] = gap_s
        self.seen += 1
        if self.usual_s and self.is_regular:
            missing = max(0.0, round(gap_s / self.usual_s) - 1.0) if self._is_lost(gap_s) else 0.0
            weight = (1.0 + missing) / _LOSS_MEMORY
            share = missing / (1.0 + missing)
            self.lost += min(1.0, weight) * (share - self.lost)
            self.lost = min(_MOST_LOST, max(1e-3, self.lost))
        self._learn_longest(gap_s, at_us)
        if self.seen % _LOOKED_AT_EVERY == 0 and self.seen >= INTERVALS_ENOUGH:
            self._look()

    def _is_lost(self, gap_s: float) -> bool:
        return gap_s > _LOST_FROM * self.usual_s

    def _learn_longest(self, gap_s: float, at_us: int) -> None:
        """Let every hour that the silence reached into know of it."""
        last = at_us // HOUR_US
        first = max(last - _HOURS + 1, (at_us - round(gap_s * SECOND_US)) // HOUR_US)
        if first == last == self.hour:
            hour = last % _HOURS
            self.longest_s[hour] = max(self.longest_s[hour], gap_s)
            return
        for number in range(first, last + 1):
            hour = number % _HOURS
            if number > self.hour:
                self.longest_s[hour] *= _FADES
                self.days[hour] += 1.0
            self.longest_s[hour] = max(self.longest_s[hour], gap_s)
        self.hour = max(self.hour, last)

    def _longest_about(self, now_us: int, days: int) -> float | None:
        """Return the longest silence about this hour on so many days; None where it is new."""
        now, since = now_us // HOUR_US, self.heard_us // HOUR_US
        about = [number % _HOURS for number in range(max(since, now - _HOURS + 1) - 1, now + 2)]
        known = [self.longest_s[hour] for hour in about if self.days[hour] >= days]
        if len(known) < len(about):
            return None
        return max(known)

    def _look(self) -> None:
        """Periods scatter to both sides; what follows changes is late more often than early."""
        ranked = sorted(self.kept)
        early, self.usual_s, late = (ranked[int(part * (len(ranked) - 1))] for part in _LOOKED_AT)
        is_even = late - self.usual_s <= _SKEWED * (self.usual_s - early) + _EVEN * self.usual_s
        is_close = late <= REGULAR_SPREAD * max(self.usual_s, 1e-3)
        before = self.regular
        self.regular += _LOOK_WEIGHT * (float(is_even and is_close) - before)
        if before < _REGULAR:
            self.regular_since_us = self.heard_us
