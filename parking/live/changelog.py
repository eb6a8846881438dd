"""Change log: which lots changed at which position of one partition, as far back as memory allows.

It knows positions and lot keys, not what a lot looks like; whoever resumes reads the newest state.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from itertools import islice

from parking.ids import LotKey

CHANGES_KEPT = 20_000


class ChangeLog:
    """Bounded record of what changed when; `floor` is the oldest position one can resume from."""

    __slots__ = ("_lots", "_order", "floor", "position")

    def __init__(self, position: int, kept: int = CHANGES_KEPT) -> None:
        self.floor = position
        self.position = position
        self._order: deque[int] = deque(maxlen=kept)
        self._lots: deque[LotKey] = deque(maxlen=kept)

    def append(self, position: int, lots: Iterable[LotKey]) -> None:
        """Record that `lots` changed in the step that ended at `position`."""
        self.position = position
        for lot_key in lots:
            if len(self._order) == self._order.maxlen:
                self.floor = self._order[0]
            self._order.append(position)
            self._lots.append(lot_key)

    def since(self, position: int) -> set[LotKey] | None:
        """Lots that changed after `position`; None where that is no longer (or not yet) known."""
        if not self.floor <= position <= self.position:
            return None
        first = bisect_right(self._order, position)
        return set(islice(self._lots, first, None))
