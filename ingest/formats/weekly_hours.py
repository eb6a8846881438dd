"""Weekly hours as feeds list them (days, from, until), written as OSM `opening_hours`."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

WEEK: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAY: Final = "PH"
_TIME: Final = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?")
_MIDNIGHT: Final = "00:00"
_DAY_END: Final = "24:00"
_HOUR_END: Final = "60"
_LAST_MINUTES: Final = frozenset({"23:59", _MIDNIGHT, _DAY_END})

Rule = tuple[Sequence[str], str, str]
"""(days as in `WEEK`, holidays as `PH`; from; until), times as `8:00` or `08:00:00`."""


def weekly_hours(rules: Iterable[Rule]) -> str | None:
    """Write the rules in their order, a later one of the same days beside the earlier one.

    From a time to the same time is the whole day. None where a rule has no days or no times.
    """
    by_days: dict[str, list[str]] = {}
    for days, begin, end in rules:
        span = _span(begin, end)
        told = _days(days)
        if span is None or not told:
            return None
        spans = by_days.setdefault(told, [])
        if span not in spans:
            spans.append(span)
    if not by_days:
        return None
    if by_days == {"Mo-Su": [f"{_MIDNIGHT}-{_DAY_END}"]}:
        return "24/7"
    return "; ".join(f"{days} {','.join(spans)}" for days, spans in by_days.items())


def _days(days: Sequence[str]) -> str:
    numbers = sorted({WEEK.index(day) for day in days if day in WEEK})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [WEEK[run[0]] if len(run) == 1 else f"{WEEK[run[0]]}-{WEEK[run[-1]]}" for run in runs]
    return ",".join(told + ([HOLIDAY] if HOLIDAY in days else []))


def _span(begin: str, end: str) -> str | None:
    first, last = _clock(begin), _clock(end)
    if first is None or last is None:
        return None
    first = _MIDNIGHT if first == _DAY_END else first
    last = _DAY_END if last in _LAST_MINUTES else last
    if first == last or (first, last) == (_MIDNIGHT, _DAY_END):
        return f"{_MIDNIGHT}-{_DAY_END}"
    return f"{first}-{last}"


def _clock(written: str) -> str | None:
    match = _TIME.fullmatch(written.strip())
    if match is None:
        return None
    clock = f"{int(match[1]):02}:{match[2]}"
    return clock if clock <= _DAY_END and match[2] < _HOUR_END else None
