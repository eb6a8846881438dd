"""Times as feeds write them, made RFC 3339 with an offset. What cannot be understood is None."""

import re
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

_MILLISECONDS_FROM: Final = 100_000_000_000
_FIRST_S: Final = 946_684_800
_LAST_S: Final = 4_102_444_800
_FORMS: Final = (
    "%Y%m%d%H%M%S",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%y %H:%M:%S", "%d.%m.%y %H:%M",
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
    "%a, %d %b %Y %H:%M:%S", "%a %d. %b %H:%M:%S %Y",
)  # fmt: skip
_YEAR_FIRST: Final = re.compile(
    r"(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?\s*(上午|早上|凌晨|中午|下午|晚上)?\s*"
    r"(\d{1,2})[:：时時点點](?:(\d{1,2})分?(?:[:：]?(\d{1,2})秒?)?)?"
)
_AFTER_NOON: Final = frozenset({"下午", "晚上"})
_NOON: Final = 12
_ABOUT_NOON: Final = 3
"""`中午` is from 11 to before 15."""
_OFFSET_WITHOUT_COLON: Final = re.compile(r"([+-]\d\d)(\d\d)$")
_ZONE_WORD: Final = re.compile(r"\s*(?:Uhr|MESZ|MEZ|CEST|CET)$")


def moment_of(written: object, zone: ZoneInfo) -> tuple[str, bool] | None:
    """Read a moment: (RFC 3339, whether the zone had to be guessed), or None for what is none.

    Takes ISO 8601 with or without offset, the usual local forms, and seconds or milliseconds since
    1970 as a number or digits; a local time that a clock change repeats is read as the first.
    """
    if isinstance(written, bool) or written is None:
        return None
    if isinstance(written, datetime):
        return _told(written, zone)
    if isinstance(written, int | float):
        return _of_number(written)
    text = _ZONE_WORD.sub("", str(written).strip())
    if re.fullmatch(r"\d{10}(\.\d+)?|\d{13}", text):
        return _of_number(float(text))
    parsed = _parse(text)
    return None if parsed is None else _told(parsed, zone)


def _of_number(number: float) -> tuple[str, bool] | None:
    if not _FIRST_S <= number <= _LAST_S * 1_000:  # integers of JSON have no end
        return None
    seconds = number / 1_000 if number >= _MILLISECONDS_FROM else number
    if not _FIRST_S <= seconds <= _LAST_S:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(), False


def _parse(text: str) -> datetime | None:
    iso = _OFFSET_WITHOUT_COLON.sub(r"\1:\2", text)
    if re.match(r"\d{4}-\d\d-\d\d[T ]", iso):
        try:
            return datetime.fromisoformat(iso)
        except ValueError:
            return _of_year_first(text)
    if (found := _of_year_first(text)) is not None:
        return found
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
    return None


def _of_year_first(text: str) -> datetime | None:
    """Read `2026/11/28 9:05`, `2026年11月28日 下午3:05`, `2026年11月28日9时05分` and their like."""
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    hour = _hour_of(found[4], int(found[5]))
    if hour is None:
        return None
    numbers = (int(found[1]), int(found[2]), int(found[3]), hour)
    try:
        return datetime(*numbers, int(found[6] or 0), int(found[7] or 0))  # noqa: DTZ001
    except ValueError:
        return None


def _hour_of(word: str | None, hour: int) -> int | None:
    """Return the hour of a day; None for `晚上12点`: nobody knows of which day that midnight is."""
    if word is None or hour > _NOON:
        return hour
    if word == "晚上" and hour % _NOON == 0:
        return None
    is_late = word in _AFTER_NOON or (word == "中午" and hour % _NOON < _ABOUT_NOON)
    return hour % _NOON + _NOON * is_late


def _told(moment: datetime, zone: ZoneInfo) -> tuple[str, bool]:
    guessed = moment.tzinfo is None
    aware = moment.replace(tzinfo=zone) if guessed else moment
    return aware.isoformat(), guessed
