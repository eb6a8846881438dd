"""Observing: a row of the log as the detectors see it. Knows both shapes, and nothing of rules."""

from typing import Final

from parking.checking.observation import CheckedLot, Observation, Span
from parking.live.intake import lanes_of
from parking.live.register import raw_free
from parking.lot import Lot
from parking.payload import report_from_log
from parking.plausibility import BACKFILL
from parking.report import Entry, Exit, Report, Snapshot, SpaceReport, Totals
from parking.storage.postgres.checking_states import CheckedRow
from parking.storage.postgres.report_log import HISTORY_ONLY
from parking.vocabulary import KIND_CODE, ReportKind

_KIND_OF_CODE: Final[dict[int, ReportKind]] = {code: kind for kind, code in KIND_CODE.items()}
_SAID_BY_PEOPLE: Final = frozenset(
    {KIND_CODE["correction"], KIND_CODE["void"], KIND_CODE["closure"]}
)
"""What a person says of an earlier report, or of the lot, tells nothing of how the feed does."""


def observation_of(row: CheckedRow) -> Observation | None:
    """Return what the row claims; None where it is nothing to judge a feed by."""
    if row.flags & HISTORY_ONLY or row.kind in _SAID_BY_PEOPLE:
        return None
    seen = Observation(
        row.lot_key,
        row.source_key,
        _KIND_OF_CODE[row.kind],
        row.observed_us,
        row.received_us,
        epoch=row.epoch,
        seq=row.seq,
        is_backfill=bool(row.flags & BACKFILL),
    )
    return _with_figures(seen, report_of(row))


def report_of(row: CheckedRow) -> Report:
    """Return the report that a row is."""
    kind = _KIND_OF_CODE[row.kind]
    return report_from_log(kind, row.record_serial, row.observed_us, row.payload)


def checked_lot(lot: Lot | None, closures: tuple[Span, ...] = ()) -> CheckedLot:
    """Return what the detectors need to know of a lot beside its reports."""
    if lot is None:
        return CheckedLot(closures=closures)
    return CheckedLot(
        lot.capacity.get("general"),
        lot.timezone,
        lot.land_use,
        opening_hours=lot.opening_hours,
        closures=closures,
    )


def _with_figures(seen: Observation, report: Report) -> Observation:
    """A snapshot of several classes is judged by its general spaces, else by the first."""
    match report:
        case Snapshot() if report.spaces:
            spaces = report.spaces
            space = next((one for one in spaces if one.space_class == "general"), spaces[0])
            return seen._replace(
                space_class=space.space_class, free=raw_free(space), capacity=space.capacity
            )
        case Entry() | Exit():
            return seen._replace(space_class=report.space_class, free=report.free_after)
        case Totals() if lanes_of(report):
            lanes = lanes_of(report)
            return seen._replace(
                space_class=report.space_class,
                in_total=sum(lane.in_total for lane in lanes),
                out_total=sum(lane.out_total for lane in lanes),
            )
        case SpaceReport():
            return seen._replace(space_code=report.space_code, status=report.status)
        case _:
            return seen
