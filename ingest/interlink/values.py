"""Values as vendors write them: ids, money in yuan or fen, hours. What is none is None."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from ingest.interlink.profile import MoneyUnit
from parking.opening import check_opening_hours

MOST_FEN: Final = 100_000_000
_LARGE: Final = 10**18
"""What is larger is no id; to write 1e999999 out would take a second."""
_ALWAYS: Final = frozenset({"24小时", "全天", "全天24小时", "全天候", "24h", "0-24"})
_NO_TIME: Final = frozenset({
    "0", "-1", "null", "NULL", "None", "-", "0000-00-00 00:00:00", "0000-00-00",
    "0001-01-01 00:00:00", "1900-01-01 00:00:00", "1970-01-01 00:00:00", "1970-01-01 08:00:00",
})  # fmt: skip
_RANGE: Final = re.compile(
    r"(\d{1,2})[:：](\d\d)(?::\d\d)?\s*[-~～—–至到]+\s*(\d{1,2})[:：](\d\d)(?::\d\d)?"
)
_CLOCK: Final = re.compile(r"(\d{1,2})[:：]?(\d\d)(?:[:：]?\d\d)?")


def text_of_value(value: object) -> str | None:
    """Return text or a whole number as text without blanks around; None for all else.

    Halves of surrogate pairs, which JSON can hold and no encoding can, become question marks.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    if isinstance(value, Decimal) and abs(value) < _LARGE and value == value.to_integral_value():
        value = int(value)
    return str(value).strip().encode("utf-8", "replace").decode() or None


def is_no_time(value: object) -> bool:
    """Tell whether a time is a placeholder: of a stay without its end, most often."""
    return (text_of_value(value) or "") in _NO_TIME


def decimal_of(value: object) -> Decimal | None:
    """Read a finite number, written as one or as text; exact, so that 0.1 stays 0.1."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def fen_of(value: object, unit: MoneyUnit) -> int | None:
    """Read an amount as whole fen; None for what is none, negative, or above a million yuan."""
    number = decimal_of(value)
    if number is None or not 0 <= number <= MOST_FEN:
        return None
    fen = number * 100 if unit == "yuan" else number
    whole = int(fen.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return whole if whole <= MOST_FEN else None


def opening_hours_of(written: str) -> str | None:
    """Return OSM opening hours for the ways in which vendors write them; None for others."""
    text = written.strip()
    if text.replace(" ", "").casefold() in _ALWAYS:
        return "24/7"
    ranges = _RANGE.findall(text)
    left = _RANGE.sub("", text).strip(" ,，;；、")
    if ranges and not left:
        text = ",".join(f"{int(h):02}:{m}-{int(to_h):02}:{to_m}" for h, m, to_h, to_m in ranges)
    return text if check_opening_hours(text) is None else None


def clock_of(value: object) -> str | None:
    """Read a time of the day such as `8:00`, `080000` or `24:00` as HH:MM."""
    text = text_of_value(value)
    found = _CLOCK.fullmatch(text) if text else None
    return f"{int(found[1]):02}:{found[2]}" if found else None
