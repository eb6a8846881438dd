"""Long queue: items of lots whose log takes long to read, handed out a lot at a time. No store."""

import asyncio
from collections.abc import Iterable
from typing import Final

from ingest.submission import Item

ROWS_AT_ONCE: Final = 1_000


class LongQueue:
    """While a lot is here, all of its items come here: elsewhere they would wait for its row."""

    def __init__(self) -> None:
        self._by_lot: dict[int, list[Item]] = {}
        self._in_hand: int | None = None
        self._has_work = asyncio.Event()

    def has(self, lot_key: int) -> bool:
        return lot_key == self._in_hand or lot_key in self._by_lot

    def add(self, items: Iterable[Item]) -> None:
        """Take items in; those that nobody waits for any more make room."""
        fresh: dict[int, list[Item]] = {}
        for item in items:
            fresh.setdefault(item[0][2], []).append(item)
        for lot_key, some in fresh.items():
            self._by_lot[lot_key] = [*_awaited(self._by_lot.get(lot_key, ())), *some]
        if fresh:
            self._has_work.set()

    async def take(self) -> list[Item]:
        """Hand out items of the lot that has waited longest; the lot before is done with."""
        self._in_hand = None
        while True:
            await self._has_work.wait()
            self._in_hand = lot_key = next(iter(self._by_lot))
            items = _awaited(self._by_lot.pop(lot_key))
            if items[ROWS_AT_ONCE:]:
                self._by_lot[lot_key] = items[ROWS_AT_ONCE:]
            if not self._by_lot:
                self._has_work.clear()
            if items:
                return items[:ROWS_AT_ONCE]

    def take_all(self) -> list[Item]:
        """Empty the queue."""
        items = [item for some in self._by_lot.values() for item in some]
        self._by_lot.clear()
        self._has_work.clear()
        return items


def _awaited(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if not item[4].is_abandoned]
