"""Weekly hours: opening hours that say the same of every week, as days and clock times.

For formats that have no text of that kind; rules with dates, holidays or nights are left to text.
"""

import re
from typing import Final, NamedTuple

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS: Final = "24/7"
_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TIME: Final = r"(?:[01]\d|2[0-4]):[0-5]\d"
_RULE: Final = re.compile(
    rf"(?:(?P<days>{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*) )?"
    rf"(?:(?P<times>{_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*)|(?P<off>off|closed))"
)


class Hours(NamedTuple):
    """Days (0 is Monday) that are open within the same spans of the clock."""

    days: tuple[int, ...]
    spans: tuple[tuple[str, str], ...]


def weekly_hours(text: str) -> list[Hours] | None:
    """Read what a simple text says of a week; None for what is not that simple.

    A later rule replaces what earlier ones said of its days, as the syntax has it.
    """
    week: dict[int, tuple[tuple[str, str], ...]] = {}
    for rule in text.split(";"):
        found = _RULE.fullmatch(rule.strip())
        if found is None:
            return None
        spans = _spans(found["times"] or "")
        if spans is None:
            return None
        for day in _days(found["days"]):
            week[day] = spans
    by_spans: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for day, spans in sorted(week.items()):
        by_spans.setdefault(spans, []).append(day)
    return [Hours(tuple(days), spans) for spans, days in by_spans.items() if spans] or None


def _spans(text: str) -> tuple[tuple[str, str], ...] | None:
    spans = []
    for span in filter(None, text.split(",")):
        begins, _, ends = span.partition("-")
        if not begins < ends <= "24:00":
            return None
        spans.append((begins, ends))
    return tuple(spans)


def _days(text: str | None) -> list[int]:
    if text is None:
        return list(range(len(DAYS)))
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        days += [day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)]
    return days
