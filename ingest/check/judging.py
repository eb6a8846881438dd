"""Judges a publication by the very rules of the registry and of the live door, storing nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.check.checked import Checked, CheckedLot
from ingest.formats.findings import Finding, finding_of
from ingest.formats.lot_ids import lot_id_of
from ingest.formats.publication import Opening, Publication
from ingest.registry.rows import Row
from parking.clock import rfc3339
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot
from parking.plausibility import SUSPECT, WEEK_US, check_report
from parking.problems import Problem
from parking.report import Report, Snapshot, Space
from parking.report_body import report_of

YEARS_US: Final = 200 * 366 * 86_400 * 1_000_000
VALUES_KEPT: Final = 10
"""Of a lot, the last in the payload: a recorded history has thousands."""
_ANYBODY: Final = "check"
_SHOWN: Final = (
    "name", "name_en", "lat", "lon", "capacity", "lot_class", "structure", "land_use", "address",
    "opening_hours", "max_height_m", "area_code", "operator_id",
)  # fmt: skip


def judge(publication: Publication, rules: DraftRules, now_us: int) -> Checked:
    """Judge every record; `now_us` is the city's time, by which values are of the future or old."""
    judging = _Judging(publication, replace(rules, is_strict=False), now_us)
    for row in publication.lots:
        judging.take_lot(row)
    for row in publication.reports:
        judging.take_report(row)
    for opening in publication.openings:
        judging.take_opening(opening)
    return judging.result()


@dataclass(slots=True)
class _Judging:
    publication: Publication
    rules: DraftRules
    now_us: int
    lots: dict[str, CheckedLot] = field(default_factory=dict)
    drafts: dict[str, LotDraft] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    landed_lots: int = 0
    landed_values: int = 0
    refused: int = 0
    oldest_us: int | None = None

    def take_lot(self, row: Row) -> None:
        """Judge a description as the registry would."""
        lot_id = str(row.fields.get("lot_id", ""))
        if lot_id in self.drafts:
            self._refuse("duplicate-id", f"{row.pointer}/lot_id", lot_id, value=lot_id)
            return
        named = {"name": lot_id, **row.fields, "lot_id": lot_id_of(_ANYBODY, lot_id)}
        if lot_id and "name" not in row.fields:
            self._hint("no-name", row.pointer, lot_id, field="name")
        draft = read_draft(named, self.rules, pointer=row.pointer)
        if isinstance(draft, list):
            self.refused += 1
            self.findings += [finding_of(problem, row.pointer, lot_id or None) for problem in draft]
            return
        self.drafts[lot_id] = draft
        self.landed_lots += 1
        described = {name: getattr(draft, name) for name in _SHOWN}
        said = {name: value for name, value in described.items() if value not in (None, {})}
        self.lots[lot_id] = CheckedLot(lot_id, said)
        if draft.lat is None:
            self._hint("no-position", row.pointer, lot_id, field="lat, lon")

    def take_report(self, row: Row) -> None:
        """Judge a value as the live door would, however old it is."""
        lot_id = str(row.fields.get("lot_id", ""))
        report = report_of(self._completed(row.fields, lot_id), row.pointer)
        if isinstance(report, Problem):
            self._refuse_problem(report, lot_id, row.pointer)
            return
        lot = self._lot(lot_id)
        flags = check_report(report, report.observed_us, lot, self.now_us, 0, YEARS_US)
        if isinstance(flags, Problem):
            pointer = (flags.pointer or "").removeprefix("/reports/0")
            self._refuse_problem(replace(flags, pointer=row.pointer + pointer), lot_id, row.pointer)
            return
        self.landed_values += 1
        self._note(row, report, lot, flags)

    def take_opening(self, opening: Opening) -> None:
        """Take what is said of being open; there is nothing that could be wrong in it."""
        self.landed_values += 1
        self._values_of(opening.lot_id).is_open = opening.is_open

    def result(self) -> Checked:
        """Return the outcome; the format's own findings stand first."""
        if self.oldest_us is not None and self.oldest_us < self.now_us - WEEK_US:
            since = rfc3339(self.oldest_us, self.rules.timezone)
            self._hint("old-values", "", None, value=since)
        own = self.publication.findings
        self.refused += sum(1 for finding in own if finding.kind.blocks)
        if not (self.landed_lots or self.landed_values or self.refused or own):
            self._hint("empty", "", None)
        return Checked(
            format=self.publication.format,
            lots=list(self.lots.values()),
            accepted_lots=self.landed_lots,
            accepted_values=self.landed_values,
            rejected=self.refused,
            problems=[*own, *self.findings],
        )

    def _completed(self, fields: Mapping[str, object], lot_id: str) -> dict[str, object]:
        """Fill in what a poller would: whose lot it is, a serial, and the publication's time."""
        moment = self.publication.published_at or rfc3339(self.now_us, self.rules.timezone)
        missing = {"record_serial": "check", "observed_at": moment}
        return missing | dict(fields) | {"lot_id": lot_id_of(_ANYBODY, lot_id)}

    def _note(self, row: Row, report: Report, lot: Lot, flags: int) -> None:
        lot_id = str(row.fields["lot_id"])
        checked = self._values_of(lot_id)
        told = {name: value for name, value in row.fields.items() if name != "lot_id"}
        checked.values = [*checked.values[1 - VALUES_KEPT :], told]
        if "observed_at" in row.fields:
            observed_us = report.observed_us
            self.oldest_us = min(observed_us, self.oldest_us or observed_us)
        if flags & SUSPECT and isinstance(report, Snapshot):
            self._hint_suspect(row.pointer, lot_id, report.spaces, lot)

    def _hint_suspect(self, pointer: str, lot_id: str, spaces: list[Space], lot: Lot) -> None:
        for place, space in enumerate(spaces):
            capacity = space.capacity
            if capacity is None:
                capacity = lot.capacity.get(space.space_class)
            if space.free is not None and capacity is not None and space.free > capacity:
                where = f"{pointer}/spaces/{place}"
                self._hint("free-above-capacity", where, lot_id, free=space.free, capacity=capacity)

    def _values_of(self, lot_id: str) -> CheckedLot:
        if lot_id not in self.lots:
            self.lots[lot_id] = CheckedLot(lot_id, has_row=False)
            self._hint("unknown-lot", "", lot_id, value=lot_id)
        return self.lots[lot_id]

    def _lot(self, lot_id: str) -> Lot:
        """Make the lot as it would stand in the registry, or one of which nothing is known."""
        draft = self.drafts.get(lot_id)
        return Lot(
            lot_key=LotKey(0),
            lot_id=LotId(lot_id),
            operator_key=OperatorKey(0),
            operator_id=OperatorId(_ANYBODY),
            name=lot_id,
            partition=0,
            capacity={} if draft is None else draft.capacity,
        )

    def _hint(self, code: str, pointer: str, lot_id: str | None, **places: object) -> None:
        self.findings.append(Finding(code, pointer, lot_id, places))

    def _refuse(self, code: str, pointer: str, lot_id: str | None, **places: object) -> None:
        self.refused += 1
        self._hint(code, pointer, lot_id, **places)

    def _refuse_problem(self, problem: Problem, lot_id: str, pointer: str) -> None:
        self.refused += 1
        self.findings.append(finding_of(problem, pointer, lot_id or None))
