"""Opening turns: when opening hours (OSM `opening_hours` syntax) opened and shut a lot, day by day.

It asks for one day at a time: where hours never change, to look for their next change takes the
library a second, and history asks for every lot and day.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from parking.clock import DAY_US, HOUR_US, from_us, to_us
from parking.opening import ParserError
from parking.planning.history.past_facts import FOR_EVER_US


class OpeningTurn(NamedTuple):
    """So it is from `at_us` until the next turn."""

    at_us: int
    is_open: bool


_ALWAYS_OPEN: Final = (True, FOR_EVER_US)
_MARGIN_US: Final = 3 * HOUR_US


def opening_at(text: str | None, timezone: str, now_us: int) -> tuple[bool, int]:
    """Return whether hours held, and until when that stays; it may well stay for longer.

    No hours and unreadable ones keep nobody out; `unknown` in the syntax counts as open.
    """
    if text is None:
        return _ALWAYS_OPEN
    turns = _turns_of_day(text, timezone, now_us // DAY_US)
    if not turns:
        return _ALWAYS_OPEN
    following = bisect_right(turns, now_us, key=_at_us)
    until_us = (now_us // DAY_US + 1) * DAY_US
    if following < len(turns):
        until_us = min(until_us, turns[following].at_us)
    return turns[following - 1].is_open, until_us


def _at_us(turn: OpeningTurn) -> int:
    return turn.at_us


@lru_cache(maxsize=8192)
def _turns_of_day(text: str, timezone: str, day: int) -> tuple[OpeningTurn, ...]:
    """Return the turns around a day in UTC, the first before it; none where hours say nothing.

    A day may begin in an hour that clocks show twice, which the library takes for its second.
    """
    zone = ZoneInfo(timezone)
    try:
        hours = OpeningHours(text, timezone=zone)
    except ParserError:
        return ()
    begins_us = day * DAY_US
    first = from_us(begins_us - _MARGIN_US).astimezone(zone)
    last = from_us(begins_us + DAY_US + _MARGIN_US).astimezone(zone)
    turns = [
        OpeningTurn(to_us(begins), state != State.CLOSED)
        for begins, _, state, _ in hours.intervals(first, last)
    ]
    return tuple(turns)
