"""Whether a column's values can be what its name says: each check gives 0 (no) to 1 (surely)."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from geo.position import MAX_LAT, MAX_LON
from ingest.formats.moments import moment_of
from ingest.formats.numbers import count_of
from ingest.mapping.known_words import says_full, theirs_to_ours
from ingest.mapping.placing import NoPlaceError, place_of
from ingest.mapping.values import count_text, height_m, number_of, text_of
from parking.opening import check_opening_hours

Values = Sequence[object]
_UTC: Final = ZoneInfo("UTC")
_MOST: Final = 0.8
_HALF: Final = 0.5
_LONGEST_NAME: Final = 160
_LARGEST: Final = 100_000
_FULL: Final = 105
"""Percent: a little more than all is a counter that drifted."""
_PROJECTED: Final = 1_000.0
OTHER_TIMES: Final = (
    "%Y-%m-%d-%H.%M.%S.%f", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y%m%d%H%M",
    "%m/%d/%Y %I:%M:%S %p", "%Y%m%dT%H%M%S", "%d.%m.%Y, %H:%M", "%a, %d %b %Y %H:%M:%S %Z",
    "%d.%m.%Y - %H:%M", "%Y.%m.%d %H:%M:%S",
)  # fmt: skip
_COMPOUND: Final = re.compile(r"\s*[^\d/]{2,30}/\s*(?:\d{1,5}|\?+|-+)?\s*")


def share(values: Values, holds: Callable[[object], bool]) -> float:
    """Return how many of the values hold, of those that are there."""
    there = [value for value in values if not isinstance(value, str) or text_of(value) is not None]
    return sum(holds(value) for value in there) / len(there) if there else 0.0


def counts(values: Values) -> float:
    """Whole numbers that can be numbers of spaces."""
    return 1.0 if share(values, _is_count) >= _MOST else 0.0


def frees(values: Values) -> float:
    """The same, or a word for full where there is none; words alone are a state."""
    fitting = share(values, lambda v: _is_count(v) or says_full(v))
    return 1.0 if fitting >= _MOST and share(values, _is_count) > 0 else 0.0


def shares(values: Values) -> float:
    """Numbers from 0 to 100, or `12 %`."""
    fitting = share(values, lambda v: (n := _percent(v)) is not None and n <= _FULL)
    return 1.0 if fitting >= _MOST else 0.0


def latitudes(values: Values) -> float:
    """Numbers that can be latitudes, or northings."""
    return 1.0 if share(values, lambda v: _is_degree(v, MAX_LAT)) >= _MOST else 0.0


def longitudes(values: Values) -> float:
    """Numbers that can be longitudes, or eastings."""
    return 1.0 if share(values, lambda v: _is_degree(v, MAX_LON)) >= _MOST else 0.0


def positions(values: Values) -> float:
    """Points in one of the usual forms."""
    return 1.0 if share(values, _is_place) >= _MOST else 0.0


def moments(values: Values) -> float:
    """Times that can be read, most of them."""
    return 1.0 if time_form_of(values) is not None else 0.0


def time_form_of(values: Values) -> str | None:
    """Return how times are written: empty for the usual ways, None for no times at all."""
    if share(values, _is_moment) >= _MOST:
        return ""
    for form in OTHER_TIMES:
        if share(values, lambda v, form=form: _fits(v, form)) >= _MOST:  # type: ignore[misc]
            return form
    return None


def words_of(field: str) -> Callable[[Values], float]:
    """Return a check for words that are known for the field."""
    known = theirs_to_ours(field)

    def check(values: Values) -> float:
        found = share(values, lambda v: (text_of(v, ()) or "").casefold() in known)
        return 1.0 if found >= _HALF else 0.0

    return check


def flags(values: Values) -> float:
    """True and false, whichever way they are written."""
    known = {"true", "false", "t", "f", "ja", "nein", "j", "n", "yes", "no", "wahr", "falsch", "0",
             "1", "是", "否"}  # fmt: skip
    return 1.0 if share(values, lambda v: (text_of(v, ()) or "").casefold() in known) == 1 else 0.0


def names(values: Values) -> float:
    """Short texts with letters, that are not times, places or addresses of pages."""
    fitting = share(values, _is_name)
    return fitting if fitting >= _HALF else 0.0


def ids(values: Values) -> float:
    """Short texts or whole numbers."""
    return 1.0 if share(values, _is_id) >= _MOST else 0.0


def heights(values: Values) -> float:
    """Heights, with or without their unit."""
    return 1.0 if share(values, _is_height) >= _MOST else 0.0


def hours(values: Values) -> float:
    """Opening hours as OSM writes them."""
    text = share(values[:40], lambda v: isinstance(v, str) and check_opening_hours(v) is None)
    return 1.0 if text >= _HALF else 0.0


def compounds(values: Values) -> bool:
    """A state and a count in one text: `open / 28`."""
    return (
        share(values, lambda v: isinstance(v, str) and _COMPOUND.fullmatch(v) is not None) >= _MOST
    )


def numbers_in(values: Values) -> list[float]:
    """Return the numbers there are."""
    found = []
    for value in values:
        number = _number(value)
        if number is not None:
            found.append(number)
    return found


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return number_of(value)
    except ValueError:
        return None


def _percent(value: object) -> float | None:
    return _number(value.rstrip("% ") if isinstance(value, str) else value)


def _is_count(value: object) -> bool:
    if isinstance(value, bool | dict | list):
        return False
    try:
        count = count_of(count_text(value))
    except ValueError:
        return False
    return count is None or -_LARGEST <= count <= _LARGEST


def _is_degree(value: object, most: float) -> bool:
    number = _number(value)
    return number is not None and (abs(number) <= most or abs(number) > _PROJECTED)


def _is_place(value: object) -> bool:
    if isinstance(value, int | float):
        return False
    try:
        return place_of(value, "") is not None
    except NoPlaceError as error:
        return error.code == "unnamed-crs"


def _is_moment(value: object) -> bool:
    try:
        return moment_of(value, _UTC) is not None
    except OverflowError:
        return False


def _fits(value: object, form: str) -> bool:
    try:
        datetime.strptime(str(value).strip(), form)  # noqa: DTZ007 - only whether it is a time
    except ValueError:
        return False
    return True


def _is_name(value: object) -> bool:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST_NAME:
        return False
    has_letters = any(sign.isalpha() for sign in value)
    return has_letters and "://" not in value and not re.match(r"(POINT|POLYGON)\b", value)


def _is_id(value: object) -> bool:
    text = text_of(value, ())
    return text is not None and 0 < len(text) <= 96 and "://" not in text  # noqa: PLR2004


def _is_height(value: object) -> bool:
    if isinstance(value, bool | dict | list):
        return False
    try:
        height = height_m(value, "m")
    except ValueError:
        return False
    return height is None or height < 10_000  # noqa: PLR2004 - millimetres at most
