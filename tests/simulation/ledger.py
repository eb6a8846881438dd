"""What was written where, so that nobody may claim to stand at a position it has not been shown."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from parking.lot import Lot

POSITION = 16


class Ledger:
    """Positions of every lot's writes, by epoch.

    A Redis that has lost its newest writes gives their positions away again, until it is noticed.
    """

    def __init__(self) -> None:
        self._written: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        self._spoiled: set[str] = set()

    def write(self, epoch: str, name: str, stored: str) -> None:
        position, lot_key = int(stored[:POSITION]), int(name.partition("/")[0])
        self._written[epoch, lot_key].append(position)

    def spoil(self, epochs: Iterable[str]) -> None:
        """Forget epochs: what was written under them may be lost."""
        self._spoiled.update(epochs)

    def is_spoiled(self, epoch: str) -> bool:
        return epoch in self._spoiled

    def missed(self, lot: Lot, version: int, epoch: str, told: Mapping[str, int]) -> int | None:
        """Return a position of this lot that was claimed to be shown and was not."""
        position = told.get(str(lot.partition))
        if position is None or self.is_spoiled(epoch):
            return None
        written = self._written[epoch, lot.lot_key]
        place = bisect_right(written, position)
        newest = written[place - 1] if place else 0
        return newest if newest > version else None
