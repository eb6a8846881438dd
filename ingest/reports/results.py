"""From what became of a request's items to what is told of each. Knows no bytes and no store."""

from collections.abc import Sequence

from ingest.reports.answer import PLAIN, REJECTED, ItemResult
from ingest.reports.prepare import Prepared, unknown_lot
from ingest.submission import ACCEPTED, ARCHIVED, CONFLICT, FOREIGN
from parking.problems import Problem
from parking.report import Report


def results_of(reports: Sequence[Report | Problem], prepared: Prepared) -> list[ItemResult]:
    """Return a result per item, in the request's order."""
    outcomes, found = prepared.submission.outcomes, prepared.submission.flags
    if not (prepared.problems or prepared.flags or found) and set(outcomes) == {ACCEPTED}:
        return [PLAIN] * len(outcomes)
    results = []
    for index, (report, outcome) in enumerate(zip(reports, outcomes, strict=True)):
        problem = prepared.problems.get(index)
        flags = prepared.flags.get(index, 0) | found.get(index, 0)
        if outcome == FOREIGN and not isinstance(report, Problem):
            problem = unknown_lot(report.lot_id, index)
        elif outcome == ARCHIVED:
            problem = _archived(index)
        if problem is not None:
            results.append(ItemResult(REJECTED, problem=problem))
        elif outcome == CONFLICT:
            results.append(ItemResult(CONFLICT, flags, _other_content(index)))
        elif outcome == ACCEPTED and not flags:
            results.append(PLAIN)
        else:
            results.append(ItemResult(outcome, flags))
    return results


def _other_content(index: int) -> Problem:
    return Problem(
        "conflict",
        "This lot, kind, serial and second already stand with other content, which stays; "
        "correct it by a `correction` of that record.",
        pointer=f"/reports/{index}",
    )


def _archived(index: int) -> Problem:
    return Problem(
        "too-old",
        "That day of the log is in an archive, where nothing is added; whoever runs this city can "
        "bring it back with `onelot archive read`.",
        pointer=f"/reports/{index}/observed_at",
    )
