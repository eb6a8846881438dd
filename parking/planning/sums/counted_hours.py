"""Counted hours: what was counted of one operator's lots, hour by hour. It knows no store.

Only hours that are known as a whole are in it: a sum of what is half known says nothing.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from parking.clock import HOUR_US

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class LotCounts(Struct, frozen=True):
    """One lot's known hours in order of time; `open_us` and `taken_us` are space-time of each."""

    lot_key: int
    hour_us: Ints
    open_us: Ints
    taken_us: Ints


class CountedHours(Struct, frozen=True):
    """`spaces` and `taken`: lots x hours, averages of the hour, NaN where it is not known."""

    lot_keys: tuple[int, ...]
    hour_us: Ints
    spaces: Floats
    taken: Floats


_NONE: Final = np.empty(0, np.int64)


def counted_hours(lots: Sequence[LotCounts]) -> CountedHours:
    """Lay the hours of lots beside one another."""
    hour_us = np.unique(np.concatenate([_NONE, *(lot.hour_us for lot in lots)]))
    spaces = np.full((len(lots), len(hour_us)), np.nan)
    taken = spaces.copy()
    for place, lot in enumerate(lots):
        at = np.searchsorted(hour_us, lot.hour_us)
        spaces[place, at] = lot.open_us / HOUR_US
        taken[place, at] = lot.taken_us / HOUR_US
    return CountedHours(tuple(lot.lot_key for lot in lots), hour_us, spaces, taken)
