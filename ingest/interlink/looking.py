"""Looks up members whose names differ by case and underscores only, in a record and around it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias


class Found(NamedTuple):
    """A value and the vendor's own name of it."""

    name: str
    value: object


class Layer:
    """One JSON object by folded names; of two names that fold alike the first counts."""

    __slots__ = ("members",)

    def __init__(self, content: Mapping[str, object]) -> None:
        self.members: dict[str, Found] = {}
        for name, value in content.items():
            self.members.setdefault(folded(name), Found(name, value))


Chain: TypeAlias = tuple[Layer, ...]
"""A record, and outwards what it is wrapped in."""


def folded(name: str) -> str:
    """Return what `parkCode`, `park_code` and `ParkCode` have in common."""
    return name.replace("_", "").replace("-", "").casefold()


def look(paths: Iterable[str], chain: Chain) -> Found | None:
    """Return the first candidate that has a value; the nearest layer counts."""
    for path in paths:
        for layer in chain:
            found = _follow(path.split("."), layer)
            if found is not None and not is_absent(found.value):
                return found
    return None


def is_absent(value: object) -> bool:
    """Tell whether nothing is said: null, blank text, an empty list or object."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def has(names: Sequence[str], chain: Chain) -> int:
    """Count which of the names have a value."""
    return sum(look((name,), chain) is not None for name in names)


def _follow(steps: Sequence[str], layer: Layer) -> Found | None:
    found = layer.members.get(folded(steps[0]))
    for step in steps[1:]:
        if found is None or not isinstance(found.value, Mapping):
            return None
        found = Layer(found.value).members.get(folded(step))
    return found
