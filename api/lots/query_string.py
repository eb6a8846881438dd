"""Query strings of the hot path: split, unquote, and typed readers that name what is wrong.

It knows types and ranges, not what any parameter means.
"""

from collections.abc import Callable, Collection
from functools import partial
from math import nan
from typing import Any
from urllib.parse import unquote_plus

from parking.problems import Problem, ProblemError

PARAMETERS_MAX = 64
DIGITS_MAX = 9

Reader = Callable[[str, str], Any]
"""Takes a parameter's name and text; raises ProblemError that names it and the mend."""


def parse_query(raw: bytes) -> dict[str, str]:
    """Split a raw query string; a repeated parameter is joined with commas."""
    parameters: dict[str, str] = {}
    if not raw:
        return parameters
    text = raw.decode("latin-1")
    pairs = text.split("&")
    if len(pairs) > PARAMETERS_MAX:
        raise ProblemError(Problem("bad-request", f"More than {PARAMETERS_MAX} parameters."))
    quoted = "%" in text or "+" in text
    for pair in pairs:
        name, _, value = pair.partition("=")
        if quoted:
            name, value = unquote_plus(name), unquote_plus(value)
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    return parameters


def bad_parameter(name: str, mend: str) -> ProblemError:
    """Say that one query parameter is wrong, and how to mend it."""
    return ProblemError(Problem("bad-field", f"{name}: {mend}", pointer=f"/query/{name}"))


def number(low: float, high: float) -> Reader:
    """Make a reader of finite numbers within low..high."""
    return partial(_number, low, high)


def whole(low: int, high: int) -> Reader:
    """Make a reader of whole numbers within low..high."""
    return partial(_whole, low, high)


def word(words: Collection[str]) -> Reader:
    """Make a reader of one word of a closed list."""
    return partial(_word, words)


def several(words: Collection[str]) -> Reader:
    """Make a reader of some words of a closed list, separated by commas."""
    return partial(_several, words)


def flag(name: str, text: str) -> bool:
    """Read true or false."""
    if text.lower() not in {"true", "false", "1", "0"}:
        raise bad_parameter(name, "must be true or false.")
    return text.lower() in {"true", "1"}


def _number(low: float, high: float, name: str, text: str) -> float:
    try:
        # Python would read 1_0 and the digits of other scripts too, which nobody else does.
        value = float(text) if text.isascii() and "_" not in text else nan
    except ValueError:
        value = nan
    # Neither NaN nor an infinity lies between two finite numbers.
    if not low <= value <= high:
        raise bad_parameter(name, f"must be a number from {low:g} to {high:g}.")
    return value


def _whole(low: int, high: int, name: str, text: str) -> int:
    digits = text.removeprefix("-")
    is_whole = digits.isascii() and digits.isdigit() and len(digits) <= DIGITS_MAX
    if not is_whole or not low <= int(text) <= high:
        raise bad_parameter(name, f"must be a whole number from {low} to {high}.")
    return int(text)


def _word(words: Collection[str], name: str, text: str) -> str:
    if text not in words:
        raise bad_parameter(name, f"must be one of {', '.join(words)}.")
    return text


def _several(words: Collection[str], name: str, text: str) -> tuple[str, ...]:
    given = tuple(part for part in text.split(",") if part)
    if not set(given).issubset(words):
        raise bad_parameter(name, f"must be among {', '.join(words)}.")
    return given
