"""Columns: what the nearby index asks of every lot, as arrays.

It knows slots and numbers. Which lot sits in which slot, and where, is settled when the columns are
built; all the rest is updated in place ever after.
"""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.nearby import NearbyColumns
from parking.lot import Lot
from parking.vocabulary import LOT_CLASSES, SPACE_CLASSES, LotClass, SpaceClass

NO_COUNT: Final = -1
NEVER_US: Final = 0
LOT_CLASS_CODE: Final[Mapping[LotClass, int]] = {name: i for i, name in enumerate(LOT_CLASSES, 1)}


def lot_class_mask(lot_classes: Sequence[LotClass]) -> int:
    """Bits of the asked lot classes, as the index wants them; none asked is 0, any."""
    mask = 0
    for name in lot_classes:
        mask |= 1 << LOT_CLASS_CODE[name]
    return mask


class LotColumns:
    """`lats` and `lons` are NaN for a lot without a position; `uncounted`: in no total."""

    def __init__(self, lots: Sequence[Lot]) -> None:
        size = len(lots)
        self.lats, self.lons = positions_of(lots)
        self.cells = np.fromiter((lot.cell or 0 for lot in lots), np.uint64, size)
        self.max_height_m = np.full(size, nan, np.float32)
        self.lot_class = np.zeros(size, np.uint8)
        self.closed = np.zeros(size, np.uint8)
        self.uncounted = np.zeros(size, np.bool_)
        self.stale_after_us = np.zeros(size, np.int64)
        self.confirmed_us: dict[SpaceClass, NDArray[np.int64]] = {}
        self.free: dict[SpaceClass, NDArray[np.int32]] = {}
        self.capacity: dict[SpaceClass, NDArray[np.int32]] = {}
        for space_class in SPACE_CLASSES:
            self.confirmed_us[space_class] = np.full(size, NEVER_US, np.int64)
            self.free[space_class] = np.full(size, NO_COUNT, np.int32)
            self.capacity[space_class] = np.zeros(size, np.int32)
        self._nearby = {name: self._columns_of(name) for name in SPACE_CLASSES}

    def nearby(self, space_class: SpaceClass) -> NearbyColumns:
        """The very arrays, not copies, that answer for one space class."""
        return self._nearby[space_class]

    def set_facts(self, slot: int, lot: Lot) -> None:
        """Write what a search asks of one lot's facts; where it is cannot be written anew."""
        self.max_height_m[slot] = nan if lot.max_height_m is None else lot.max_height_m
        self.lot_class[slot] = LOT_CLASS_CODE[lot.lot_class] if lot.lot_class else 0

    def set_count(
        self,
        slot: int,
        space_class: SpaceClass,
        free: int | None,
        capacity: int | None,
        confirmed_us: int,
    ) -> None:
        """Write one lot's count of one class; no capacity is no such class."""
        self.free[space_class][slot] = NO_COUNT if free is None else free
        self.capacity[space_class][slot] = capacity or 0
        self.confirmed_us[space_class][slot] = confirmed_us

    def _columns_of(self, space_class: SpaceClass) -> NearbyColumns:
        return NearbyColumns(
            self.free[space_class],
            self.capacity[space_class],
            self.confirmed_us[space_class],
            self.stale_after_us,
            self.closed,
            self.max_height_m,
            self.lot_class,
        )


def positions_of(lots: Sequence[Lot]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitudes and longitudes; NaN for a lot without a position."""
    lats = [nan if lot.lat is None else lot.lat for lot in lots]
    lons = [nan if lot.lon is None else lot.lon for lot in lots]
    return np.array(lats, np.float64), np.array(lons, np.float64)
