"""Cells as texts, numbers, heights and sums of money. What says "no data" is None."""

import math
import re
from collections.abc import Collection
from datetime import date, time
from typing import Final

from ingest.formats.numbers import NO_DATA_WORDS

TEXT_MISSING: Final = frozenset(
    {word for word in NO_DATA_WORDS if not re.match(r"-\d", word)}
    | {"<null>", "#n/a", "nicht bekannt"}
)
_SIGNS: Final = re.compile(r"[-?.*/_\s]+")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
_COUNTED: Final = re.compile(r"(\d+)\s*(?:个|個|位|辆|輛|格)(?:车位|車位|泊位)?")
_HEIGHT_UNIT: Final = re.compile(r"\d\s*(mm|cm|m|ft|in|米|公尺|厘米)\b", re.IGNORECASE)
_METRES: Final = {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254,
                  "米": 1.0, "公尺": 1.0, "厘米": 0.01}  # fmt: skip
_FEN_PER_YUAN: Final = 100


def text_of(value: object, missing: Collection[str] = TEXT_MISSING) -> str | None:
    """Read text; a whole float is written without its point, as ids in spreadsheets need it."""
    if isinstance(value, str):
        stripped = value.strip()
        if not missing:
            return stripped
        is_missing = stripped.casefold() in missing
        # Signs alone (`???`) say nothing either; the first character spares most the look.
        if not is_missing and not stripped[0].isalnum():
            is_missing = _SIGNS.fullmatch(stripped) is not None
        return None if is_missing else stripped
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return None if math.isnan(value) else f"{value:.15g}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int) else None


def line_of(value: object, missing: Collection[str] = TEXT_MISSING) -> str | None:
    """Read text as one line without control characters."""
    text = text_of(value, missing)
    return None if text is None else " ".join(text.split()) or None


def number_of(value: object) -> float | None:
    """Read a number with a point or a comma; None where there is none, ValueError for words."""
    text = text_of(value)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r:.40} is no number")
    return float(text.replace(",", "."))


def count_text(value: object) -> object:
    """Return a count as `count_of` takes it: without a measure word or signs between thousands."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    counted = _COUNTED.fullmatch(text)
    if counted is not None:
        return counted[1]
    return re.sub(r"[.,' ]", "", text) if _THOUSANDS.fullmatch(text) else value


def height_m(value: object, unit: str) -> float | None:
    """Read a height, in the unit that is written beside it or else `unit`; ValueError for words.

    0 is no limit known.
    """
    text = text_of(value)
    if text is None:
        return None
    found = _NUMBER.search(text)
    if found is None:
        raise ValueError(f"{text!r:.40} is no height")
    written = _HEIGHT_UNIT.search(text)
    scale = _METRES[written[1].lower() if written else unit]
    return round(float(found[0].replace(",", ".")) * scale, 3) or None


def fen_of(value: object, unit: str) -> int | None:
    """Read a sum of money in whole fen."""
    number = number_of(value)
    if number is None:
        return None
    return round(number * (_FEN_PER_YUAN if unit == "yuan" else 1))
