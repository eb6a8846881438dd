"""Notes of what was refused, on their way to the operators; bounded, and nobody waits for them."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
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

MOST_NOTES: Final = 2_000
NOTES_A_REQUEST: Final = 50
PAUSE_S: Final = 1.0

_log = logging.getLogger("onelot.ingest")


class ProblemNotes:
    """One per process. When too many wait the oldest go: a flood says the same a thousand times."""

    def __init__(self, problems: FeedProblems) -> None:
        self._problems = problems
        self._waiting: deque[ProblemNote] = deque(maxlen=MOST_NOTES)

    def note(
        self,
        principal: Principal,
        reports: Sequence[Report | Problem],
        results: Sequence[ItemResult],
    ) -> None:
        """Remember what one request was refused or warned of, the first few of it."""
        source_key = principal.source_key
        if source_key is None:
            return
        found = [
            (report, problem)
            for report, result in zip(reports, results, strict=True)
            if (problem := _problem_of(result)) is not None
        ]
        for report, problem in found[:NOTES_A_REQUEST]:
            lot_id = None if isinstance(report, Problem) else report.lot_id
            self._waiting.append(
                (
                    source_key,
                    principal.operator_key,
                    lot_id,
                    msgspec.json.encode(problem.to_dict()).decode(),
                    None if isinstance(report, Problem) else _identity(report),
                )
            )

    async def run(self) -> None:
        """Write notes down for ever; a log that is away loses some."""
        while True:
            await asyncio.sleep(PAUSE_S)
            notes = [self._waiting.popleft() for _ in range(len(self._waiting))]
            try:
                await self._problems.note(notes)
            except LogAwayError as error:
                _log.warning("notes of refused reports are lost: %s", error)


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


def _identity(report: Report) -> str:
    """Keep what tells which report it was; its content may hold a plate and is not kept."""
    said = {
        "kind": report.kind,
        "record_serial": report.record_serial,
        "observed_at": report.observed_at,
    }
    return msgspec.json.encode(said).decode()
