"""`python -m tests.bench.half_open PORT KEY NUMBER` holds so many half-open connections until it is
told to end: silent, slow and oversized ones, each opened again as soon as it is cut."""

import asyncio
import signal
import sys
from contextlib import suppress

import uvloop

from tests.faults.kit.hostile import affordable, every_kind, hold


async def besiege_for_ever(port: int, key: str, number: int) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    await hold(port, every_kind(key), affordable(number), lambda _: None)


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):
        uvloop.run(besiege_for_ever(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
