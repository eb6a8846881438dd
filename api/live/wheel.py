"""Deadline wheel: who is due when, in buckets of a quarter second; no timer per connection."""

from typing import Final, Generic, Protocol, TypeVar

SLOTS_PER_S: Final = 4


class Due(Protocol):
    """Something with a place on the wheel; -1 while it has none."""

    slot: int


Item = TypeVar("Item", bound=Due)


class Wheel(Generic[Item]):
    """Every item has at most one due time; forgetting it leaves nothing behind."""

    __slots__ = ("_buckets", "_next")

    def __init__(self, now_s: float) -> None:
        self._buckets: dict[int, set[Item]] = {}
        self._next = int(now_s * SLOTS_PER_S)

    def put(self, item: Item, due_s: float) -> None:
        """Set, or move, the item's due time."""
        self.forget(item)
        item.slot = max(int(due_s * SLOTS_PER_S), self._next)
        self._buckets.setdefault(item.slot, set()).add(item)

    def forget(self, item: Item) -> None:
        bucket = self._buckets.get(item.slot)
        if bucket is not None:
            bucket.discard(item)
            if not bucket:
                del self._buckets[item.slot]
        item.slot = -1

    def take_due(self, now_s: float) -> list[Item]:
        """Take out all whose time is over."""
        due: list[Item] = []
        now_slot = int(now_s * SLOTS_PER_S)
        while self._next < now_slot:
            due.extend(self._buckets.pop(self._next, ()))
            self._next += 1
        for item in due:
            item.slot = -1
        return due
