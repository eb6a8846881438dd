"""Turned away: what a request is told that comes when its process has too much to do already.

It costs a head and nothing else, for much of what is asked then has to be told so.
"""

from collections.abc import Callable
from itertools import cycle
from typing import Final

import msgspec

from api.server.pressure import Pressure
from api.server.rendered_head import Headers, RenderedHead
from parking.problems import Problem

NEVER: Final = frozenset({b"/healthz", b"/readyz", b"/metrics"})
"""Whoever watches a process must see that it lives, and why it is slow."""
TO_THE_LOG: Final = frozenset({b"/v1/reports", b"/v1/history"})
CROWD: Final = 32
"""With fewer under way the loop is late for want of processors, and the log is slow by itself."""
BUSY: Final = Problem("unavailable", "Too much is asked of this process at once; ask again soon.")
STATUS: Final = b"503 Service Unavailable"
RETRY_AFTER_S: Final = (1, 2, 3)
"""In turn, so that those who came together do not come back together."""

_BODY: Final = msgspec.json.encode(BUSY.to_dict())


class TurnedAway:
    """One per process. `is_behind` tells whether reports wait for the log as long as they may."""

    def __init__(self, pressure: Pressure, is_behind: Callable[[], bool]) -> None:
        self._pressure = pressure
        self._is_behind = is_behind
        self._heads = cycle(
            RenderedHead(
                STATUS,
                (
                    (b"content-type", b"application/problem+json"),
                    (b"cache-control", b"no-store"),
                    (b"access-control-allow-origin", b"*"),
                    (b"retry-after", b"%d" % seconds),
                ),
            )
            for seconds in RETRY_AFTER_S
        )

    def is_due(self, path: bytes, under_way: int) -> bool:
        """Tell whether what is asked of this path now, beside so many others, is turned away."""
        if under_way < CROWD or path in NEVER:
            return False
        return self._pressure.is_over() or (path in TO_THE_LOG and self._is_behind())

    def answer(self, default_headers: Headers) -> bytes:
        """Count one request, and give the whole answer to it."""
        self._pressure.turned_away += 1
        return next(self._heads).with_body(_BODY, default_headers)
