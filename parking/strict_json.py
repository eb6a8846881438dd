"""Strict JSON: takes a body apart item by item, so that one bad item does not sink the others.

It knows JSON and its traps (repeated members, NaN, 1e999, lone surrogates, NUL), not reports.
This is the slow way; whoever decodes first tries the typed decoder.
"""

import json
import math
from collections.abc import Callable
from typing import Final

from parking.problems import Problem, ProblemError

MAX_DEPTH: Final = 16
_MEMBERS_PER_ITEM: Final = 200
_OBJECTS_PER_ITEM: Final = 40


class _Repeated(dict[str, object]):
    """An object in which a member appeared twice."""

    member = ""


def items_of(body: bytes, member: str, max_items: int) -> list[object | Problem]:
    """Return the array `body[member]`, each item cleaned or a Problem that points into it.

    Raises ProblemError where the body as a whole cannot be read.
    """
    if not body:
        raise _unreadable("the body is empty")
    _refuse_masses(body, max_items)
    whole = _read(body, _object)
    if not isinstance(whole, dict) or not isinstance(whole.get(member), list):
        shape = f'the body must be an object {{"{member}": [...]}}'
        raise ProblemError(Problem("bad-request", shape, f"/{member}"))
    if whole.__class__ is _Repeated:
        raise _unreadable(f"the body has the member {member!r} or another one twice")
    items: list[object] = whole[member]
    if len(items) > max_items:
        raise _too_many(max_items)
    return [_item(item, f"/{member}/{index}") for index, item in enumerate(items)]


def refuse_repeated(body: bytes) -> None:
    """Raise ProblemError where an object anywhere in the body has a member twice."""
    repeated: list[str] = []

    def noting(pairs: list[tuple[str, object]]) -> None:
        seen = _object(pairs)
        if isinstance(seen, _Repeated):
            repeated.append(seen.member)

    _read(body, noting)
    if repeated:
        told = f"the member {repeated[0]!r:.60} appears twice; send it once"
        raise ProblemError(Problem("bad-json", told))


def _read(body: bytes, on_object: Callable[[list[tuple[str, object]]], object]) -> object:
    try:
        whole: object = json.loads(body.decode(), object_pairs_hook=on_object)
    except UnicodeDecodeError as error:
        raise _unreadable(f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise _unreadable(str(error)) from error
    except ValueError as error:
        raise _unreadable("a number has thousands of digits") from error
    except RecursionError as error:
        raise _unreadable(f"nested deeper than {MAX_DEPTH} levels") from error
    return whole


def _refuse_masses(body: bytes, max_items: int) -> None:
    """Count bytes, which is cheap; building a million values to count them is not."""
    objects, commas = body.count(b"{"), body.count(b",")
    if objects > max_items * _OBJECTS_PER_ITEM or commas > max_items * _MEMBERS_PER_ITEM:
        raise _too_many(max_items)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) == len(pairs):
        return whole
    seen: set[str] = set()
    repeated = _Repeated(whole)
    for name, _ in pairs:
        if name in seen:
            repeated.member = name
        seen.add(name)
    return repeated


def _item(item: object, pointer: str) -> object | Problem:
    try:
        return _clean(item, pointer, 2)
    except ProblemError as error:
        return error.problem


def _clean(value: object, pointer: str, depth: int) -> object:
    """Return the value with whole floats as integers; raise for what no store can hold."""
    if depth > MAX_DEPTH:
        raise ProblemError(Problem("bad-json", f"nested deeper than {MAX_DEPTH} levels", pointer))
    if isinstance(value, dict):
        if isinstance(value, _Repeated):
            told = f"the member {value.member!r} appears twice; send it once"
            raise ProblemError(Problem("bad-json", told, pointer))
        return {
            _clean_text(name, pointer): _clean(part, f"{pointer}/{name}", depth + 1)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_clean(part, f"{pointer}/{index}", depth + 1) for index, part in enumerate(value)]
    if isinstance(value, str):
        return _clean_text(value, pointer)
    return _clean_number(value, pointer) if isinstance(value, float) else value


def _clean_text(text: str, pointer: str) -> str:
    if "\0" in text:
        raise ProblemError(Problem("bad-field", "the text holds U+0000; leave it out", pointer))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        told = "the text holds half of a surrogate pair; send whole characters in UTF-8"
        raise ProblemError(Problem("bad-json", told, pointer)) from error
    return text


def _clean_number(number: float, pointer: str) -> float | int:
    if not math.isfinite(number):
        told = "not a number that JSON knows (NaN, Infinity or too large)"
        raise ProblemError(Problem("bad-field", told, pointer))
    return int(number) if number.is_integer() else number


def _unreadable(why: str) -> ProblemError:
    return ProblemError(Problem("bad-json", f"the body cannot be read as JSON: {why}"))


def _too_many(max_items: int) -> ProblemError:
    told = f"send at most {max_items:,} items a request, none of them very large or deeply nested"
    return ProblemError(Problem("too-many-items", told))
