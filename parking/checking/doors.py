"""Doors: whether a lot is closed, by closures that were declared and by its opening hours.

What stands or is silent while it is closed is no fault, and shows nothing of how it usually is.
"""

from msgspec import Struct

from parking.checking.observation import CheckedLot
from parking.opening import ALWAYS_OPEN, OpeningState, opening_at


class Doors(Struct):
    """`shut_us` is the newest moment at which the lot was seen to be closed, 0 for never.

    `opens` is what its hours say until `until_us`; they are looked up when that is over alone.
    """

    shut_us: int = 0
    hours: str | None = None
    opens: bool = True
    until_us: int | None = None

    def are_shut(self, facts: CheckedLot, now_us: int) -> bool:
        """Tell whether the lot is closed at a moment, for whatever reason."""
        if facts.opening_hours is None and not facts.closures:
            return False
        if not is_closed(facts, now_us) and self._open_by_hours(facts, now_us):
            return False
        self.shut_us = max(self.shut_us, now_us)
        return True

    def _open_by_hours(self, facts: CheckedLot, now_us: int) -> bool:
        is_over = self.until_us is not None and now_us >= self.until_us
        if is_over or facts.opening_hours != self.hours:
            found = _hours_at(facts, now_us)
            self.hours, self.opens, self.until_us = (
                facts.opening_hours, found.is_open, found.until_us,
            )  # fmt: skip
        return self.opens


def is_closed(facts: CheckedLot, now_us: int) -> bool:
    """Tell whether a closure is in force at a moment."""
    return any(
        from_us <= now_us and (to_us is None or now_us < to_us) for from_us, to_us in facts.closures
    )


def _hours_at(facts: CheckedLot, now_us: int) -> OpeningState:
    """Hours that cannot be read close nothing."""
    try:
        return opening_at(facts.opening_hours, now_us, facts.timezone)
    except ValueError:
        return ALWAYS_OPEN
