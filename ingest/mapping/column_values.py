"""Columns of a sample: every value by the path at which it stands in its record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ingest.mapping.records import Record

_DEEPEST: Final = 5
_MOST: Final = 300
_WIDEST: Final = 60
"""An object with more members is a table of its own, and no part of a record."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Values by column, empty ones left out, and how many records there were."""

    values: Mapping[str, Sequence[object]]
    steps: Mapping[str, tuple[str, ...]]
    """The names on the way to each column; a name may itself have a slash in it."""
    total: int
    rows: Sequence[Mapping[str, object]]
    """The same by record, for what must be compared within one."""


def columns_of(records: Sequence[Record]) -> Columns:
    """Flatten the records; at most some hundred columns are looked at."""
    values: dict[str, list[object]] = {}
    steps: dict[str, tuple[str, ...]] = {}
    rows = []
    # A lone object with a list in it is what the list stands in, not a record of it.
    has_lists = len(records) > 1
    for record in records:
        row = {}
        for way, value in islice(_flat(record.values, (), has_lists=has_lists), _MOST):
            name = way[0] if len(way) == 1 else "/".join(_escaped(step) for step in way)
            row[name] = value
            if name in values or len(values) < _MOST:
                values.setdefault(name, []).append(value)
                steps[name] = way
        rows.append(row)
    return Columns(values, steps, len(records), rows)


def _flat(
    values: Mapping[str, object], way: tuple[str, ...], *, has_lists: bool
) -> Iterator[tuple[tuple[str, ...], object]]:
    for key, value in list(values.items())[:_WIDEST]:
        here = (*way, str(key))
        if value is None or value in ("", [], {}):
            continue
        yield here, value
        if len(here) > _DEEPEST or (not way and "/" in str(key)):
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, here, has_lists=has_lists)
        elif has_lists and isinstance(value, list) and isinstance(value[0], Mapping):
            yield from _flat(value[0], (*here, "0"), has_lists=has_lists)


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
