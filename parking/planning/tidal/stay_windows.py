"""Stay windows: all that an agreement may open, as hours since 07:00. It knows no lot."""

from typing import Final

import numpy as np
from msgspec import Struct

from parking.planning.tidal.limits import DAY_BEGINS_H, QUIET_FROM_H, QUIET_UNTIL_H, Limits
from parking.planning.tidal.lot_hours import Ints
from parking.planning.tidal.profile import SLOTS

QUIET_FROM: Final = QUIET_FROM_H - DAY_BEGINS_H
QUIET_UNTIL: Final = QUIET_UNTIL_H + 24 - DAY_BEGINS_H
"""The quiet hours as hours since 07:00; the second is the first hour after them."""


class StayWindows(Struct, frozen=True):
    """`start` to `end`, the end excluded. `later` and `sooner`: the next start and the next end
    that shorten it and leave a window, or its own where there is none.
    """

    start: Ints
    end: Ints
    later: Ints
    sooner: Ints


def stay_windows(limits: Limits) -> StayWindows:
    """Lay out every window that is long enough, and that cars can come to and leave again.

    It begins before midnight, on the date whose class the day has.
    """
    starts = [hour for hour in range(SLOTS - DAY_BEGINS_H) if _may_move(hour, limits)]
    ends = [hour + 1 for hour in range(SLOTS) if _may_move(hour, limits)]
    fits = [(s, e) for s in starts for e in ends if e - s >= limits.min_window_h]
    rows = [
        (
            start,
            end,
            min((s for s, e in fits if s > start and e == end), default=start),
            max((e for s, e in fits if s == start and e < end), default=end),
        )
        for start, end in fits
    ]
    return StayWindows(*np.array(rows, np.int64).reshape(-1, 4).T)


def _may_move(hour: int, limits: Limits) -> bool:
    return not limits.quiet_nights or not QUIET_FROM <= hour < QUIET_UNTIL
