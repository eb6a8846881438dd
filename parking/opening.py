"""Opening: whether a lot's opening hours (OSM `opening_hours` syntax) hold at a moment.

It knows hours; closures that an operator declares are `parking.live`'s business.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours

from parking.clock import DAY_US, from_us, to_us

ParserError: type[Exception] = vars(opening_hours)["ParserError"]  # its stub forgets it
_PLACE = re.compile(r"--> 1:(\d+)")
_ALWAYS: Final = "24/7"
_LOOK_AHEAD_US: Final = 366 * DAY_US
"""To look for a change that never comes, or in ten years, takes the library a second or two."""


@dataclass(frozen=True, slots=True)
class OpeningState:
    """`until_us` is when that changes next, or when to look again; None where it never does."""

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
    if str(hours) == _ALWAYS:
        return ALWAYS_OPEN
    zone = ZoneInfo(timezone)
    moment = from_us(now_us).astimezone(zone)
    horizon = from_us(now_us + _LOOK_AHEAD_US).astimezone(zone)
    ends = (end for _, end, _, _ in hours.intervals(moment, horizon))
    change = next((end for end in ends if end > moment), horizon)
    return OpeningState(not hours.is_closed(moment), to_us(change))


@lru_cache(maxsize=8192)
def _hours(text: str, timezone: str) -> OpeningHours:
    return OpeningHours(text, timezone=ZoneInfo(timezone)).normalize()
