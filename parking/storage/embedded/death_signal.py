"""Lets the kernel signal a process when its parent dies. Linux only; elsewhere nothing happens."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import parent_process

PR_SET_PDEATHSIG = 1


def end_with_parent(death_signal: signal.Signals) -> None:
    """Ask, in a child made by multiprocessing, for `death_signal` when the parent dies.

    Ends at once where it is dead already.
    """
    _asker(death_signal)()
    parent = parent_process()
    if parent is not None and os.getppid() != parent.pid:
        signal.raise_signal(death_signal)


def before_exec(death_signal: signal.Signals) -> Callable[[], None]:
    """What a child of ours calls between fork and exec to end with us."""
    ask = _asker(death_signal)
    parent = os.getpid()

    def ask_and_look() -> None:
        ask()
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask_and_look


def _asker(death_signal: signal.Signals) -> Callable[[], None]:
    """Load everything now: between fork and exec there is no time for imports."""
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl
    number = int(death_signal)

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, number)

    return ask
