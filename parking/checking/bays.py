"""Bays: single spaces that change too often to be cars, or stand while their neighbours live."""

from bisect import bisect_left, insort
from itertools import pairwise
from math import exp, log
from typing import Final

from msgspec import Struct, field

from parking.checking.thresholds import (
    BAY_FLAPS,
    BAY_NEIGHBOUR_CHANGES,
    BAY_NEIGHBOURS,
    BAY_OWN_CHANGES,
    BAY_SHORT_US,
    BAY_SHORTS,
    BAY_STAYS_ENOUGH,
    BAY_STILL_BEYOND,
    BAY_STILL_LEAST_US,
    BAY_STILL_QUANTILES,
    BAY_UNKNOWN_TIMES,
    FLAP_WITHIN_US,
)
from parking.checking.verdict import GOOD, Bad, Judgement
from parking.clock import HOUR_US, MINUTE_US
from parking.vocabulary import SpaceStatus

_STEPS: Final = 64
_PER_E: Final = 4.0
"""Stays are kept as counts of steps of a quarter of e, from a minute up to some months."""


class Bay(Struct):
    """`changes` counts for ever; a bay that says `unknown` says nothing."""

    status: SpaceStatus
    since_us: int
    changes: int = 0
    turned_us: list[int] = field(default_factory=list)
    all_then: int = 0
    """Changes of all bays of the lot when this one changed last."""


class Bays(Struct):
    """The bays of one lot, and how long cars and gaps stay in it."""

    bays: dict[str, Bay] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    stays: list[int] = field(default_factory=lambda: [0] * _STEPS)
    stays_seen: int = 0
    first_us: int = 0
    changes: int = 0

    def knows(self, code: str) -> bool:
        """Tell whether a bay was told of before."""
        return code in self.bays

    def see(self, code: str, status: SpaceStatus, at_us: int) -> Judgement:
        """Judge a change, or the same said again."""
        bay = self.bays.get(code)
        if bay is None:
            self.first_us = self.first_us or at_us
            self.bays[code] = Bay(status, at_us)
            insort(self.codes, code)
            return None
        if status == bay.status:
            return GOOD if at_us - bay.since_us > 2 * BAY_SHORT_US else None
        if status == "unknown" or at_us <= bay.since_us:
            return None
        if bay.changes:  # nobody saw when the first one began
            self._stay(at_us - bay.since_us)
        bay.status, bay.since_us = status, at_us
        bay.changes += 1
        self.changes += 1
        bay.all_then = self.changes
        bay.turned_us = [one for one in bay.turned_us if at_us - one <= FLAP_WITHIN_US]
        bay.turned_us.append(at_us)
        return _flapping(bay)

    def stuck(self, code: str, now_us: int) -> Judgement:
        """Judge how long a bay has stood, against its neighbours."""
        bay = self.bays[code]
        still_us = now_us - bay.since_us
        if still_us < BAY_STILL_LEAST_US:
            return GOOD
        longest_us = self._longest_us()
        if self.stays_seen < BAY_STAYS_ENOUGH or still_us <= longest_us:
            return None
        each = (self.changes - bay.all_then) / len(self.codes)
        if bay.changes >= BAY_OWN_CHANGES:
            each = min(each, bay.changes * still_us / max(1, bay.since_us - self.first_us))
        elif still_us <= BAY_UNKNOWN_TIMES * longest_us:
            return None
        lively = sum(self.bays[one].since_us > bay.since_us for one in self._neighbours(code))
        if lively < BAY_NEIGHBOURS or each < BAY_NEIGHBOUR_CHANGES:
            return None
        hours = round(still_us / HOUR_US, 1)
        return Bad(bay.since_us, {"bay": code, "hours": hours, "neighbours": lively})

    def _neighbours(self, code: str) -> list[str]:
        place = bisect_left(self.codes, code)
        about = self.codes[max(0, place - BAY_NEIGHBOURS) : place + BAY_NEIGHBOURS + 1]
        return [one for one in about if one != code]

    def _stay(self, stay_us: int) -> None:
        minutes = max(1.0, stay_us / MINUTE_US)
        self.stays[min(_STEPS - 1, int(_PER_E * log(minutes)))] += 1
        self.stays_seen += 1

    def _longest_us(self) -> float:
        """Return what hardly any stay is longer than.

        A rare stay is as much longer than a long one as that is than an ordinary one, and more.
        """
        long_us, longest_us = (self._quantile_us(part) for part in BAY_STILL_QUANTILES)
        return float(longest_us * (longest_us / long_us) ** BAY_STILL_BEYOND)

    def _quantile_us(self, part: float) -> float:
        left = (1.0 - part) * self.stays_seen
        for step in range(_STEPS - 1, 0, -1):
            left -= self.stays[step]
            if left < 0:
                return exp((step + 1) / _PER_E) * MINUTE_US
        return float(MINUTE_US)


def _flapping(bay: Bay) -> Judgement:
    turned = bay.turned_us
    shorts = sum(after - before < BAY_SHORT_US for before, after in pairwise(turned))
    if len(turned) <= BAY_FLAPS and shorts < BAY_SHORTS:
        return GOOD if len(turned) == 1 else None
    return Bad(turned[0], {"times": len(turned), "short_stays": shorts})
