"""Whether a publication may take the place of the last good one, or says something unbelievable.

What changed shape at once is believed when the next one says the same; what is empty never is.
Pure. How much may change is what the self-checks say: `parking/checking/thresholds.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from ingest.formats.findings import Finding
from ingest.formats.publication import Publication
from ingest.registry.rows import Row
from parking.checking.thresholds import (
    DROPPED_SHARE,
    FIELDS_GONE_SHARE,
    SAME_LOTS_LEAST,
    USUAL_FIELD_SHARE,
)

_EVERYWHERE: Final = frozenset({"lot_id", "kind", "spaces", "space_class"})
"""Fields without which there is no record."""


class Shape(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a publication is compared: not what its numbers are, but which there are.

    `lots` are all that it speaks of, `counted` those with a value. `same_free` is the number that
    all lots have free, where there are several and they agree.
    """

    format: str = ""
    lots: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    same_free: int | None = None


class Guard(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last good shape, and the one that waits for a second of its kind."""

    good: Shape | None = None
    suspect: Shape | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`is_accepted` False: the last good state stays. `findings` say why, or why it did not."""

    is_accepted: bool
    findings: tuple[Finding, ...] = ()


def judge(guard: Guard, found: Shape) -> tuple[Guard, Verdict]:
    """Judge the next publication; returns the guard after it."""
    if not found.lots:
        return guard, Verdict(is_accepted=False, findings=(Finding("empty", "", None, {}),))
    findings = tuple(_changes(guard.good, found))
    if not findings:
        return Guard(good=found), Verdict(is_accepted=True)
    if guard.suspect is not None and not any(_changes(guard.suspect, found)):
        return Guard(good=found), Verdict(is_accepted=True)
    return Guard(guard.good, suspect=found), Verdict(is_accepted=False, findings=findings)


def shape_of(publication: Publication) -> Shape:
    """Return the shape of a publication."""
    reports = publication.reports
    counted = frozenset(str(row.fields.get("lot_id", "")) for row in reports)
    described = frozenset(str(row.fields.get("lot_id", "")) for row in publication.lots)
    opened = frozenset(opening.lot_id for opening in publication.openings)
    return Shape(
        format=publication.format,
        lots=described | counted | opened,
        counted=counted,
        fields=_usual_fields("lot", publication.lots) | _usual_fields("report", reports),
        same_free=_same_free(reports),
    )


def _changes(good: Shape | None, found: Shape) -> Iterable[Finding]:
    """Say what changed more than it may; what was so before is no change."""
    same = found.same_free
    # At the first sight of a feed nothing but zeros is what cannot be believed.
    was_different = same == 0 if good is None else good.same_free is None
    if same is not None and was_different:
        yield Finding("all-equal", "", None, {"before": len(found.counted), "value": same})
    if good is None:
        return
    if good.format != found.format:
        yield Finding("format-changed", "", None, {"before": good.format, "value": found.format})
    for code, before, now in (
        ("mass-drop", good.lots, found.lots),
        ("values-gone", good.counted, found.counted),
    ):
        gone = len(before - now)
        if before and gone > DROPPED_SHARE * len(before):
            yield Finding(code, "", None, {"before": len(before), "gone": gone})
    missing = good.fields - found.fields
    if good.fields and len(missing) > FIELDS_GONE_SHARE * len(good.fields):
        yield Finding("fields-gone", "", None, {"value": ", ".join(sorted(missing))[:200]})


def _usual_fields(kind: str, rows: list[Row]) -> frozenset[str]:
    times: dict[str, int] = {}
    for row in rows:
        for name in _names(row.fields):
            times[name] = times.get(name, 0) + 1
    enough = USUAL_FIELD_SHARE * len(rows)
    return frozenset(f"{kind}.{name}" for name, count in times.items() if count >= enough)


def _names(fields: Mapping[str, object]) -> set[str]:
    names = set(fields) - _EVERYWHERE
    spaces = fields.get("spaces")
    for space in spaces if isinstance(spaces, list) else ():
        if isinstance(space, Mapping):
            names |= {f"spaces.{name}" for name in set(space) - _EVERYWHERE}
    return names


def _same_free(reports: list[Row]) -> int | None:
    """Return the one number that every count says, of several lots; else None."""
    said: dict[str, list[int]] = {}
    for row in reports:
        spaces = row.fields.get("spaces")
        for space in spaces if isinstance(spaces, list) else ():
            if isinstance(space, Mapping) and isinstance(free := space.get("free"), int):
                said.setdefault(str(row.fields.get("lot_id", "")), []).append(free)
    numbers = {sum(free) for free in said.values()}
    if len(said) < SAME_LOTS_LEAST or len(numbers) != 1:
        return None
    return numbers.pop()
