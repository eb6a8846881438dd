"""Publication: one payload of a feed in our own words, whatever format it was written in.

A format's `mapping.py` makes it; what becomes of it (checked, polled) is others' business. Ids are
the feed's own: whose lots they become is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.formats.findings import Finding
from ingest.registry.rows import Row


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a lot is open, as the feed says. `observed_at` None: it does not say when."""

    pointer: str
    lot_id: str
    is_open: bool
    observed_at: str | None = None


@dataclass(slots=True)
class Publication:
    """What one payload says.

    `lots` are rows as `parking.draft_reading.read_draft` takes them, `lot_id` being the feed's own
    id and `coordsys` the datum of `lat` and `lon`; only what the feed says is in a row.
    `reports` are rows as the live door takes them (DESIGN's report), with the feed's own `lot_id`.
    `record_serial` and `observed_at` are left out where the feed has none: whoever hands them in
    completes them (`completing.py`), from `published_at` where known. Never put "now" there.
    """

    format: str
    lots: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    published_at: str | None = None
    """RFC 3339 with an offset: the moment of the whole publication."""

    def lot(self, pointer: str, fields: Mapping[str, object]) -> None:
        """Add a lot; absent values are left out."""
        self.lots.append(Row(pointer, said(fields)))

    def report(self, pointer: str, fields: Mapping[str, object]) -> None:
        """Add a report; absent values are left out."""
        self.reports.append(Row(pointer, said(fields)))

    def find(self, code: str, pointer: str, lot_id: str | None = None, **places: object) -> None:
        """Add a finding; `places` fill its sentence."""
        self.findings.append(Finding(code, pointer, lot_id, places))


def said(fields: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is None, empty text or an empty collection."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}
