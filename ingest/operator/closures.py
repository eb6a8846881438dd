"""Closures of a lot: declared, listed, taken back. What one does to readers is elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ingest.log_records import record_of_row
from ingest.operator.declaring import Declaring, fresh_serial
from parking.clock import from_us
from parking.live.amend import amend
from parking.live.register import closure_name
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.report import Closure, Target, Void
from parking.storage.postgres.operator_records import OperatorRecords

NO_CLOSURE: Final = Problem("not-found", "There is no such closure.")


@dataclass(frozen=True, slots=True)
class StandingClosure:
    """A closure that nobody took back; declared anew under its serial it keeps its id."""

    report: Closure
    source_key: int

    @property
    def closure_id(self) -> str:
        return closure_name(self.source_key, self.report.record_serial).removeprefix("k:")


class Closures:
    """One per process."""

    def __init__(self, declaring: Declaring, records: OperatorRecords) -> None:
        self._declaring = declaring
        self._records = records

    async def close(
        self,
        principal: Principal,
        lot_id: str,
        begins_at: datetime | None,
        ends_at: datetime | None,
        reason: str,
    ) -> StandingClosure:
        """Close a lot, from now on and for good where nothing else is said."""
        lot = self._declaring.lot(principal, lot_id)
        report = Closure(
            lot_id=lot_id,
            record_serial=fresh_serial(),
            observed_at=from_us(self._declaring.clock.now_us()),
            begins_at=begins_at,
            ends_at=ends_at,
            reason=reason,
        )
        detail = {"from": begins_at, "to": ends_at, "reason": reason}
        declared = await self._declaring.declare(principal, lot, report, "lot.close", detail)
        return StandingClosure(report, declared.source_key)

    async def list(self, principal: Principal, lot_id: str) -> list[StandingClosure]:
        """List a lot's closures that stand, by the time they were first declared."""
        lot = self._declaring.lot(principal, lot_id)
        rows = await self._records.closure_rows(principal, lot.lot_key)
        found: dict[str, StandingClosure] = {}
        for record in amend([record_of_row(row) for row in rows]).standing:
            if isinstance(record.report, Closure):
                closure = StandingClosure(record.report, record.source_key)
                found[closure.closure_id] = closure
        return [*found.values()]

    async def take_back(self, principal: Principal, lot_id: str, closure_id: str) -> None:
        """Void a closure, whoever of the operator's sources declared it."""
        standing = await self.list(principal, lot_id)
        meant = [closure for closure in standing if closure.closure_id == closure_id]
        if not meant:
            raise ProblemError(NO_CLOSURE)
        lot = self._declaring.lot(principal, lot_id)
        now_us = max(self._declaring.clock.now_us(), meant[0].report.observed_us)
        report = Void(
            lot_id=lot_id,
            record_serial=fresh_serial(),
            observed_at=from_us(now_us),
            void_of=Target(record_serial=meant[0].report.record_serial, kind="closure"),
        )
        await self._declaring.declare(
            principal,
            lot,
            report,
            "lot.reopen",
            {"closure_id": closure_id},
            source_key=meant[0].source_key,
        )
