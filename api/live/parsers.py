"""Parsers of client frames, shared: between two frames a parser holds nothing of its connection.

The library offers no such thing as pooling; the four attributes read in `is_idle` are its own
affair, and tests/live/test_library_contract.py keeps watch over them.
"""

import logging
from typing import Final

from websockets.protocol import OPEN, SERVER, Protocol

POOL_KEPT: Final = 64

# The library logs every connection's end; uvicorn and our metrics do that already.
_LOG: Final = logging.getLogger("onelot.live.frames")
_LOG.setLevel(logging.WARNING)


class ParserPool:
    """Lends parsers; one that is amid a frame, a message or a close stays with its connection."""

    __slots__ = ("_idle", "_max_bytes")

    def __init__(self, max_bytes: int) -> None:
        self._idle: list[Protocol] = []
        self._max_bytes = max_bytes

    def take(self) -> Protocol:
        if self._idle:
            return self._idle.pop()
        return Protocol(SERVER, state=OPEN, max_size=self._max_bytes, logger=_LOG)

    def give_back(self, parser: Protocol) -> bool:
        """Take a parser back if it is idle; False where the connection must keep it."""
        if not is_idle(parser):
            return False
        if len(self._idle) < POOL_KEPT:
            self._idle.append(parser)
        return True


def is_idle(parser: Protocol) -> bool:
    """Say whether the parser stands between two messages of an open connection."""
    return (
        not parser.reader.buffer
        and parser.current_size is None
        and parser.state is OPEN
        and parser.parser_exc is None
    )
