"""Faults of detectors: told with lot and source, counted, and of no consequence to others."""

import logging
from typing import Final

TIMES: Final = 3
"""A lot that detectors fail on so often is not looked at any more until the worker begins anew."""

_log = logging.getLogger("onelot.checking")


class Faults:
    """`count` is since the process began to check."""

    def __init__(self) -> None:
        self.count = 0
        self._times: dict[tuple[int, int | None], int] = {}

    def note(self, error: Exception, source_key: int, lot_key: int | None) -> bool:
        """Note a fault; True where the lot has had as many as are borne.

        The first of a lot is told with all that is known of it, the others are counted.
        """
        place = source_key, lot_key
        times = self._times[place] = self._times.get(place, 0) + 1
        self.count += 1
        if times == 1:
            told = "a detector failed on lot %s of source %s, which is learned anew"
            _log.error(told, lot_key, source_key, exc_info=error)
        return times >= TIMES

    def forget(self, lot_key: int) -> None:
        """Forget a lot that has gone."""
        for place in [place for place in self._times if place[1] == lot_key]:
            del self._times[place]

    def is_left_out(self, source_key: int, lot_key: int) -> bool:
        """Tell whether a lot is not looked at any more."""
        return self._times.get((source_key, lot_key), 0) >= TIMES
