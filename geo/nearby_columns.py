"""What the nearby index asks of a lot's live state, as columns, and which lots qualify.

The columns belong to the caller, who updates them in place. Where lots lie is `geo.nearby_rows`,
how they are found `geo.nearby_search`.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from geo.compiled import inlined


class NearbyColumns(NamedTuple):
    """What a lot is and has now, for one space class; element i is of the lot of index i.

    `free` below 0 is no count, `capacity` 0 is no such class, `max_height_m` NaN is no known
    limit; `lot_class` is a code from 1, 0 where unknown. A count confirmed longer ago than
    `stale_after_us` is no count. All arrays are C-contiguous and of exactly these types.
    """

    free: NDArray[np.int32]
    capacity: NDArray[np.int32]
    confirmed_us: NDArray[np.int64]
    stale_after_us: NDArray[np.int64]
    closed: NDArray[np.uint8]
    max_height_m: NDArray[np.float32]
    lot_class: NDArray[np.uint8]


class Wanted(NamedTuple):
    """What qualifies: open lots with at least `min_free`, and those of unknown count if included.

    `height_m` is the vehicle's, NaN to take any lot; bit c of `lot_classes` admits the class of
    code c, no bit at all admits every class.
    """

    now_us: int
    min_free: int = 0
    include_unknown: bool = False
    height_m: float = math.nan
    lot_classes: int = 0


COLUMN_TYPES = (
    types.int32[::1],
    types.int32[::1],
    types.int64[::1],
    types.int64[::1],
    types.uint8[::1],
    types.float32[::1],
    types.uint8[::1],
)
WANTED_TYPES = (types.int64, types.int64, types.boolean, types.float64, types.int64)


@inlined
def qualifies(columns: NearbyColumns, wanted: Wanted, lot: int) -> bool:
    """Tell whether the lot may be in the answer."""
    free = columns.free[lot]
    known = free >= 0 and wanted.now_us - columns.confirmed_us[lot] <= columns.stale_after_us[lot]
    enough = free >= wanted.min_free if known else wanted.include_unknown
    too_high = wanted.height_m > columns.max_height_m[lot]  # false where either is NaN
    classes = wanted.lot_classes
    admitted = classes == 0 or (classes >> columns.lot_class[lot]) & 1 == 1
    usable = columns.capacity[lot] > 0 and columns.closed[lot] == 0
    return enough and admitted and usable and not too_high
