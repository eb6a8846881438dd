"""What a guess is not sure of, as findings: names that lie, words that say nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ingest.mapping.assigning import Assigned, fits, named
from ingest.mapping.candidates import Candidate
from ingest.mapping.column_checks import longitudes
from ingest.mapping.column_names import affinity, normal
from ingest.mapping.values import text_of

_SURE: Final = 0.8
_FEW: Final = 8
_NEEDED: Final = ("free", "capacity", "lat", "lon", "observed_at")
_OFTEN_FREE: Final = ("occupancy", "occupation", "belegung", "ocupacion", "占用", "佔用")
_NOW: Final = ("current", "aktuell", "current count")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One finding about the whole document."""

    code: str
    places: Mapping[str, object]


def doubts_of(candidate: Candidate, assigned: Assigned, moved: str | None) -> list[Doubt]:
    """Return the doubts; `moved` is the column taken for free spaces in spite of its name."""
    found = []
    if moved is not None:
        found.append(Doubt("maybe-capacity", {"column": moved}))
    for counted, classes in sorted(assigned.counts.items()):
        for column in sorted(classes.values()):
            if column != moved:
                found += _doubt_of(counted, column, assigned)
    used = {*assigned.fields.values()}
    for field in ("state", "status"):
        found += _unread(candidate, field, used)
    found += _unfit(candidate, assigned)
    name = assigned.fields.get("lot_id") is None and assigned.fields.get("name")
    if name:
        found.append(Doubt("guessed-column", {"column": name, "field": "lot_id"}))
    return found


def _doubt_of(counted: str, column: str, assigned: Assigned) -> list[Doubt]:
    words = normal(column.rpartition("/")[2])  # a table's own slash does no harm here
    is_alone = not assigned.counts.get("free")
    if counted == "occupied" and is_alone and any(one in words for one in _OFTEN_FREE):
        return [Doubt("maybe-free", {"column": column})]
    is_weak = assigned.sureness.get(column, 1.0) < _SURE and counted != "capacity"
    if is_weak or (counted == "occupied" and words in _NOW):
        return [Doubt("guessed-column", {"column": column, "field": counted})]
    return []


def _unfit(candidate: Candidate, assigned: Assigned) -> list[Doubt]:
    """Columns that are named like a field that has none, and hold what it cannot be."""
    taken = {*assigned.fields.values(), *assigned.before, *assigned.before.values()}
    taken |= {column for classes in assigned.counts.values() for column in classes.values()}
    missing = [name for name in _NEEDED if name not in assigned.fields | assigned.counts]
    found = []
    for column, values in sorted(candidate.columns.values.items()):
        if column in taken:
            continue
        field = next((one for one in missing if named(candidate, column, one) >= _SURE), None)
        if field is None:
            continue
        wrong = (text_of(value) for value in values if not fits(field, value))
        text = next((one for one in wrong if one is not None), None)
        if text is None:
            continue
        code = "unfit-column"
        if field == "lat" and longitudes(values) and "lon" in assigned.fields:
            code = "swapped-columns"
        places = {"column": column, "field": field, "value": text}
        found.append(Doubt(code, places))
    return found


def _unread(candidate: Candidate, field: str, used: set[str]) -> list[Doubt]:
    """Columns that are surely a state, with a few codes that have no known meaning."""
    if field == "status":
        return []
    found = []
    for column, values in sorted(candidate.columns.values.items()):
        last = candidate.columns.steps[column][-1]
        alias = candidate.aliases.get(last, last)
        if column in used or max(affinity(last, field), affinity(alias, field)) < 1.0:
            continue
        codes = {text for value in values if (text := text_of(value)) is not None}
        if 0 < len(codes) <= _FEW:
            told = ", ".join(sorted(codes))
            found.append(Doubt("unread-words", {"column": column, "value": told, "field": field}))
    return found
