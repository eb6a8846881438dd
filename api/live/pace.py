"""Pace: spreads the writes of a tick over a part of it, and lets others have their turn between.

It counts writes and seconds; it knows nothing of frames or connections.
"""

import asyncio
from collections.abc import Callable
from typing import Final

CHUNK: Final = 100
TURN_S: Final = 0.005
"""Frames that nobody shares take longer to make than to write."""


class Pace:
    """Take what was written, and rest when told; late work rests as little as it can."""

    __slots__ = ("_begun_s", "_due_s", "_now_s", "_step_s", "room")

    def __init__(self, writes: int, span_s: float, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._step_s = span_s / max(1, writes // CHUNK)
        self._begun_s = self._due_s = now_s()
        self.room = CHUNK

    def take(self, writes: int) -> bool:
        """Count writes, at most `room`; True when it is others' turn."""
        self.room -= writes
        return not self.room or self._now_s() - self._begun_s >= TURN_S

    async def rest(self) -> None:
        wait_s = 0.0
        if not self.room:
            self.room = CHUNK
            self._due_s += self._step_s
            wait_s = max(0.0, self._due_s - self._now_s())
        await asyncio.sleep(wait_s)
        self._begun_s = self._now_s()
