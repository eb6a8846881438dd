"""Quotas against hoarding: how many holds a driver may have. Granted ones count, attempts do not.

A recurring booking is one hold.
"""

from typing import Final

from parking.problems import Problem

LIVE_HOLDS_MAX: Final = 2
HOLDS_PER_H_MAX: Final = 5


def refuse_hoarding(live_holds: int, holds_last_hour: int) -> Problem | None:
    """Say why one more hold is too many; None where it is not."""
    if live_holds >= LIVE_HOLDS_MAX:
        told = f"You hold {live_holds} spaces; confirm or cancel one first."
        return Problem("hold-quota", told)
    if holds_last_hour >= HOLDS_PER_H_MAX:
        told = f"You were given {holds_last_hour} holds within an hour; wait before the next."
        return Problem("hold-quota", told)
    return None
