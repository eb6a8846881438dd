"""Heap: in a process that holds a whole city it is passed over quickly, and has no holes.

A full pass walks every object there is, and nobody is answered meanwhile: a fifth of a second for
a few thousand lots. What came with the city stays as long as the process does, so later passes
leave it out; it is still freed when nothing refers to it any more.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

YOUNG_OBJECTS: Final = 10_000
"""New objects between two passes over the young; a tick to thousands of clients makes fewer."""
LOOK_S: Final = 10.0
GROWTH: Final = 1.25
LARGE_BYTES: Final = 128 * 1024
RETURN_S: Final = 60.0
_M_MMAP_THRESHOLD: Final = -3
_M_ARENA_MAX: Final = -8
"""Both as glibc's malloc.h has them."""


@contextmanager
def loading() -> Iterator[None]:
    """Import what a process is made of without a pass over it: all of it stays."""
    _leave_fewer_holes()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _leave_fewer_holes() -> None:
    """Give blocks of `LARGE_BYTES` back when they are freed, and let all threads have one heap.

    glibc does the first too, but then from the size of the largest that was freed so far: batches
    and frames then lie among small objects, and the heap grows by the holes they leave, megabytes
    an hour. Of the second it makes eight per processor. Other C libraries have no such call.
    """
    with suppress(AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
        libc.mallopt(_M_ARENA_MAX, 1)


async def return_holes(*, every_s: float = RETURN_S) -> None:
    """Give the pages of what holes there are back to the system, again and again; never ends.

    It takes milliseconds, on a thread of its own: holes cost memory, and nobody must wait for it.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        await asyncio.sleep(every_s)
        await asyncio.to_thread(trim, 0)


async def leave_out_what_stays(size: Callable[[], int], *, look_s: float = LOOK_S) -> None:
    """Settle the heap whenever the city has grown, and once more after that; never ends.

    The second time is for what is made from new lots a little later: spellings, rendered pieces.
    """
    gc.set_threshold(YOUNG_OBJECTS)
    settled, has_grown = 0, False
    while True:
        had_grown, now = has_grown, size()
        has_grown = now > settled * GROWTH
        if has_grown or had_grown:
            gc.collect()
            gc.freeze()
        if has_grown:
            settled = now
        await asyncio.sleep(look_s)
