"""Reads samples in tests, and the laws that whatever is read must keep."""

from dataclasses import dataclass
from pathlib import Path

from ingest.formats.document import Document
from ingest.formats.form import Form, Terms
from ingest.formats.lot_ids import lot_id_of
from ingest.formats.opening import open_document
from ingest.formats.publication import Publication
from parking.draft_reading import DraftRules, read_draft
from parking.plausibility import check_report
from parking.problems import Problem
from parking.report_body import report_of
from tests.ingest.formats.lots import some_lot

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
NOW_US = 1_796_000_000_000_000
TWO_CENTURIES_US = 200 * 366 * 86_400_000_000


@dataclass(frozen=True)
class Read:
    """A publication, looked up by the feed's own ids."""

    publication: Publication

    @property
    def lots(self) -> dict[str, dict]:
        return {str(row.fields["lot_id"]): dict(row.fields) for row in self.publication.lots}

    @property
    def spaces(self) -> dict[str, list]:
        rows = self.publication.reports
        return {
            str(row.fields["lot_id"]): row.fields["spaces"]
            for row in rows
            if row.fields["kind"] == "snapshot"
        }

    @property
    def bays(self) -> dict[tuple[str, str], str]:
        rows = self.publication.reports
        return {
            (row.fields["lot_id"], row.fields["space_code"]): row.fields["status"]
            for row in rows
            if row.fields["kind"] == "space"
        }

    @property
    def open(self) -> dict[str, bool]:
        return {said.lot_id: said.is_open for said in self.publication.openings}

    @property
    def observed(self) -> dict[str, str | None]:
        rows = self.publication.reports
        return {str(row.fields["lot_id"]): row.fields.get("observed_at") for row in rows}

    def found(self, code: str) -> list[str | None]:
        """Return which lots have the finding, in order."""
        return [finding.lot_id for finding in self.publication.findings if finding.code == code]


def opened(path: Path) -> Document:
    return open_document(path.read_bytes(), path.name)


def read(form: Form, path: Path) -> Read:
    """Read a sample that the format must recognise."""
    document = opened(path)
    assert form.recognise(document).score == 1.0
    return Read(form.read(document, Terms()))


def assert_is_taken(publication: Publication) -> None:
    """The registry takes every lot as it is, and the live door every report but of the future."""
    for row in publication.lots:
        named = {"name": "x", **row.fields, "lot_id": lot_id_of("op", str(row.fields["lot_id"]))}
        draft = read_draft(named, DraftRules(), pointer=row.pointer)
        assert not isinstance(draft, list), draft
    for row in publication.reports:
        completed = {"record_serial": "1", "observed_at": "2026-11-21T09:00:00+08:00"}
        lot_id = lot_id_of("op", str(row.fields["lot_id"]))
        report = report_of({**completed, **row.fields, "lot_id": lot_id}, row.pointer)
        assert not isinstance(report, Problem), report
        taken = check_report(report, report.observed_us, some_lot(), NOW_US, 0, TWO_CENTURIES_US)
        assert not isinstance(taken, Problem) or taken.slug == "future-timestamp", taken
    for finding in publication.findings:
        assert finding.to_dict()["message"]
