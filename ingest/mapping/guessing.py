"""Guesses a mapping from what the columns are called and what stands in them.

A guess says what it is unsure of; numbers whose meaning cannot be told are not guessed at all.
"""

from collections.abc import Mapping as Members
from dataclasses import dataclass, replace
from typing import Final, cast

from geo.datum import DATUMS, Datum
from ingest.formats.document import Document
from ingest.mapping import column_checks as checks
from ingest.mapping.assigning import Assigned, assign
from ingest.mapping.candidates import Candidate, candidates_of
from ingest.mapping.guess_doubts import Doubt, doubts_of
from ingest.mapping.guess_mends import mend_counts
from ingest.mapping.guess_parts import (
    fields_of,
    height_unit,
    hours_picks,
    published_at_of,
    state_words,
)
from ingest.mapping.guess_skips import skips_of
from ingest.mapping.model import Counted, Mapping, Pick, RowKind
from ingest.mapping.not_cars import bicycles_in
from ingest.mapping.scoring import is_bare, score_of
from parking.vocabulary import SpaceClass
from parking.words import Words

_MAKERS: Final[dict[str, Datum]] = {
    "高德": "gcj02", "腾讯": "gcj02", "火星": "gcj02", "国测": "gcj02", "gcj": "gcj02",
    "amap": "gcj02", "百度": "bd09", "baidu": "bd09", "bd_09": "bd09", "bd-09": "bd09",
    "天地图": "cgcs2000", "gps": "wgs84", "wgs": "wgs84",
}  # fmt: skip
"""Whose map a column's name says its positions are of."""
_LIVE: Final = frozenset({"free", "occupied", "occupancy"})


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping, how likely it is that the document is a list of lots at all, and the doubts."""

    mapping: Mapping
    score: float
    lacks: Words | None = None
    doubts: tuple[Doubt, ...] = ()
    not_cars: str | None = None
    """The words by which it is known to be no car parking."""


def guess_mapping(document: Document) -> Guess | None:
    """Return the likeliest; None where there are no records of any kind."""
    guesses = [
        (_guess(candidate, document), candidate.columns.total)
        for candidate in candidates_of(document)
    ]
    # Of equals the longer list: one object that holds it looks like a record, too.
    best = max(guesses, key=lambda one: (one[0].score, one[1], _place(one[0])), default=None)
    return None if best is None else best[0]


def _guess(candidate: Candidate, document: Document) -> Guess:
    assigned = assign(candidate)
    moved = mend_counts(candidate, assigned)
    compound = _compound(candidate, assigned)
    rows = "both" if compound is not None else _row_kind(candidate, assigned)
    is_table = candidate.shape == "table"
    lines = candidate.columns
    skips, doubts = skips_of(candidate, assigned), doubts_of(candidate, assigned, moved)
    if rows == "lots" and not assigned.counts and is_bare(candidate, assigned):
        doubts.append(Doubt("bare-places", {}))
    mapping = Mapping(
        shape=candidate.shape,
        rows=rows,
        list_path="" if is_table else candidate.path,
        sheet=candidate.path if is_table else "",
        published_at=published_at_of(document, candidate, assigned),
        zone="UTC" if "utc" in assigned.fields.get("observed_at", "").lower() else "",
        coordsys=_datum(assigned),
        time_form=_time_form(candidate, assigned),
        fields=fields_of(candidate, assigned, rows),
        counts=_counts(assigned),
        hours=hours_picks(assigned),
        words=state_words(candidate, assigned),
        units=height_unit(candidate, assigned) | _share_unit(candidate, assigned),
        skip=skips,
    )
    if compound is not None:
        mapping = _with_compound(mapping, compound)
    not_cars = bicycles_in(candidate.names, lines.values, lines.total)
    score, lacks = score_of(candidate, mapping, assigned)
    if not_cars is not None:
        score, lacks = max(score, 0.6 if _is_listing(candidate) else 0.0), None
    return Guess(mapping, score, lacks, tuple(doubts), not_cars)


def _place(guess: Guess) -> tuple[int, str]:
    place = guess.mapping.list_path or guess.mapping.sheet
    return -len(place), place


def _is_listing(candidate: Candidate) -> bool:
    return candidate.columns.total > 0 and len(candidate.columns.values) > 1


def _row_kind(candidate: Candidate, assigned: Assigned) -> RowKind:
    is_live = bool(assigned.counts.keys() & _LIVE)
    if not is_live and "status" in assigned.fields and _is_bays(candidate, assigned):
        return "bays"
    described = {"name", "lat", "position", "address"} & assigned.fields.keys()
    if is_live or "state" in assigned.fields:
        is_bare = not described and not candidate.has_geometry and "capacity" not in assigned.counts
        return "counts" if is_bare else "both"
    return "lots"


def _is_bays(candidate: Candidate, assigned: Assigned) -> bool:
    """One sensor a record: a code of a bay, or a column that can only be a bay's state."""
    column = assigned.fields["status"]
    is_named = checks.words_of("status")(candidate.columns.values[column]) > 0 and any(
        part in column.lower() for part in ("parking_status", "bay", "occupancy", "泊位", "车位")
    )
    return "capacity" not in assigned.counts and ("space_code" in assigned.fields or is_named)


def _counts(assigned: Assigned) -> Members[Counted, Members[SpaceClass, Pick]]:
    return {
        cast("Counted", counted): {
            cast("SpaceClass", name): _first(assigned, column)
            for name, column in sorted(classes.items())
        }
        for counted, classes in sorted(assigned.counts.items())
        if classes
    }


def _first(assigned: Assigned, column: str) -> Pick:
    before = assigned.before.get(column)
    return Pick((column,)) if before is None else Pick((before, column), join=None)


def _datum(assigned: Assigned) -> Datum | None:
    named = " ".join(assigned.fields.get(name, "").lower() for name in ("lat", "lon", "position"))
    found = next((datum for datum in DATUMS if datum in named), None)
    return found or next((ours for word, ours in _MAKERS.items() if word in named), None)


def _time_form(candidate: Candidate, assigned: Assigned) -> str:
    column = assigned.fields.get("observed_at")
    return (checks.time_form_of(candidate.columns.values[column]) or "") if column else ""


def _share_unit(candidate: Candidate, assigned: Assigned) -> dict[str, str]:
    column = assigned.counts.get("occupancy", {}).get("general")
    if column is None:
        return {}
    numbers = checks.numbers_in(candidate.columns.values[column])
    return {"occupancy": "ratio"} if numbers and max(numbers) <= 1.0 else {"occupancy": "percent"}


def _compound(candidate: Candidate, assigned: Assigned) -> str | None:
    """Find a text such as `open / 28`, where there is no other count."""
    if assigned.counts.keys() & _LIVE:
        return None
    used = set(assigned.fields.values())
    return next(
        (
            column
            for column, values in sorted(candidate.columns.values.items())
            if column not in used and checks.compounds(values)
        ),
        None,
    )


def _with_compound(mapping: Mapping, column: str) -> Mapping:
    state = Pick((column,), split="/", part=1)
    free: Members[SpaceClass, Pick] = {"general": Pick((column,), split="/", part=2)}
    fields = {**mapping.fields, "state": state}
    return replace(mapping, fields=fields, counts={**mapping.counts, "free": free})
