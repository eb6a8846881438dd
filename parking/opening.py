"""Opening: whether a lot's opening hours (OSM `opening_hours` syntax) hold at a moment.

It knows hours; closures that an operator declares are `parking.live`'s business.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours

from parking.clock import from_us, to_us

ParserError: type[Exception] = vars(opening_hours)["ParserError"]  # its stub forgets it
_PLACE = re.compile(r"--> 1:(\d+)")


@dataclass(frozen=True, slots=True)
class OpeningState:
    """`until_us` is when that changes next; None where it never does."""

    is_open: bool
    until_us: int | None = None


ALWAYS_OPEN = OpeningState(is_open=True)


def check_opening_hours(text: str) -> str | None:
    """Return what is wrong with the text, None where nothing is."""
    try:
        OpeningHours(text)
    except ParserError as error:
        place = _PLACE.search(str(error))
        told = f" from character {place[1]} on" if place else ""
        return f"not readable as OSM opening_hours{told}; write it like `Mo-Fr 08:00-20:00`"
    return None


def opening_at(text: str | None, now_us: int, timezone: str) -> OpeningState:
    """Return the state at `now_us` in the lot's zone; no text means always open.

    `unknown` in the syntax counts as open: only a closed word keeps drivers away. Raises
    ValueError for a text that `check_opening_hours` refuses.
    """
    return ALWAYS_OPEN if text is None else _opening_at(text, now_us, timezone)


@lru_cache(maxsize=1024)
def _opening_at(text: str, now_us: int, timezone: str) -> OpeningState:
    """Remembered, as many lots are asked about one moment and share their hours."""
    try:
        hours = _hours(text, timezone)
    except ParserError as error:
        raise ValueError(str(error)) from error
    moment = from_us(now_us).astimezone(ZoneInfo(timezone))
    change = hours.next_change(moment)
    until_us = None if change is None else to_us(change)
    return OpeningState(not hours.is_closed(moment), until_us)


@lru_cache(maxsize=8192)
def _hours(text: str, timezone: str) -> OpeningHours:
    return OpeningHours(text, timezone=ZoneInfo(timezone))
