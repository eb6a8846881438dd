"""Wake-ups: which lots to look at again when, because the clock alone opens or closes them."""

from collections.abc import Iterator
from heapq import heappop, heappush

from parking.ids import LotKey


class Wakeups:
    """A lot may stand in it many times; looking once too often is harmless."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, LotKey]] = []
        self._standing: set[tuple[int, LotKey]] = set()

    def add(self, at_us: int, lot_key: LotKey) -> None:
        if (at_us, lot_key) not in self._standing:
            self._standing.add((at_us, lot_key))
            heappush(self._heap, (at_us, lot_key))

    def due(self, now_us: int) -> Iterator[LotKey]:
        """Take out every lot whose time has come."""
        while self._heap and self._heap[0][0] <= now_us:
            entry = heappop(self._heap)
            self._standing.discard(entry)
            yield entry[1]
