"""A person's claim about a lot on its way into the log: flagged as declared, and audited.

It goes through the operator's own console source and the same write path as a device's.
"""

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

from ingest.reports.prepare import Registers, Terms, prepare
from ingest.submission import FOREIGN
from ingest.writer import ReportWriter, UnavailableError
from parking.clock import CityClock
from parking.directory import Directory
from parking.ids import SourceKey
from parking.lot import Lot
from parking.plausibility import DECLARED
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.report import Report
from parking.storage.postgres.operator_records import OperatorRecords
from parking.storage.postgres.operators import console_of

NO_LOT: Final = Problem("not-found", "There is no such lot.")
SIZE_BYTES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Declared:
    """How the log took a claim: its status, its flags, and through which source."""

    status: str
    flags: int
    source_key: int


class Declaring:
    """One per process; a foreign lot and a missing one are the same here."""

    def __init__(
        self,
        writer: ReportWriter,
        directory: Directory,
        clock: CityClock,
        records: OperatorRecords,
        registers: Registers,
    ) -> None:
        self._terms = Terms(added_flags=DECLARED, registers=registers)
        self._writer = writer
        self._directory = directory
        self._records = records
        self.clock = clock

    def lot(self, principal: Principal, lot_id: str) -> Lot:
        """Find a lot the caller may act for; raises the one problem for all others."""
        lot = self._directory.find_lot(lot_id)
        if lot is None or not principal.may_act_for(lot.operator_key):
            raise ProblemError(NO_LOT)
        return lot

    async def declare(
        self,
        principal: Principal,
        lot: Lot,
        report: Report,
        action: str,
        detail: dict[str, Any],
        *,
        source_key: int | None = None,
    ) -> Declared:
        """Commit a claim and audit it; raises ProblemError where it cannot be taken.

        A claim that takes another back must come through that one's source.
        """
        source_key = source_key or self._console_of(lot)
        prepared = prepare(
            [report],
            replace(principal, source_key=SourceKey(source_key)),
            self._directory,
            self.clock.now_us(),
            self._writer.counted_lots,
            self._terms,
        )
        if prepared.problems:
            raise ProblemError(_of_the_body(prepared.problems[0]))
        try:
            await self._writer.write(
                prepared.submission, prepared.absolute, prepared.counted, size_bytes=SIZE_BYTES
            )
        except UnavailableError as error:
            told = "it is not known to be stored; do it again"
            raise ProblemError(Problem("unavailable", told)) from error
        status = prepared.submission.outcomes[0]
        if status == FOREIGN:
            raise ProblemError(NO_LOT)
        await self._records.note(principal, action, lot.lot_id, lot.operator_key, detail)
        return Declared(status, prepared.flags.get(0, 0), source_key)

    def _console_of(self, lot: Lot) -> int:
        wanted = console_of(lot.operator_id)
        for source in self._directory.sources():
            if source.source_id == wanted:
                return source.source_key
        raise LookupError(f"operator {lot.operator_id} has no console source")


def fresh_serial() -> str:
    """Make a serial that no device uses."""
    return f"console-{uuid4().hex}"


def _of_the_body(problem: Problem) -> Problem:
    """Point into the body of the call, which is the one report itself."""
    pointer = (problem.pointer or "").removeprefix("/reports/0")
    return replace(problem, pointer=pointer or None)
