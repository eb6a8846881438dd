"""Stalls: connections that cannot be written to, and which of them have had their time. No clock.

Time alone does not tell: a slow phone that takes a large frame is fine as long as bytes flow. But
one that takes a byte now and then must not hold its socket for ever either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from api.live.limits import LiveLimits


class Sink(Protocol):
    """What is written to."""

    def unsent_bytes(self) -> int: ...


Item = TypeVar("Item", bound=Sink)


@dataclass(slots=True)
class _Stall:
    since_s: float
    moved_s: float
    unsent: int


class Stalls(Generic[Item]):
    """Since when each one stands, and when it last moved."""

    def __init__(self, limits: LiveLimits) -> None:
        self._limits = limits
        self._stalls: dict[Item, _Stall] = {}

    def add(self, item: Item, now_s: float) -> None:
        self._stalls[item] = _Stall(now_s, now_s, item.unsent_bytes())

    def drop(self, item: Item) -> None:
        self._stalls.pop(item, None)

    def __len__(self) -> int:
        return len(self._stalls)

    def take_hopeless(self, now_s: float) -> Iterator[tuple[Item, bool]]:
        """Take out those that have not moved for `stall_s`, or stand for `slow_s` in all.

        True goes with the latter: they still read now and then.
        """
        for item, stall in list(self._stalls.items()):
            unsent = item.unsent_bytes()
            if unsent < stall.unsent:
                stall.unsent, stall.moved_s = unsent, now_s
            stands_s, rests_s = now_s - stall.since_s, now_s - stall.moved_s
            if rests_s >= self._limits.stall_s or stands_s >= self._limits.slow_s:
                del self._stalls[item]
                yield item, rests_s < self._limits.stall_s
