"""Windows: what an agreement's terms come to in time, day by day. It knows no store and no clock.

Every window begins on a local day of its lot; wall times become moments in `wall_times`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, Protocol

from msgspec import Struct

from parking.sharing.recurrence import days_of
from parking.sharing.rule_reading import read_rule
from parking.sharing.spans import clipped
from parking.sharing.terms import DayClass, Moments, OpenWindow, Span, Terms, Window
from parking.sharing.wall_times import wall_us

_DAY: Final = timedelta(days=1)


class Calendar(Protocol):
    """What of a calendar is asked here; `day_calendar.DayCalendar` is one."""

    def day_class(self, day: date) -> DayClass: ...
    def is_provisional(self, day: date) -> bool: ...


class Expansion(Struct, frozen=True):
    """`windows` in order of time, which may overlap: spaces are open in the union of their stays.

    `skipped` are days on which a window begins but, for a clock change, lasts no time at all.
    """

    windows: list[OpenWindow]
    skipped: list[date]


def expand(terms: Terms, calendar: Calendar, zone: str, first: date, last: date) -> Expansion:
    """Return the windows that begin on the local days `first` to `last`, both included.

    They begin within the agreement's validity; one that begins on its last day runs to its end.
    """
    first, last = max(first, terms.first), min(last, terms.until)
    opened = [
        _open(window, day, calendar, zone)
        for window in terms.windows
        for day in _days(window, calendar, first, last)
    ]
    skipped = {window.day for window in opened if window.stay[0] >= window.stay[1]}
    return Expansion(_joined(w for w in opened if w.stay[0] < w.stay[1]), sorted(skipped))


def merged(spans: Iterable[Moments]) -> list[Moments]:
    """Return the same time as spans in order that neither overlap nor touch."""
    union: list[Moments] = []
    for start_us, end_us in sorted(spans):
        if start_us >= end_us:
            continue
        if union and start_us <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end_us))
        else:
            union.append((start_us, end_us))
    return union


def _days(window: Window, calendar: Calendar, first: date, last: date) -> Iterator[date]:
    rule = window.recurrence
    if rule is not None:
        return days_of(read_rule(rule.rrule, rule.dtstart), rule.dtstart, rule.exdates, first, last)
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return (day for day in days if calendar.day_class(day) in window.days)


def _open(window: Window, day: date, calendar: Calendar, zone: str) -> OpenWindow:
    stay = _moments(window.stay, day, zone)
    movement = clipped((_moments(span, day, zone) for span in window.movement), stay)
    is_provisional = window.recurrence is None and calendar.is_provisional(day)
    return OpenWindow(day, stay, tuple(merged(movement)), is_provisional)


def _moments(span: Span, day: date, zone: str) -> Moments:
    return wall_us(day, span.start_min, zone), wall_us(day, span.end_min, zone)


def _joined(windows: Iterable[OpenWindow]) -> list[OpenWindow]:
    """Make one of windows with the same stay, as two of an agreement's may come to; sorted."""
    by_stay: dict[Moments, list[OpenWindow]] = defaultdict(list)
    for window in windows:
        by_stay[window.stay].append(window)
    return [
        OpenWindow(
            day=min(window.day for window in same),
            stay=stay,
            movement=tuple(merged(span for window in same for span in window.movement)),
            is_provisional=all(window.is_provisional for window in same),
        )
        for stay, same in sorted(by_stay.items())
    ]
