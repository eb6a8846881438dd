"""Comparison: what is told of a measure's effect, and how the places it is told from did."""

from datetime import date
from typing import Final, Literal

from msgspec import Struct

from parking.planning.compare.outcomes import Outcome

FEWEST_DAYS: Final = 5
"""On either side; of fewer no interval is told."""

Verdict = Literal["rise", "fall", "none", "untold"]
"""`none`: no effect can be told from chance, which is not that there was none; `untold`: there are
too few days or places to tell anything."""


class Interval(Struct, frozen=True):
    """An effect and its interval, in units of the outcome (0 to 1, or vehicles per space and day).

    `widening`: 1, or by how much the interval is wider as the place moves more from day to day
    than its controls. `chance`: share of all places compared, itself among them, that differ as
    much from the others; it takes no shape of the noise for granted.
    """

    effect: float
    low: float
    high: float
    widening: float
    chance: float

    @property
    def is_seen(self) -> bool:
        """Whether no effect at all lies outside."""
        return not self.low <= 0.0 <= self.high


class Side(Struct, frozen=True):
    """A figure before and after, every class of days weighing as it does after."""

    before: float
    after: float


class Control(Struct, frozen=True):
    """A place where nothing was changed; `distance`: how unlike the treated one it was before."""

    place_id: str
    distance: float
    level: Side


class DayPair(Struct, frozen=True):
    """The figure of the treated place and the average of its controls on one day that counts."""

    day: date
    is_after: bool
    treated: float
    controls: float


class Comparison(Struct, frozen=True):
    """What came of it. `expected`: what the treated place would have been after, had it changed as
    its controls did; `interval` = treated.after - expected. None where it is `untold`.

    `earlier`: the same of the time before alone, its later half against its earlier one, where
    there is no effect to be found; None where that is too short.
    """

    outcome: Outcome
    confidence: float
    verdict: Verdict
    days_before: int
    days_after: int
    treated: Side | None = None
    expected: float | None = None
    interval: Interval | None = None
    earlier: Interval | None = None
    controls: tuple[Control, ...] = ()
    days: tuple[DayPair, ...] = ()
    notes: tuple[str, ...] = ()
