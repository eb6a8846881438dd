"""An event loop whose clock jumps to whatever is due next, so that hours pass in milliseconds."""

import asyncio
import selectors
from collections.abc import Mapping

TURNS_IN_A_ROW = 200_000
TURN_S = 0.0005
"""How long a turn takes that ends in another one at once: meanwhile timers come due."""


class StuckError(Exception):
    """Nothing will ever happen again, or too much happens without a pause."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Never waits and never looks at a socket; everything is a timer."""

    def __init__(self) -> None:
        self._now_s = 0.0
        super().__init__(_NoSockets(self))

    def time(self) -> float:
        return self._now_s

    def pass_time(self, seconds: float) -> None:
        self._now_s += seconds


class _NoSockets(selectors.BaseSelector):
    """Registers what asyncio wants to have registered and lets the time pass instead of waiting."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self._keys: dict[int, selectors.SelectorKey] = {}
        self._turns = 0

    def register(self, fileobj, events, data=None):
        self._keys[fileobj] = selectors.SelectorKey(fileobj, fileobj, events, data)
        return self._keys[fileobj]

    def unregister(self, fileobj):
        return self._keys.pop(fileobj)

    def select(self, timeout=None):
        if timeout is None:
            raise StuckError("everybody waits and no timer is set")
        self._turns = 0 if timeout > 0 else self._turns + 1
        if self._turns > TURNS_IN_A_ROW:
            raise StuckError(f"nobody waits any more at {self._loop.time():.3f} s")
        self._loop.pass_time(timeout if timeout > 0 else TURN_S)
        return []

    def get_map(self) -> Mapping:
        return self._keys
