"""Kills, freezes, thaws and weighs processes, by their ids. Linux only."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STOP_PATIENCE_S = 10.0


def tree(pid: int) -> list[int]:
    """The process and everything below it, parents first."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
            found += [int(child) for child in children.split()]
    return found


def kill(pid: int) -> None:
    """`kill -9` of one process: what it leaves behind is its supervisor's business."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def freeze(pid: int) -> list[int]:
    """Stop the whole tree, parents first, until nothing new has been forked; who was stopped."""
    stopped: list[int] = []
    while fresh := [one for one in tree(pid) if one not in stopped]:
        for one in fresh:
            _signal(one, signal.SIGSTOP)
        stopped += fresh
    deadline_s = time.monotonic() + STOP_PATIENCE_S
    while any(_state(one) not in "TZX" for one in stopped):
        assert time.monotonic() < deadline_s, "a process does not stop"
        time.sleep(0.001)
    return stopped


def thaw(stopped: list[int]) -> None:
    for pid in reversed(stopped):
        _signal(pid, signal.SIGCONT)


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A tree that hangs: its sockets stay open and nobody answers on them."""
    stopped = freeze(pid)
    try:
        yield
    finally:
        thaw(stopped)


def scheduled_s(pid: int) -> tuple[float, float]:
    """Seconds that the process's main thread ran, and that it was ready and had no processor."""
    ran_ns, waited_ns, _ = Path(f"/proc/{pid}/schedstat").read_text().split()
    return int(ran_ns) / 1e9, int(waited_ns) / 1e9


def resident_kib(pid: int) -> int:
    """Memory it has in use."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1])


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _state(pid: int) -> str:
    """One letter of /proc: T is stopped, Z and X are dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return "X"
