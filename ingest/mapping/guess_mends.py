"""Mends of a first assignment: counts that are called something else than they are."""

import re
from typing import Final

from ingest.mapping.assigning import Assigned, named
from ingest.mapping.candidates import Candidate
from ingest.mapping.column_checks import counts, numbers_in
from ingest.mapping.column_names import class_of, normal

_LIVE: Final = ("free", "occupied")
_ACCESSIBLE: Final = re.compile(
    r"behindert|disabled|handicap|wheelchair|accessible|无障碍|無障礙|残疾|身障|pmr\b",
    re.IGNORECASE,
)
_MOST: Final = 0.8
_SOME: Final = 0.05


def mend_counts(candidate: Candidate, assigned: Assigned) -> str | None:
    """Mend in place; returns the column that was taken for free spaces in spite of its name."""
    _share_not_count(candidate, assigned)
    if any(assigned.counts.get(name) for name in _LIVE):
        assigned.counts.pop("occupancy", None)
    _better_capacity(candidate, assigned)
    moved = _changing_capacity(candidate, assigned)
    _all_accessible(candidate, assigned)
    return moved


def _share_not_count(candidate: Candidate, assigned: Assigned) -> None:
    """Take a column of occupied spaces for a share where it holds fractions, or says percent."""
    column = assigned.counts.get("occupied", {}).get("general")
    if column is None:
        return
    numbers = numbers_in(candidate.columns.values[column])
    has_fractions = bool(numbers) and max(numbers) <= 1.0 and any(n % 1 for n in numbers)
    if has_fractions or "percent" in normal(column) or "prozent" in normal(column):
        del assigned.counts["occupied"]["general"]
        assigned.counts.setdefault("occupancy", {})["general"] = column


def _better_capacity(candidate: Candidate, assigned: Assigned) -> None:
    """Of two columns of the capacity take the one first that the free spaces are out of."""
    column = assigned.counts.get("capacity", {}).get("general")
    free = assigned.counts.get("free", {}).get("general")
    if column is None or free is None:
        return
    others = [
        other
        for other, values in candidate.columns.values.items()
        if other not in assigned.sureness
        and named(candidate, other, "capacity") >= _MOST
        and class_of(other) is None
        and counts(values)
    ]
    least = _beyond(candidate, free, column)
    for other in sorted(others):
        beyond = _beyond(candidate, free, other)
        if beyond < least:
            least, assigned.before[column] = beyond, other


def _beyond(candidate: Candidate, free: str, capacity: str) -> int:
    """Count the records with more free spaces than there are."""
    pairs = [
        numbers_in([row[free], row[capacity]])
        for row in candidate.columns.rows
        if free in row and capacity in row
    ]
    return sum(len(pair) == 2 and pair[0] > pair[1] for pair in pairs)  # noqa: PLR2004


def _changing_capacity(candidate: Candidate, assigned: Assigned) -> str | None:
    """A "capacity" beside a trend, at times 0 or -1, with no other count: free spaces."""
    column = assigned.counts.get("capacity", {}).get("general")
    is_alone = not any(assigned.counts.get(name) for name in (*_LIVE, "occupancy"))
    if column is None or not is_alone or "trend" not in assigned.fields:
        return None
    numbers = numbers_in(candidate.columns.values[column])
    none_left = sum(number <= 0 for number in numbers)
    if none_left < _SOME * len(numbers) or not counts(candidate.columns.values[column]):
        return None
    del assigned.counts["capacity"]["general"]
    assigned.counts.setdefault("free", {})["general"] = column
    return column


def _all_accessible(candidate: Candidate, assigned: Assigned) -> None:
    """Give the general counts to accessible spaces where the whole document is about them."""
    if not is_accessible(candidate):
        return
    for classes in assigned.counts.values():
        if "general" in classes and "accessible" not in classes:
            classes["accessible"] = classes.pop("general")


def is_accessible(candidate: Candidate) -> bool:
    """Tell whether all of it is spaces for disabled people: by its names, or by a column."""
    if any(_ACCESSIBLE.search(name) for name in candidate.names):
        return True
    total = candidate.columns.total
    for values in candidate.columns.values.values():
        texts = [value for value in values if isinstance(value, str)]
        hits = sum(_ACCESSIBLE.search(text) is not None for text in texts)
        if total and len(texts) >= _MOST * total and hits >= _MOST * len(texts):
            return True
    return False
