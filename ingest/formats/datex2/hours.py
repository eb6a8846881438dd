"""Opening hours out of validity periods, as OSM's `opening_hours` has them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.weekly_hours import WEEK, weekly_hours
from ingest.formats.xml_reading import below, child, children, text, texts, type_of
from parking.opening import check_opening_hours

ALWAYS: Final = "24/7"
_DAYS: Final = {
    "monday": "Mo", "tuesday": "Tu", "wednesday": "We", "thursday": "Th", "friday": "Fr",
    "saturday": "Sa", "sunday": "Su", "mondayToFriday": "Mo Tu We Th Fr",
    "mondayToSaturday": "Mo Tu We Th Fr Sa", "saturdayAndSunday": "Sa Su", "weekdays":
    "Mo Tu We Th Fr", "weekend": "Sa Su", "workingDays": "Mo Tu We Th Fr",
}  # fmt: skip
_A_DAY: Final = timedelta(days=1, minutes=1)
_FULL_DAY: Final = ("00:00", "24:00")


class UnreadHoursError(Exception):
    """They are there, and mean more than is read here."""


def opening_hours(element: Element | None) -> str | None:
    """Read `openingTimes` or `operatingHours`; None where nothing is said.

    UnreadHoursError for seasons, holidays and whatever else has no plain weekly form.
    """
    if element is None:
        return None
    if type_of(element) == "OpenAllHours":
        return ALWAYS
    spans: dict[str, set[tuple[str, str]]] = {day: set() for day in WEEK}
    for days, span in _spans(element):
        for day in days:
            spans[day].add(span)
    if not any(spans.values()):
        return None
    written = _written(spans)
    if written is None or check_opening_hours(written) is not None:
        raise UnreadHoursError(written or "times that are none")
    return written


def _spans(element: Element) -> Iterator[tuple[tuple[str, ...], tuple[str, str]]]:
    for period in (*below(element, "validPeriod"), *children(element, "period")):
        if any(True for _ in below(period, "applicableMonth", "recurringSpecialDay")):
            raise UnreadHoursError("months or special days")
        times = list(below(period, "recurringTimePeriodOfDay"))
        if not times and child(period, "startOfPeriod") is not None:
            yield _dated(period)
            continue
        days = tuple(day for e in period.iter() for word in texts(e, "applicableDay")
                     for day in _DAYS.get(word, "").split())  # fmt: skip
        for time in times:
            yield (
                days or WEEK,
                _span(text(time, "startTimeOfPeriod"), text(time, "endTimeOfPeriod")),
            )
        if days and not times:
            yield days, _FULL_DAY


def _dated(period: Element) -> tuple[tuple[str, ...], tuple[str, str]]:
    """Read a period of one dated day, of which the next week's stand for every week's."""
    try:
        start = datetime.fromisoformat(text(period, "startOfPeriod") or "")
        end = datetime.fromisoformat(text(period, "endOfPeriod") or "")
    except ValueError as error:
        raise UnreadHoursError("a period without an end") from error
    if not timedelta(0) <= end.replace(tzinfo=start.tzinfo) - start <= _A_DAY:
        raise UnreadHoursError("a period of several days")
    return (WEEK[start.weekday()],), _span(f"{start:%H:%M}", f"{end:%H:%M}")


def _span(start: str | None, end: str | None) -> tuple[str, str]:
    if not start or not end:
        raise UnreadHoursError("half a span")
    opens, closes = start[:5], end[:5]
    if closes in {"00:00", "23:59"}:
        closes = "24:00"
    return _FULL_DAY if opens == closes else (opens, closes)


def _written(spans: dict[str, set[tuple[str, str]]]) -> str | None:
    """Write days of the same hours together: `Mo-Fr 08:00-20:00; Sa 08:00-14:00`."""
    grouped: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for day, found in spans.items():
        if found:
            grouped.setdefault(tuple(sorted(found)), []).append(day)
    rules = [(days, *span) for found, days in grouped.items() for span in found]
    return weekly_hours(rules)
