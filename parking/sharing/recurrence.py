"""Recurrence: the days a rule of RFC 5545 falls on. It knows days, neither hours nor zones.

The part of the standard that is taken: FREQ of DAILY, WEEKLY or MONTHLY, INTERVAL, BYDAY,
BYMONTHDAY, COUNT or UNTIL, WKST. A rule falls on a day at most once, so what it costs is bounded by
the days asked about; an endless one ends with its agreement. Rules are read by `rule_reading`.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, Literal

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY"]
_DAY: Final = timedelta(days=1)
_WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Weekdays are 0 (Monday) to 6.

    `ordinals` are (n, weekday), the n-th of a month, from its end where n is below 0; month days
    below 0 are from the end too.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    ordinals: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    count: int | None = None
    until: date | None = None
    week_start: int = 0


def days_of(
    rule: Rule, dtstart: date, exdates: Collection[date], first: date, last: date
) -> Iterator[date]:
    """Give the days from `first` to `last`, both included, on which the rule falls.

    `dtstart` is one of them only if the rule falls on it; `count` counts days in `exdates` too.
    """
    last = last if rule.until is None else min(last, rule.until)
    begins = dtstart if rule.count is not None else max(dtstart, first)
    falls = (day for day in _each_day(begins, last) if _falls_on(rule, dtstart, day))
    for day in islice(falls, rule.count):
        if day >= first and day not in exdates:
            yield day


def _each_day(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY


def _falls_on(rule: Rule, dtstart: date, day: date) -> bool:
    return _periods_on(rule, dtstart, day) % rule.interval == 0 and _is_named(rule, dtstart, day)


def _periods_on(rule: Rule, dtstart: date, day: date) -> int:
    """Count the days, weeks or months of the calendar from dtstart's to the day's own."""
    match rule.frequency:
        case "DAILY":
            return (day - dtstart).days
        case "WEEKLY":
            return (_week_of(rule, day) - _week_of(rule, dtstart)).days // _WEEK_DAYS
        case "MONTHLY":
            return (day.year - dtstart.year) * 12 + day.month - dtstart.month


def _week_of(rule: Rule, day: date) -> date:
    return day - (day.weekday() - rule.week_start) % _WEEK_DAYS * _DAY


def _is_named(rule: Rule, dtstart: date, day: date) -> bool:
    if not (rule.weekdays or rule.ordinals or rule.month_days):
        return _is_like(rule.frequency, dtstart, day)
    return _is_named_weekday(rule, day) and _is_named_month_day(rule, day)


def _is_like(frequency: Frequency, dtstart: date, day: date) -> bool:
    """Whether the day is what dtstart is of its week or month, where a rule names no days."""
    match frequency:
        case "DAILY":
            return True
        case "WEEKLY":
            return day.weekday() == dtstart.weekday()
        case "MONTHLY":
            return day.day == dtstart.day


def _is_named_weekday(rule: Rule, day: date) -> bool:
    if not (rule.weekdays or rule.ordinals) or day.weekday() in rule.weekdays:
        return True
    from_start = (day.day - 1) // _WEEK_DAYS + 1
    from_end = -((_days_in_month(day) - day.day) // _WEEK_DAYS + 1)
    return not rule.ordinals.isdisjoint({(from_start, day.weekday()), (from_end, day.weekday())})


def _is_named_month_day(rule: Rule, day: date) -> bool:
    from_end = day.day - _days_in_month(day) - 1
    return not rule.month_days or not rule.month_days.isdisjoint({day.day, from_end})


def _days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]
