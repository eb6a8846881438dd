"""From decoded reports to rows for the log: each item is checked, found its lot and identified.

It knows the rules' order and the caller's scope; it writes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from ingest.submission import Item, Submission
from parking.directory import Directory
from parking.identity import fingerprint_of, ident_of
from parking.ids import LotKey
from parking.live.lot_registers import LotRegisters
from parking.live.room import no_room
from parking.lot import Lot
from parking.payload import payload_of
from parking.plausibility import WEEK_US, check_report
from parking.principal import Principal
from parking.problems import Problem
from parking.report import Report
from parking.storage.postgres.report_log import EPOCH_2000_US, LogRow
from parking.vocabulary import KIND_CODE

NAMING_KINDS: Final = frozenset({"space", "closure"})
ABSOLUTE_KINDS: Final = frozenset({"snapshot", "space", "heartbeat", "closure"})


Registers: TypeAlias = Callable[[LotKey], LotRegisters | None]
"""What this process has of a lot's live registers; None where it has nothing yet."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms reports are taken: the live door's, or the history door's."""

    max_age_us: int = WEEK_US
    added_flags: int = 0
    registers: Registers = lambda _lot_key: None


LIVE: Final = Terms()


@dataclass(slots=True)
class Prepared:
    """A request's items by lane; `problems` and `flags` are by place in the request."""

    submission: Submission
    absolute: list[Item] = field(default_factory=list)
    counted: list[Item] = field(default_factory=list)
    problems: dict[int, Problem] = field(default_factory=dict)
    flags: dict[int, int] = field(default_factory=dict)


def prepare(
    reports: Sequence[Report | Problem],
    principal: Principal,
    directory: Directory,
    now_us: int,
    counted_lots: frozenset[int] | set[int],
    terms: Terms = LIVE,
) -> Prepared:
    """Check every item; what can be taken has its row and its lane."""
    source_key = principal.source_key
    if source_key is None:
        raise ValueError("reports come from a source")
    claim = None if principal.role == "admin" else principal.operator_key
    prepared = Prepared(Submission(len(reports), directory.version))
    for index, report in enumerate(reports):
        if isinstance(report, Problem):
            prepared.problems[index] = report
            continue
        lot = directory.find_lot(report.lot_id)
        if lot is None or (claim is not None and lot.operator_key != claim):
            prepared.problems[index] = unknown_lot(report.lot_id, index)
            continue
        observed_us = report.observed_us
        flags = _check(report, observed_us, lot, source_key, now_us, index, terms)
        if isinstance(flags, Problem):
            prepared.problems[index] = flags
            continue
        if flags:
            prepared.flags[index] = flags
        row = _row(report, source_key, lot.lot_key, observed_us, flags | terms.added_flags)
        item = (row, report, lot.partition, claim, prepared.submission, index)
        is_absolute = report.kind in ABSOLUTE_KINDS and lot.lot_key not in counted_lots
        (prepared.absolute if is_absolute else prepared.counted).append(item)
    prepared.submission.left = len(prepared.absolute) + len(prepared.counted)
    return prepared


def _check(
    report: Report,
    observed_us: int,
    lot: Lot,
    source_key: int,
    now_us: int,
    index: int,
    terms: Terms,
) -> int | Problem:
    """Return the report's flags, or why it cannot be taken on these terms."""
    if observed_us < EPOCH_2000_US:
        return _before_2000(index)
    flags = check_report(report, observed_us, lot, now_us, index, terms.max_age_us)
    if report.kind not in NAMING_KINDS or isinstance(flags, Problem):
        return flags
    registers = terms.registers(lot.lot_key)
    refused = registers and no_room(report, lot, source_key, registers, now_us)
    if not refused:
        return flags
    return replace(refused, pointer=f"/reports/{index}{refused.pointer}")


def _row(report: Report, source_key: int, lot_key: int, observed_us: int, flags: int) -> LogRow:
    payload = payload_of(report)
    kind, serial = report.kind, report.record_serial
    return (
        ident_of(source_key, lot_key, kind, serial, observed_us),
        source_key,
        lot_key,
        KIND_CODE[kind],
        serial,
        (observed_us - EPOCH_2000_US,),
        report.epoch,
        report.seq,
        flags,
        payload,
        fingerprint_of(payload, observed_us),
    )


def unknown_lot(lot_id: str, index: int) -> Problem:
    """Say the same of a lot that does not exist and of another operator's."""
    told = f"no lot {lot_id!r} that this key may report for; register it first"
    return Problem("unknown-lot", told, f"/reports/{index}/lot_id")


def _before_2000(index: int) -> Problem:
    """Refuse what would make the log open a partition for a day in antiquity."""
    told = "observed before the year 2000; set the device's clock"
    return Problem("too-old", told, f"/reports/{index}/observed_at")


def names_unknown_lot(prepared: Prepared) -> bool:
    """Tell whether asking the registry again could help."""
    return any(problem.slug == "unknown-lot" for problem in prepared.problems.values())
