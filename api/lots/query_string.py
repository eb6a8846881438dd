"""Query strings of the hot path: split, unquote, and typed readers that name what is wrong.

It knows types and ranges, not what any parameter means.
"""

from collections.abc import Collection, Mapping
from math import isfinite
from urllib.parse import unquote_plus

from parking.problems import Problem, ProblemError

PARAMETERS_MAX = 64
DIGITS_MAX = 9


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
    return ProblemError(Problem("bad-request", f"{name}: {mend}", pointer=f"/query/{name}"))


def number_in(
    parameters: Mapping[str, str], name: str, default: float | None, low: float, high: float
) -> float:
    """Read a finite number within low..high; required where there is no default."""
    text = parameters.get(name)
    if text is None or text == "":
        if default is None:
            raise bad_parameter(name, "is required.")
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not low <= value <= high:
        raise bad_parameter(name, f"must be a number from {low:g} to {high:g}.")
    return value


def integer_in(parameters: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """Read a whole number within low..high."""
    text = parameters.get(name)
    if text is None or text == "":
        return default
    digits = text.removeprefix("-")
    is_whole = digits.isascii() and digits.isdigit() and len(digits) <= DIGITS_MAX
    if not is_whole or not low <= int(text) <= high:
        raise bad_parameter(name, f"must be a whole number from {low} to {high}.")
    return int(text)


def word_in(parameters: Mapping[str, str], name: str, default: str, words: Collection[str]) -> str:
    """Read one word of a closed list."""
    text = parameters.get(name) or default
    if text not in words:
        raise bad_parameter(name, f"must be one of {', '.join(words)}.")
    return text


def flag_of(parameters: Mapping[str, str], name: str) -> bool:
    """Read true or false; absent is false."""
    text = parameters.get(name, "false").lower()
    if text not in {"true", "false", "1", "0", ""}:
        raise bad_parameter(name, "must be true or false.")
    return text in {"true", "1"}
