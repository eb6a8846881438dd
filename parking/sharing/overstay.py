"""Overstay: when a driver is warned, how far a late car keeps its space, when the next must move.

It looks ahead: the next booking is moved before two cars meet. Knows times, no store and no clock.
"""

from typing import Final

from msgspec import Struct

from parking.clock import MINUTE_US
from parking.sharing.booking_guards import GRACE_US

WARNINGS_MIN: Final = (15, 5)
"""A driver is warned so many minutes before the end, each once."""
KEPT_US: Final = 15 * MINUTE_US
"""A car that is late keeps its space so far ahead, where that hurts nobody."""
NEAR_US: Final = 5 * MINUTE_US
"""Within its grace a car is believed to be leaving, so the next booking waits until so near."""


class Keeping(Struct, frozen=True):
    """Until when the space is blocked for the car in it, and whether the next booking must go."""

    blocked_until_us: int
    collides: bool


def warning_stage(to_us: int, now_us: int) -> int | None:
    """Return which warning is due: the latest of those whose time has come; None for none."""
    left_us = to_us - now_us
    if left_us <= 0:
        return None
    due = [stage for stage in WARNINGS_MIN if left_us <= stage * MINUTE_US]
    return due[-1] if due else None


def minutes_left(to_us: int, now_us: int) -> int:
    """Count the minutes until the end, the one that has begun too."""
    return max(0, -((now_us - to_us) // MINUTE_US))


def keeping(to_us: int, blocked_until_us: int, next_us: int | None, now_us: int) -> Keeping:
    """Decide for a car that is still in at its end or later; `next_us`: the next booking's start.

    What is blocked never shrinks and never reaches into the next booking.
    """
    wanted_us = max(blocked_until_us, now_us + KEPT_US)
    if next_us is None or next_us >= wanted_us:
        return Keeping(wanted_us, collides=False)
    is_late = now_us >= to_us + GRACE_US
    waits_us = KEPT_US if is_late else NEAR_US
    return Keeping(max(blocked_until_us, next_us), collides=next_us < now_us + waits_us)
