"""Amend: what stands of a lot's records once its corrections and voids are taken in.

A function of the set: an amendment may come before or after what it means. Voids are final and
beat corrections; of corrections the newest counts, and the record keeps its own time. An amendment
means records of its own source only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from parking.clock import SECOND_US, to_us
from parking.live.intake import lanes_of
from parking.live.record import Record, in_order
from parking.plausibility import SUSPECT
from parking.report import (
    Closure,
    Correction,
    Entry,
    Exit,
    Lane,
    Report,
    Snapshot,
    SpaceReport,
    Target,
    Totals,
    Void,
)

Serial: TypeAlias = tuple[int, str]
"""A record's source key and its serial there."""


@dataclass(frozen=True, slots=True)
class Amended:
    """`standing` holds the records that count, in order, with their content as corrected.

    `hits` pairs each amendment that found its record with that record as it was reported; of the
    records of one closure the newest comes last.
    """

    standing: Sequence[Record]
    hits: Sequence[tuple[Record, Record]] = field(default_factory=list)
    unresolved: Sequence[Record] = field(default_factory=list)


def target_of(report: Correction | Void) -> Target:
    """Return the record an amendment means; a bare serial is one of any kind and time."""
    meant = report.correction_of if isinstance(report, Correction) else report.void_of
    return Target(record_serial=meant) if isinstance(meant, str) else meant


def amended_name(record: Record) -> str:
    """Return `<source key>/<serial>` of the record itself, of an amendment that of its target."""
    report = record.report
    if isinstance(report, Correction | Void):
        return f"{record.source_key}/{target_of(report).record_serial}"
    return f"{record.source_key}/{report.record_serial}"


def amend(records: Iterable[Record]) -> Amended:
    """Return what stands of these records."""
    voids: list[Record] = []
    corrections: list[Record] = []
    claims: list[Record] = []
    for record in sorted(records, key=in_order):
        kind = type(record.report)
        (voids if kind is Void else corrections if kind is Correction else claims).append(record)
    if not voids and not corrections:
        return Amended(claims)
    by_serial = _by_serial(claims)
    corrections_by_serial = _by_serial(corrections)
    hits: list[tuple[Record, Record]] = []
    unresolved: list[Record] = []
    for void in voids:
        found = _meant(void, by_serial) or _meant(void, corrections_by_serial)
        hits.extend((void, record) for record in found)
        if not found:
            unresolved.append(void)
    voided = {record.ident for _, record in hits}
    content: dict[bytes, Record] = {}
    for correction in corrections:
        found = _meant(correction, by_serial)
        hits.extend((correction, record) for record in found)
        if not found:
            unresolved.append(correction)
        if correction.ident not in voided:
            content.update((record.ident, correction) for record in found)
    standing = [
        _corrected(claim, content.get(claim.ident)) for claim in claims if claim.ident not in voided
    ]
    return Amended(standing, hits, unresolved)


def _by_serial(records: Iterable[Record]) -> dict[Serial, list[Record]]:
    found: defaultdict[Serial, list[Record]] = defaultdict(list)
    for record in records:
        found[record.source_key, record.report.record_serial].append(record)
    return found


def _meant(amendment: Record, by_serial: dict[Serial, list[Record]]) -> Sequence[Record]:
    """The newest record that fits, not newer than the amendment unless its time is named.

    A closure that was declared anew under its serial is one closure: all of it is meant.
    """
    report = amendment.report
    if not isinstance(report, Correction | Void):
        return ()
    target = target_of(report)
    fitting = [
        record
        for record in by_serial.get((amendment.source_key, target.record_serial), ())
        if _fits(record, target, amendment.observed_us)
    ]
    if fitting and isinstance(fitting[-1].report, Closure):
        return [record for record in fitting if isinstance(record.report, Closure)]
    return fitting[-1:]


def _fits(record: Record, target: Target, amended_us: int) -> bool:
    if target.kind is not None and record.report.kind != target.kind:
        return False
    if target.observed_at is None:
        return record.observed_us <= amended_us
    return record.observed_us // SECOND_US == to_us(target.observed_at) // SECOND_US


def _corrected(claim: Record, correction: Record | None) -> Record:
    if correction is None or not isinstance(correction.report, Correction):
        return claim
    flags = claim.flags & ~SUSPECT | correction.flags & SUSPECT
    return claim._replace(report=_content(claim.report, correction.report), flags=flags)


def _content(report: Report, new: Correction) -> Report:
    """The report with what the correction gives; what it does not give stays."""
    match report:
        case Snapshot() if new.spaces is not None:
            return msgspec.structs.replace(report, spaces=new.spaces)
        case SpaceReport() if new.status is not None:
            return msgspec.structs.replace(report, status=new.status)
        case Entry() | Exit():
            free_after = report.free_after if new.free_after is None else new.free_after
            space_class = new.space_class or report.space_class
            return msgspec.structs.replace(report, free_after=free_after, space_class=space_class)
        case Totals():
            return msgspec.structs.replace(report, lanes=new.lanes or _lanes(report, new))
        case Closure():
            begins_at, ends_at = new.begins_at or report.begins_at, new.ends_at or report.ends_at
            return msgspec.structs.replace(report, begins_at=begins_at, ends_at=ends_at)
        case _:
            return report


def _lanes(report: Totals, new: Correction) -> list[Lane]:
    """Return the lanes with totals of no named lane: they can only mean the one there is."""
    lanes = lanes_of(report)
    if len(lanes) != 1:
        return lanes
    (lane,) = lanes
    came = lane.in_total if new.in_total is None else new.in_total
    went = lane.out_total if new.out_total is None else new.out_total
    return [Lane(came, went, lane.lane_id)]
