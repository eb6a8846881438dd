"""Notes of what was refused, on their way to the operators; bounded, and nobody waits for them.

A feed that is wrong says the same thing a thousand times an hour: of each kind of problem of a
source one note a minute is kept, with how often it was.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from ingest.reports.answer import ItemResult
from ingest.submission import CONFLICT
from parking.plausibility import UNRESOLVED
from parking.principal import Principal
from parking.problems import Problem
from parking.report import Report
from parking.storage.postgres.feed_problems import FeedProblems, ProblemNote
from parking.storage.postgres.log_connection import LogAwayError

PAUSE_S: Final = 1.0
KEPT_EVERY_S: Final = 60.0

_log = logging.getLogger("onelot.ingest")


@dataclass(slots=True)
class _Pending:
    """One kind of problem of one source: how often since it was written down, and the newest."""

    times: int = 0
    operator_key: int | None = None
    report: Report | Problem | None = None
    problem: Problem | None = None
    written_s: float = float("-inf")


class ProblemNotes:
    """One per process, and in it one place for each source and kind of problem."""

    def __init__(self, problems: FeedProblems) -> None:
        self._problems = problems
        self._pending: dict[tuple[int, str], _Pending] = {}

    def note(
        self,
        principal: Principal,
        reports: Sequence[Report | Problem],
        results: Sequence[ItemResult],
    ) -> None:
        """Remember what one request was refused or warned of."""
        source_key = principal.source_key
        if source_key is None:
            return
        for report, result in zip(reports, results, strict=True):
            problem = _problem_of(result)
            if problem is not None:
                one = self._pending.setdefault((source_key, problem.slug), _Pending())
                one.times += 1
                one.operator_key = principal.operator_key
                one.report, one.problem = report, problem

    async def run(self) -> None:
        """Write notes down for ever; a log that is away loses some."""
        while True:
            await asyncio.sleep(PAUSE_S)
            notes = self._due(asyncio.get_running_loop().time())
            try:
                await self._problems.note(notes)
            except LogAwayError as error:
                _log.warning("notes of refused reports are lost: %s", error)

    def _due(self, now_s: float) -> list[ProblemNote]:
        """Take what is to be written down now, and forget what has not come again."""
        notes = []
        for (source_key, slug), one in list(self._pending.items()):
            if now_s - one.written_s < KEPT_EVERY_S:
                continue
            if one.times:
                notes.append(_note(source_key, one))
                one.times, one.written_s = 0, now_s
            else:
                del self._pending[source_key, slug]
        return notes


_CONFLICT: Final = Problem(
    "conflict", "another report with the same identity came first and stays; is a device cloned?"
)
_UNRESOLVED: Final = Problem(
    "unresolved", "this source has sent no such record; it takes effect when the record comes"
)


def _problem_of(result: ItemResult) -> Problem | None:
    if result.status == CONFLICT:
        return _CONFLICT
    if result.flags & UNRESOLVED:
        return _UNRESOLVED
    return result.problem


def _note(source_key: int, one: _Pending) -> ProblemNote:
    """Keep what tells which report it was; its content may hold a plate and is not kept."""
    report, told = one.report, {} if one.problem is None else one.problem.to_dict()
    item: dict[str, object] = {"times": one.times}
    lot_id = None
    if report is not None and not isinstance(report, Problem):
        lot_id = report.lot_id
        item |= {
            "kind": report.kind,
            "record_serial": report.record_serial,
            "observed_at": report.observed_at,
        }
    problem, kept = (msgspec.json.encode(part).decode() for part in (told, item))
    return source_key, one.operator_key, lot_id, problem, kept
