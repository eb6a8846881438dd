"""Own time: seconds as one process has them.

Those it is ready to run in and has no processor do not pass: tests run side by side on few
processors, and what another takes says nothing of the process that is judged.
"""

import time
from typing import Final

from tests.faults.kit.processes import scheduled_s

READ_EVERY_S: Final = 0.01
ENOUGH_S: Final = 0.1
"""Of running, before the share of waiting says anything."""


class OwnTime:
    """A clock of the process's main thread that never goes back; call it for the moment."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._read_s = self._moment_s = time.monotonic()
        self._began = scheduled_s(pid)
        self._waited_s = 0.0

    def __call__(self) -> float:
        now_s = time.monotonic()
        if now_s - self._read_s > READ_EVERY_S:
            self._read_s = now_s
            self._waited_s = scheduled_s(self._pid)[1] - self._began[1]
        self._moment_s = max(self._moment_s, now_s - self._waited_s)
        return self._moment_s

    @property
    def stretched(self) -> float:
        """How many times longer the work has taken so far for want of a processor."""
        ran_s, waited_s = scheduled_s(self._pid)
        return 1.0 + (waited_s - self._began[1]) / max(ran_s - self._began[0], ENOUGH_S)
