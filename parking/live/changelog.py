"""Change log: which lots changed at which position of one partition, as far back as memory allows.

It knows positions and lot keys, not what a lot looks like; whoever resumes reads the newest state.
"""

from array import array
from bisect import bisect_right
from collections.abc import Collection
from itertools import repeat
from typing import Final

from parking.ids import LotKey

CHANGES_KEPT: Final = 20_000
TRIMMED_BY: Final = 4
"""The oldest go when a quarter more than are kept have come, so that a trim costs each a little."""


class ChangeLog:
    """Bounded record of what changed when; `floor` is the oldest position one can resume from."""

    __slots__ = ("_kept", "_lots", "_order", "floor", "position")

    def __init__(self, position: int, kept: int = CHANGES_KEPT) -> None:
        self.floor = position
        self.position = position
        self._kept = kept
        # Arrays: numbers in lists would take five times the memory, in every process.
        self._order: array[int] = array("q")
        self._lots: array[int] = array("q")

    def append(self, position: int, lots: Collection[LotKey]) -> None:
        """Record that `lots` changed in the step that ended at `position`."""
        self.position = position
        self._order.extend(repeat(position, len(lots)))
        self._lots.extend(lots)
        excess = len(self._order) - self._kept
        if excess > self._kept // TRIMMED_BY:
            self.floor = self._order[excess - 1]
            del self._order[:excess], self._lots[:excess]

    def since(self, position: int) -> set[LotKey] | None:
        """Lots that changed after `position`; None where that is no longer (or not yet) known."""
        if not self.floor <= position <= self.position:
            return None
        first = bisect_right(self._order, position)
        return {LotKey(lot_key) for lot_key in self._lots[first:]}
