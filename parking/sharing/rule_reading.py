"""Rule reading: takes a written recurrence rule apart; anything beyond the part taken is refused.

It knows the grammar of RFC 5545; on which days a rule falls is `recurrence`'s business.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, cast, get_args

from parking.sharing.recurrence import Frequency, Rule

MAX_RULE_LENGTH: Final = 400
MAX_INTERVAL: Final = 52
MAX_COUNT: Final = 400
MAX_LENGTH: Final = timedelta(days=731)
"""From dtstart to UNTIL: two years."""
_PARTS: Final = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST")
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST_WEEKS: Final = 5
_DAY_FORM: Final = re.compile(r"(?P<ordinal>[+-]?[1-9])?(?P<weekday>[A-Z]{2})", re.ASCII)
_MONTH_DAYS: Final = 31


class BadRuleError(ValueError):
    """The rule is not taken; the message says what to mend."""


@lru_cache(maxsize=4096)
def read_rule(text: str, dtstart: date) -> Rule:
    """Read `FREQ=WEEKLY;BYDAY=MO,WE` and the like; raises BadRuleError with the mend."""
    parts = _split(text)
    frequency = _read_frequency(parts)
    weekdays, ordinals = _read_weekdays(parts.get("BYDAY"), frequency)
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRuleError("say COUNT or UNTIL, not both")
    return Rule(
        frequency=frequency,
        interval=_read_number("INTERVAL", parts.get("INTERVAL", "1"), MAX_INTERVAL),
        weekdays=weekdays,
        ordinals=ordinals,
        month_days=_read_month_days(parts.get("BYMONTHDAY"), frequency),
        count=_read_number("COUNT", parts["COUNT"], MAX_COUNT) if "COUNT" in parts else None,
        until=_read_until(parts["UNTIL"], dtstart) if "UNTIL" in parts else None,
        week_start=_read_weekday("WKST", parts.get("WKST", "MO")),
    )


def _split(text: str) -> dict[str, str]:
    if len(text) > MAX_RULE_LENGTH:
        raise BadRuleError(f"a rule has at most {MAX_RULE_LENGTH} characters")
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if name not in _PARTS or not equals or not value:
            known = ", ".join(_PARTS)
            raise BadRuleError(f"{part!r:.40} is not taken; write {known} as NAME=VALUE, with ;")
        if name in parts:
            raise BadRuleError(f"{name} is there twice; say it once")
        parts[name] = value
    return parts


def _read_frequency(parts: dict[str, str]) -> Frequency:
    frequency = parts.get("FREQ")
    if frequency not in get_args(Frequency):
        raise BadRuleError("FREQ is DAILY, WEEKLY or MONTHLY")
    return cast("Frequency", frequency)


def _read_number(name: str, text: str, most: int) -> int:
    if re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII) and int(text) <= most:
        return int(text)
    raise BadRuleError(f"{name} is a whole number from 1 to {most}")


def _read_weekdays(
    text: str | None, frequency: Frequency
) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    weekdays: set[int] = set()
    ordinals: set[tuple[int, int]] = set()
    for written in text.split(",") if text else ():
        form = _DAY_FORM.fullmatch(written)
        if form is None:
            raise BadRuleError("BYDAY is days such as MO,WE, or 1MO and -1FR of a month")
        weekday = _read_weekday("BYDAY", form["weekday"])
        if form["ordinal"] is None:
            weekdays.add(weekday)
        elif frequency != "MONTHLY" or abs(int(form["ordinal"])) > _MOST_WEEKS:
            raise BadRuleError(f"{written} needs FREQ=MONTHLY and a number from 1 to 5 or -5 to -1")
        else:
            ordinals.add((int(form["ordinal"]), weekday))
    if weekdays and ordinals:
        # Readers of the standard differ on MO,1MO: all Mondays, or the first.
        raise BadRuleError("BYDAY names days, or numbered days such as 1MO, not both")
    return frozenset(weekdays), frozenset(ordinals)


def _read_weekday(name: str, text: str) -> int:
    if text not in _WEEKDAYS:
        raise BadRuleError(f"{name} knows the days {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(text)


def _read_month_days(text: str | None, frequency: Frequency) -> frozenset[int]:
    if text is None:
        return frozenset()
    if frequency == "WEEKLY":
        raise BadRuleError("BYMONTHDAY goes with DAILY or MONTHLY; a week has no days of a month")
    days = text.split(",")
    if not all(re.fullmatch(r"[+-]?[1-9]\d?", day, re.ASCII) for day in days):
        raise BadRuleError("BYMONTHDAY is days from 1 to 31, or -31 to -1 from the month's end")
    if any(abs(int(day)) > _MONTH_DAYS for day in days):
        raise BadRuleError("BYMONTHDAY is days from 1 to 31, or -31 to -1 from the month's end")
    return frozenset(map(int, days))


def _read_until(text: str, dtstart: date) -> date:
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        raise BadRuleError("UNTIL is a day such as 20271130, as dtstart is a day")
    try:
        until = date.fromisoformat(text)
    except ValueError as error:
        raise BadRuleError(f"UNTIL: there is no day {text}") from error
    if not dtstart <= until <= dtstart + MAX_LENGTH:
        raise BadRuleError("UNTIL is from dtstart to two years after it")
    return until
