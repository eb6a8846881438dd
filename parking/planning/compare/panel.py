"""Panel: places by days, laid out to be compared. It knows days before and after, and no effect.

Days are compared with days of their class alone: a holiday on one side is no effect.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from parking.planning.compare.outcomes import Outcome, part_of
from parking.planning.compare.places import PlaceDays
from parking.sharing.terms import DAY_CLASSES, DayClass

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
KNOWN_OF_DAYS: Final = 0.8
KNOWN_OF_KIND: Final = 0.5
"""Of the days on which the first place is known, a place must be known on so many to be compared,
before and after: of all days, and of those of each class."""


class Panel(Struct, frozen=True):
    """Places x days. `part` and `whole` are 0 on days that are not known; row 0 is the treated one.

    `kind`: each day's stratum, a class of days; `is_after`: on which side it lies.
    """

    days: tuple[date, ...]
    kind: Ints
    is_after: Flags
    part: Floats
    whole: Floats

    @property
    def known(self) -> Flags:
        return self.whole > 0

    def of(self, rows: Sequence[int] | Ints) -> "Panel":
        """Keep some places."""
        return Panel(self.days, self.kind, self.is_after, self.part[rows], self.whole[rows])

    def on(self, kept: Flags) -> "Panel":
        """Keep some days."""
        days = tuple(day for day, is_kept in zip(self.days, kept, strict=True) if is_kept)
        return Panel(
            days, self.kind[kept], self.is_after[kept], self.part[:, kept], self.whole[:, kept]
        )

    def split_at(self, is_after: Flags) -> "Panel":
        """Call other days the later ones."""
        return Panel(self.days, self.kind, is_after, self.part, self.whole)


def panel_of(
    outcome: Outcome,
    places: Sequence[PlaceDays],
    before: Collection[date],
    after: Collection[date],
    day_class: Callable[[date], DayClass],
) -> Panel:
    """Lay places out; the first is the treated one."""
    later = frozenset(after)
    days = tuple(sorted(frozenset(before) | later))
    parts = np.zeros((2, len(places), len(days)))
    for row, place in enumerate(places):
        for column, day in enumerate(days):
            bucket = place.days.get(day)
            found = None if bucket is None else part_of(outcome, bucket)
            if found is not None:
                parts[:, row, column] = found
    return Panel(
        days,
        np.array([DAY_CLASSES.index(day_class(day)) for day in days], np.int64),
        np.array([day in later for day in days], np.bool_),
        parts[0],
        parts[1],
    )


def comparable(panel: Panel) -> Panel:
    """Keep days on which the treated place is known, of classes that it is known of on both sides.

    Where nothing can be compared no day is left.
    """
    known = panel.known[0]
    both = [
        kind
        for kind in range(len(DAY_CLASSES))
        if all((known & (panel.kind == kind) & side).any() for side in _sides(panel))
    ]
    return panel.on(known & np.isin(panel.kind, both))


def is_comparable(panel: Panel) -> Flags:
    """Tell of each place whether it is known on enough of the panel's days, on either side."""
    enough = np.ones(len(panel.part), np.bool_)
    for side in _sides(panel):
        enough &= _is_known(panel, side, KNOWN_OF_DAYS)
        for kind in np.unique(panel.kind):
            enough &= _is_known(panel, side & (panel.kind == kind), KNOWN_OF_KIND)
    return enough


def levels(panel: Panel) -> tuple[Floats, Floats]:
    """Return each place's figure before and after, every class of days weighing as it does after.

    Of one class it is a ratio of sums. Every place is known on both sides of every class.
    """
    kinds, counts = np.unique(panel.kind[panel.is_after], return_counts=True)
    weights = counts / counts.sum()
    sides = []
    for side in _sides(panel):
        by_kind = [_ratio(panel, side & (panel.kind == kind)) for kind in kinds]
        sides.append(weights @ np.array(by_kind))
    return sides[0], sides[1]


def daily(panel: Panel) -> Floats:
    """Return every place's figure of every day, NaN where it is not known."""
    whole = np.where(panel.known, panel.whole, np.nan)
    return np.asarray(panel.part / whole, np.float64)


def _ratio(panel: Panel, days: Flags) -> Floats:
    return np.asarray(panel.part[:, days].sum(axis=1) / panel.whole[:, days].sum(axis=1))


def _is_known(panel: Panel, days: Flags, share: float) -> Flags:
    known = panel.known[:, days].sum(axis=1)
    return np.asarray(known >= max(1.0, share * days.sum()), np.bool_)


def _sides(panel: Panel) -> tuple[Flags, Flags]:
    return ~panel.is_after, panel.is_after
