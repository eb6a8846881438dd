"""A task that is cancelled while the database fails it must end as cancelled.

The driver's own answers would hide it: cutting a connection that the pool took back raises, and
one that is got in the same moment is handed over as if nobody had cancelled. A worker whose group
waits for such a task would wait for ever.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heeding_cancellation() -> Iterator[None]:
    """End the block as cancelled where the task was cancelled meanwhile, whatever else came of it.

    A block that begins when its task has been cancelled, to clean up, is left alone.
    """
    task = asyncio.current_task()
    before = 0 if task is None else task.cancelling()
    error: Exception | None = None
    try:
        yield
    except Exception as failed:
        if task is None or task.cancelling() <= before:
            raise
        error = failed
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError from error
