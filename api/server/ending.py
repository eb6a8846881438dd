"""Ending: how a process that is still starting hears that it is to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Let SIGTERM and SIGINT end this process while it starts, whatever it waits for.

    The server would only note them until its start is over, which may be when a store comes back;
    and nothing has been begun yet that must be brought to an end.
    """
    noted = {
        number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in noted.items():
            signal.signal(number, handler)
