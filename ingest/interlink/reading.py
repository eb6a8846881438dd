"""What became of one record: rows for the report door and the registry, and what is to be told."""

from dataclasses import dataclass, field

from ingest.formats.findings import Finding
from ingest.formats.publication import Opening


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money of one stay in fen. It is read to be checked; the city keeps no fees."""

    due_fen: int | None = None
    paid_fen: int | None = None
    discount_fen: int | None = None


@dataclass(slots=True)
class RecordReading:
    """One record. `lot_id` and `serial` are as the vendor wrote them, to be sent back to it.

    `refused` is why nothing of the record can be taken; `findings` are beside what can. `derived`
    are the places of those reports that an earlier message may have told already, in more words.
    """

    pointer: str
    message: str | None = None
    lot_id: str | None = None
    serial: str | None = None
    reports: list[dict[str, object]] = field(default_factory=list)
    derived: set[int] = field(default_factory=set)
    lots: list[dict[str, object]] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    amounts: Amounts | None = None
    findings: list[Finding] = field(default_factory=list)
    refused: Finding | None = None


class RefusedError(Exception):
    """The record cannot be taken, for the one reason in `finding`."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding
