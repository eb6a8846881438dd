"""A lot's history as a series: what each report said of counts, nothing of who passed.

A number is shown as readers may use it: within 0 and the capacity, and marked where it was taken
back since.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from parking.clock import rfc3339
from parking.live.amend import amend
from parking.live.record import Record
from parking.lot import Lot
from parking.payload import report_from_log
from parking.plausibility import SUSPECT
from parking.report import Correction, Entry, Exit, Snapshot, Space, SpaceReport, Void
from parking.storage.postgres.history import LoggedReport
from parking.vocabulary import KIND_CODE, REPORT_KINDS, ReportKind

SERIES_KINDS: Final[tuple[ReportKind, ...]] = tuple(
    kind for kind in REPORT_KINDS if kind not in {"heartbeat", "totals"}
)
SERIES_CODES: Final = tuple(KIND_CODE[kind] for kind in SERIES_KINDS)
_KIND_OF: Final = {code: kind for kind, code in KIND_CODE.items()}


def series_json(
    lot: Lot,
    rows: Sequence[LoggedReport],
    amendments: Sequence[LoggedReport],
    next_cursor: str | None,
) -> bytes:
    """Render the answer of the history route; `amendments` may mean some of the rows."""
    records = {row.row_id: _record(row) for row in rows}
    both = {**{row.row_id: _record(row) for row in amendments}, **records}
    marks = _taken_back(both.values())
    points = [
        point
        for record in records.values()
        for point in points_of(record, lot, marks.get(record.ident, ()))
    ]
    return msgspec.json.encode({"lot_id": lot.lot_id, "points": points, "next_cursor": next_cursor})


def points_of(record: Record, lot: Lot, marks: Collection[str]) -> Iterator[dict[str, object]]:
    """Yield one point per space class that the report says something of, at least one."""
    report = record.report
    suspect = ["suspect"] if record.flags & SUSPECT else []
    point: dict[str, object] = {
        "observed_at": rfc3339(record.observed_us, lot.timezone),
        "kind": report.kind,
        "record_serial": report.record_serial,
        "flags": suspect + sorted(marks),
    }
    match report:
        case Snapshot() | Correction(spaces=[_, *_]):
            for space in report.spaces or ():
                capacity = space.capacity
                known = lot.capacity.get(space.space_class) if capacity is None else capacity
                yield (
                    point
                    | {"space_class": space.space_class, "capacity": capacity}
                    | _within(_free_of(space), known)
                )
        case Entry() | Exit():
            known = lot.capacity.get(report.space_class)
            yield point | {"space_class": report.space_class} | _within(report.free_after, known)
        case SpaceReport():
            yield point | {"space_code": report.space_code, "status": report.status}
        case _:
            yield point


def _free_of(space: Space) -> int | None:
    if space.free is None and space.occupied is not None and space.capacity is not None:
        return space.capacity - space.occupied
    return space.free


def _within(free: int | None, capacity: int | None) -> dict[str, int | None]:
    """Return `free` as readers may use it, and beside it what was said where that differs."""
    if free is None:
        return {"free": None}
    usable = max(0, free if capacity is None else min(free, capacity))
    return {"free": usable} if usable == free else {"free": usable, "raw_free": free}


def _taken_back(records: Collection[Record]) -> Mapping[bytes, set[str]]:
    """Say of each record that was amended how, by its identity."""
    marks: dict[bytes, set[str]] = {}
    for amendment, record in amend(records).hits:
        mark = "voided" if isinstance(amendment.report, Void) else "corrected"
        marks.setdefault(record.ident, set()).add(mark)
    return marks


def _record(row: LoggedReport) -> Record:
    kind = _KIND_OF[row.kind_code]
    report = report_from_log(kind, row.record_serial, row.observed_us, row.payload)
    return Record(report, row.observed_us, row.ident, row.source_key, row.flags)
