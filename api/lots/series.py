"""A lot's history as a series: what each report said of counts, nothing of who passed."""

from collections.abc import Iterator
from typing import Final

import msgspec

from parking.clock import rfc3339
from parking.payload import report_from_log
from parking.plausibility import SUSPECT
from parking.report import Correction, Entry, Exit, Snapshot, SpaceReport
from parking.storage.postgres.history import LoggedReport
from parking.vocabulary import KIND_CODE, REPORT_KINDS, ReportKind

SERIES_KINDS: Final[tuple[ReportKind, ...]] = tuple(
    kind for kind in REPORT_KINDS if kind not in {"heartbeat", "totals"}
)
SERIES_CODES: Final = tuple(KIND_CODE[kind] for kind in SERIES_KINDS)
_KIND_OF: Final = {code: kind for kind, code in KIND_CODE.items()}


def points_of(row: LoggedReport, zone: str) -> Iterator[dict[str, object]]:
    """Yield one point per space class that the report says something of, at least one."""
    kind = _KIND_OF[row.kind_code]
    point: dict[str, object] = {
        "observed_at": rfc3339(row.observed_us, zone),
        "kind": kind,
        "record_serial": row.record_serial,
        "flags": ["suspect"] if row.flags & SUSPECT else [],
    }
    report = report_from_log(kind, row.record_serial, row.observed_us, row.payload)
    match report:
        case Snapshot() | Correction(spaces=[_, *_]):
            for space in report.spaces or ():
                free = space.free
                if free is None and space.occupied is not None and space.capacity is not None:
                    free = space.capacity - space.occupied
                yield point | {
                    "space_class": space.space_class, "free": free, "capacity": space.capacity
                }  # fmt: skip
        case Entry() | Exit():
            yield point | {"space_class": report.space_class, "free": report.free_after}
        case SpaceReport():
            yield point | {"space_code": report.space_code, "status": report.status}
        case _:
            yield point


def series_json(lot_id: str, rows: list[LoggedReport], zone: str, next_cursor: str | None) -> bytes:
    """Render the answer of the history route."""
    points = [point for row in rows for point in points_of(row, zone)]
    return msgspec.json.encode({"lot_id": lot_id, "points": points, "next_cursor": next_cursor})
