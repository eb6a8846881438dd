"""Rows of the log as the rules see them. Knows both shapes, and nothing of what they mean."""

from typing import Final

import msgspec

from parking.live.record import Record
from parking.payload import report_from_log
from parking.storage.postgres.report_log import TailRow
from parking.vocabulary import KIND_CODE, ReportKind

_KIND_OF_CODE: Final[dict[int, ReportKind]] = {code: kind for kind, code in KIND_CODE.items()}


def record_of_row(row: TailRow) -> Record:
    """Return what a row of the log claims; the counters' epoch is a column of its own."""
    kind = _KIND_OF_CODE[row.kind]
    report = report_from_log(kind, row.record_serial, row.observed_us, row.payload)
    if row.epoch is not None:
        report = msgspec.structs.replace(report, epoch=row.epoch)
    return Record(report, row.observed_us, row.ident, row.source_key, row.flags)
