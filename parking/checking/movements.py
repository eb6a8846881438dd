"""Movements: what gates counted between two absolute counts, held against what the counts say.

Counts that fall as vehicles leave are inverted; counts that stand while vehicles go by are frozen
or clamped; a difference that grows one way is drift.
"""

from math import sqrt

from msgspec import Struct

from parking.checking.observation import Observation, Step
from parking.checking.thresholds import (
    DRIFT_DEVIATIONS,
    DRIFT_JUMP,
    DRIFT_LASTS_US,
    DRIFT_LATE_US,
    DRIFT_LEAST,
    DRIFT_MEMORY,
    DRIFT_MOVEMENTS,
    DRIFT_OPPOSED,
    DRIFT_SHARE,
    MISCOUNTS,
    MOVEMENTS_ONE_WAY,
    MOVEMENTS_UNHEARD,
    SIGNS_ENOUGH,
    SIGNS_WRONG,
)
from parking.checking.verdict import GOOD, Bad, Judgement
from parking.clock import HOUR_US, MINUTE_US

_FADES = 0.9
_LATE_US = 5 * MINUTE_US


class Movements(Struct):
    """`net` vehicles more came in than went out since the last absolute count, `gross` went by."""

    newest_us: int = 0
    net: int = 0
    gross: int = 0
    ins: int | None = None
    outs: int | None = None
    epoch: int | None = None
    right: float = 0.0
    wrong: float = 0.0
    has_gates: bool = False
    drift: float = 0.0
    counted: float = 0.0
    drift_us: int = 0
    over_us: int = 0
    """Since when it is more than allowed."""
    late: float = 0.0
    """Vehicles that were told of after a later count, of late."""
    late_us: int = 0
    still_gross: int = 0
    still_net: int = 0
    still_us: int = 0

    def move(self, seen: Observation) -> None:
        """Take in an entry, an exit, or cumulative totals; a fall of totals is a new beginning."""
        self.newest_us = max(self.newest_us, seen.observed_us)
        if seen.kind == "entry":
            self._add(1, 0)
        elif seen.kind == "exit":
            self._add(0, 1)
        elif seen.kind == "totals" and seen.in_total is not None and seen.out_total is not None:
            self._total(seen.in_total, seen.out_total, seen.epoch)

    def move_late(self, seen: Observation) -> None:
        """Take in a movement that was before the newest count, and came after it."""
        if seen.observed_us <= self.newest_us - _LATE_US:
            return
        if seen.kind in {"entry", "exit"} and self.has_gates:
            self.drift -= 1 if seen.kind == "entry" else -1
            self.late = self._late_at(seen.received_us) + 1.0
            self.late_us = seen.received_us

    def inverted(self, step: Step) -> Judgement:
        """Hold a step against the movements since the last one; call before `drifting`."""
        expected = -self.net
        if not expected or not step.change:
            return None
        is_wrong = (step.change > 0) != (expected > 0)
        self.right, self.wrong = self.right * _FADES, self.wrong * _FADES
        if is_wrong:
            self.wrong += 1.0
        else:
            self.right += 1.0
            return GOOD
        seen = self.right + self.wrong
        if seen < SIGNS_ENOUGH or self.wrong < SIGNS_WRONG * seen:
            return None
        return Bad(step.before_us, {"wrong": round(100 * self.wrong / seen)})

    def still(self, step: Step) -> Judgement:
        """Judge a count that stands while gates count."""
        if step.change:
            self.still_gross = self.still_net = 0
            self.still_us = step.us
            return None
        self.still_gross += self.gross
        self.still_net += self.net
        least = max(MOVEMENTS_UNHEARD / 2, MOVEMENTS_ONE_WAY * self.still_gross)
        if self.still_gross < MOVEMENTS_UNHEARD or abs(self.still_net) < least:
            return None
        evidence = {"movements": self.still_gross, "net": self.still_net}
        return Bad(self.still_us or step.before_us, evidence)

    def drifting(self, step: Step) -> Judgement:
        """Add what the gates were wrong by since the last count; a jump is no drift."""
        moved, wrong = self.gross, step.before - self.net - step.free
        is_jump = abs(wrong) > DRIFT_JUMP * moved + DRIFT_LEAST
        is_opposed = step.change * self.net > 0 and abs(wrong) > DRIFT_OPPOSED
        if not self.has_gates or is_jump or is_opposed or step.gap_us > HOUR_US:
            return None
        fade = 1.0 - min(1.0, moved / DRIFT_MEMORY)
        if not self.drift_us:
            self.drift_us = step.before_us
        self.drift, self.counted = self.drift * fade + wrong, self.counted * fade + moved
        if self.counted < DRIFT_MOVEMENTS:
            return None
        allowed = max(DRIFT_LEAST, DRIFT_SHARE * self.counted)
        allowed = max(allowed, DRIFT_DEVIATIONS * sqrt(MISCOUNTS * self.counted))
        allowed += self._late_at(step.us)
        if abs(self.drift) <= allowed:
            self.over_us = 0
            if abs(self.drift) > allowed / 2:
                return None
            self.drift_us = step.us
            return GOOD
        self.over_us = self.over_us or step.us
        if step.us - self.over_us < DRIFT_LASTS_US:
            return None
        per_thousand = round(1_000 * self.drift / self.counted, 1)
        evidence = {"drift": round(self.drift), "movements": round(self.counted)}
        return Bad(self.drift_us, {**evidence, "per_thousand": per_thousand})

    def settle(self) -> None:
        """Begin anew at an absolute count."""
        self.net = self.gross = 0

    def _late_at(self, at_us: int) -> float:
        return self.late * min(1.0, max(0.0, 1.0 - (at_us - self.late_us) / DRIFT_LATE_US))

    def _add(self, ins: int, outs: int) -> None:
        self.has_gates = True
        self.net += ins - outs
        self.gross += ins + outs

    def _total(self, ins: int, outs: int, epoch: int | None) -> None:
        if self.ins is not None and self.outs is not None and epoch == self.epoch:
            came, went = ins - self.ins, outs - self.outs
            if came >= 0 and went >= 0:
                self._add(came, went)
        self.ins, self.outs, self.epoch = ins, outs, epoch
