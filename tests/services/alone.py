"""A test that measures has the machine to itself: the other workers' tests wait meanwhile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, flock
from pathlib import Path

import pytest

DOOR, ROOM = Path(__file__), Path(__file__).parent
"""What is locked is there already, and the same for all workers."""


@contextmanager
def turn(item: pytest.Item) -> Iterator[None]:
    """Wait for the test's turn.

    One that is to be alone stands in the door until the others have left the room, so that nobody
    slips in before.
    """
    is_alone = item.get_closest_marker("alone") is not None
    with _opened(ROOM) as room:
        with _opened(DOOR) as door:
            flock(door, LOCK_EX)
            flock(room, LOCK_EX if is_alone else LOCK_SH)
        yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
