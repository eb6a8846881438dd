"""Series: do two lots' counts move together, beyond what every lot does at that time of the day."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from parking.checking.thresholds import TWIN_LEVEL_LEAST, TWIN_LEVEL_SHARE, TWIN_STEPS

Floats = NDArray[np.float64]
_DAYS_FOR_A_PROFILE: Final = 3
_LONGER: Final = 4


class Together(Struct, frozen=True):
    """Correlation of the changes of `steps` steps, and how far the counts are apart, in spaces."""

    correlation: float
    steps: int
    apart: float

    def is_level(self, capacity: int) -> bool:
        """Tell whether they count the same cars, not only like ones."""
        return self.apart <= max(TWIN_LEVEL_LEAST, TWIN_LEVEL_SHARE * capacity)


def moves_together(one: Floats, other: Floats, steps_a_day: int) -> Together | None:
    """Compare two series on one grid, NaN where unknown; None where too little is known of both.

    Over single steps and over longer ones, as two sources tell of a car some minutes apart.
    """
    steps, correlation = _compared(one, other, 1, steps_a_day)
    if steps < TWIN_STEPS:
        return None
    longer = _compared(one, other, _LONGER, steps_a_day)[1]
    apart = float(np.nanmedian(np.abs(one - other)))
    return Together(max(correlation, longer), steps, apart)


def _compared(one: Floats, other: Floats, lag: int, steps_a_day: int) -> tuple[int, float]:
    """Return in how many steps of that length one of them moved, and how alike they moved."""
    first, second = one[lag:] - one[:-lag], other[lag:] - other[:-lag]
    known = ~np.isnan(first + second)
    moved = known & ((np.nan_to_num(first) != 0) | (np.nan_to_num(second) != 0))
    if not moved.any():
        return 0, 0.0
    of_day = np.arange(len(first), dtype=np.int64) % steps_a_day
    a, b = (_unusual(moves, known, of_day, steps_a_day)[moved] for moves in (first, second))
    strength = float(np.sqrt((a @ a) * (b @ b)))
    return int(moved.sum()), 0.0 if strength <= 0.0 else float(a @ b) / strength


def _unusual(
    moves: Floats, known: NDArray[np.bool_], of_day: NDArray[np.int64], steps_a_day: int
) -> Floats:
    """Return the changes less what is usual at that time of the day, once that is known."""
    if known.sum() < _DAYS_FOR_A_PROFILE * steps_a_day:
        return np.asarray(moves - moves[known].mean(), np.float64)
    places = of_day[known]
    sums = np.bincount(places, weights=moves[known], minlength=steps_a_day)
    usual = sums / np.maximum(1, np.bincount(places, minlength=steps_a_day))
    return np.asarray(moves - usual[of_day], np.float64)
