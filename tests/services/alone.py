"""What measures has the machine to itself: the other workers' tests wait meanwhile."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path

DOOR, ROOM = Path(__file__), Path(__file__).parent
"""What is locked is there already, and the same for all workers."""
_inside: list[int] = []
"""The room as this worker's test, which is in it, has opened it."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait until nobody is alone, then be one of those in the room."""
    with _opened(ROOM) as room:
        _enter(room, LOCK_SH)
        _inside.append(room)
        try:
            yield
        finally:
            _inside.remove(room)


@asynccontextmanager
async def alone() -> AsyncIterator[None]:
    """Wait, outside, until all others have left the room; they wait until the block is over.

    Whoever uses it allows for their time: a test's time-out goes on meanwhile.
    """
    (room,) = _inside
    flock(room, LOCK_UN)
    await asyncio.to_thread(_enter, room, LOCK_EX)
    try:
        yield
    finally:
        flock(room, LOCK_SH)


def _enter(room: int, lock: int) -> None:
    """Stand in the door meanwhile, so that nobody slips in before."""
    with _opened(DOOR) as door:
        flock(door, LOCK_EX)
        flock(room, lock)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
