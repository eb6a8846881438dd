"""Heap: keeps the garbage collector's pauses short in a process that holds a whole city.

A full pass walks every object there is, and nobody is answered meanwhile: a fifth of a second for
a few thousand lots. What came with the city stays as long as the process does, so later passes
leave it out; it is still freed when nothing refers to it any more.
"""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

YOUNG_OBJECTS: Final = 10_000
"""New objects between two passes over the young; a tick to thousands of clients makes fewer."""
LOOK_S: Final = 10.0
GROWTH: Final = 1.25


@contextmanager
def loading() -> Iterator[None]:
    """Import what a process is made of without a pass over it: all of it stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


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
