"""How much may wait for the log: messages that are taken and not yet acknowledged, bounded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import Gauge

MOST_MESSAGES: Final = 1_000
MOST_BYTES: Final = 16 * 2**20


class Holding:
    """`was_full`: something was let go of meanwhile that the broker still has."""

    def __init__(
        self, gauge: Gauge, *, messages: int = MOST_MESSAGES, size_bytes: int = MOST_BYTES
    ) -> None:
        self._gauge = gauge
        self._most = (messages, size_bytes)
        self._messages = self._bytes = 0
        self.was_full = False

    def is_full(self) -> bool:
        return self._messages >= self._most[0] or self._bytes >= self._most[1]

    def has_room_again(self) -> bool:
        """Whether there is room for what was let go of, after there was none."""
        return self.was_full and 2 * self._messages <= self._most[0]

    @contextmanager
    def hold(self, size_bytes: int) -> Iterator[None]:
        self._messages += 1
        self._bytes += size_bytes
        self._gauge.set(self._messages)
        try:
            yield
        finally:
            self._messages -= 1
            self._bytes -= size_bytes
            self._gauge.set(self._messages)
