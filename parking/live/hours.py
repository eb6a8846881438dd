"""Hours: one lot's opening hours, looked up again only when they may have changed."""

from parking.lot import Lot
from parking.opening import ALWAYS_OPEN, OpeningState, opening_at


class Hours:
    """Hours that cannot be read keep nobody out; the registry's doors refuse them."""

    __slots__ = ("_lot", "_read_us", "_state")

    def __init__(self, lot: Lot) -> None:
        self._lot = lot
        self._state: OpeningState | None = None
        self._read_us = 0

    def at(self, now_us: int) -> OpeningState:
        """Return the state now, from memory for as long as it cannot have changed."""
        state = self._state
        if state is None or now_us < self._read_us or _has_ended(state, now_us):
            state = self._state = self.look_up(now_us)
            self._read_us = now_us
        return state

    def look_up(self, moment_us: int) -> OpeningState:
        """Return the state at any moment."""
        try:
            return opening_at(self._lot.opening_hours, moment_us, self._lot.timezone)
        except ValueError:
            return ALWAYS_OPEN


def _has_ended(state: OpeningState, now_us: int) -> bool:
    return state.until_us is not None and now_us >= state.until_us
