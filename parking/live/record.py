"""Record: one row of the log as the counting rules see it, and the order of records."""

from typing import NamedTuple

from parking.identity import tie_of
from parking.report import Report


class Record(NamedTuple):
    """A report with who claimed it and when; `flags` as the log has them.

    A tuple, because there are tens of thousands a second.
    """

    report: Report
    observed_us: int
    ident: bytes
    source_key: int
    flags: int = 0

    @property
    def key(self) -> str:
        """31 digits that order a lot's records: observed microsecond, then tie."""
        return f"{self.observed_us:016d}{tie_of(self.ident):015d}"


def in_order(record: Record) -> str:
    return record.key
