"""Clock shift: a device whose clock is off, or that names local time as if it were UTC."""

from statistics import median
from typing import Final

from msgspec import Struct, field

from parking.checking.observation import Observation
from parking.checking.thresholds import (
    LAGS_APART_US,
    LAGS_KEPT,
    SKEW_S,
    SKEW_SENT_S,
    SKEW_SPREAD_S,
    ZONE_LEAST_S,
    ZONE_OFF_S,
    ZONE_STEP_S,
)
from parking.checking.verdict import GOOD, Bad, Judgement
from parking.clock import HOUR_US, SECOND_US

_HOUR_S: Final = HOUR_US / SECOND_US
_LOOK_FROM: Final = 9


class ClockShift(Struct):
    """The newest delays between the time a report names and its arrival, in seconds.

    What names one moment, or arrives at one, is late for one reason, and counts once.
    """

    lags: list[float] = field(default_factory=list)
    first_us: int = 0
    named_us: int = 0
    received_us: int = 0

    def see(self, seen: Observation) -> Judgement:
        """Judge a report; one that was sent later on purpose says nothing."""
        if seen.is_backfill:
            return None
        named_us = seen.observed_us if seen.sent_us is None else seen.sent_us
        lag = (seen.received_us - named_us) / SECOND_US
        allowed = SKEW_S if seen.sent_us is None else SKEW_SENT_S
        if abs(lag) <= allowed:
            self.lags.clear()
            return GOOD
        if not self.lags:
            self.first_us = seen.received_us
        elif named_us == self.named_us or seen.received_us - self.received_us < LAGS_APART_US:
            return None
        self.named_us, self.received_us = named_us, seen.received_us
        self.lags = [*self.lags[-(LAGS_KEPT - 1) :], lag]
        return self._judged(allowed)

    def _judged(self, allowed: float) -> Judgement:
        if len(self.lags) < _LOOK_FROM:
            return None
        middle = median(self.lags)
        ranked = sorted(abs(lag - middle) for lag in self.lags)
        spread = ranked[int(0.8 * (len(ranked) - 1))]
        steps = round(middle / ZONE_STEP_S)
        off = abs(middle - steps * ZONE_STEP_S)
        if abs(middle) >= ZONE_LEAST_S and spread <= ZONE_OFF_S and off <= ZONE_OFF_S:
            hours = round(steps * ZONE_STEP_S / _HOUR_S, 1)
            return Bad(self.first_us, {"hours": hours, "seconds": round(middle)})
        if len(self.lags) >= LAGS_KEPT and abs(middle) > allowed and spread <= SKEW_SPREAD_S:
            return Bad(self.first_us, {"hours": 0, "seconds": round(middle)})
        return None
