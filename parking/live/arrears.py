"""Arrears: lots whose registers are newer than their pictures, and positions that wait for them.

It knows keys and the order of time. A lot that changes again while it waits keeps its place, so
that under a flood each is brought up to date once for many changes, and none is starved.
"""

from collections import deque
from collections.abc import Collection, Iterator
from itertools import islice

from parking.ids import LotKey


class Arrears:
    """First come, first served."""

    def __init__(self) -> None:
        self._waiting: dict[LotKey, int] = {}
        self._steps: deque[tuple[int, int, int, Collection[LotKey]]] = deque()
        self.steps_taken = 0
        self.steps_paid = 0

    @property
    def lots_waiting(self) -> int:
        return len(self._waiting)

    def add(self, partition: int, position: int, lots: Collection[LotKey]) -> None:
        """Note a step of a partition: it holds once all these lots are up to date."""
        self.steps_taken += 1
        for lot_key in lots:
            self._waiting.setdefault(lot_key, self.steps_taken)
        self._steps.append((self.steps_taken, partition, position, lots))

    def take(self, count: int) -> list[LotKey]:
        """Hand over those that wait longest, to be brought up to date now."""
        taken = list(islice(self._waiting, count))
        for lot_key in taken:
            del self._waiting[lot_key]
        return taken

    def paid(self) -> Iterator[tuple[int, int, Collection[LotKey]]]:
        """Yield the steps that hold by now: partition, position and lots, in their order."""
        oldest = next(iter(self._waiting.values()), self.steps_taken + 1)
        while self._steps and self._steps[0][0] < oldest:
            self.steps_paid, partition, position, lots = self._steps.popleft()
            yield partition, position, lots
