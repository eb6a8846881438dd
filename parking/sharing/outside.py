"""Outside: whether a booking that stands would not be granted under the windows of now.

It knows spans of time, neither spaces nor stores.
"""

from collections.abc import Iterable

from parking.sharing.terms import Moments, OpenWindow
from parking.sharing.windows import merged


def is_outside(during: Moments, windows: Iterable[OpenWindow], now_us: int) -> bool:
    """Tell whether what is left of a booking has no window, or no way in or out."""
    begin_us, end_us = during
    opened = list(windows)
    stays = merged(window.stay for window in opened)
    ways = merged(span for window in opened for span in window.movement)
    may_stay = any(
        first_us <= max(begin_us, now_us) and end_us <= last_us for first_us, last_us in stays
    )
    may_come = begin_us < now_us or any(a_us <= begin_us < z_us for a_us, z_us in ways)
    may_leave = any(a_us <= end_us <= z_us for a_us, z_us in ways)
    return not (may_stay and may_come and may_leave)
