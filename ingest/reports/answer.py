"""What a report door answers, as bytes: a status per item, in order. Knows no store and no rule."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from ingest.submission import ACCEPTED
from parking.plausibility import BACKFILL, SUSPECT, UNRESOLVED
from parking.problems import Problem
from parking.report import MAX_ITEMS

JSON: Final = "application/json"
PROBLEM_JSON: Final = "application/problem+json"
REJECTED: Final = "rejected"
_PLAIN_ACCEPTED: Final = [b'{"index":%d,"status":"accepted"}' % index for index in range(MAX_ITEMS)]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer; header names are lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one item."""

    status: str
    flags: int = 0
    problem: Problem | None = None


def results_answer(results: Sequence[ItemResult]) -> Answer:
    """Answer 200 with the statuses in order, or 422 where every item was rejected."""
    rendered = b",".join([_rendered(index, result) for index, result in enumerate(results)])
    refused = [result.problem for result in results if result.status == REJECTED]
    problems = [problem for problem in refused if problem is not None]
    if results and len(problems) == len(results):
        return _all_rejected(problems, rendered)
    accepted = sum(result.status == ACCEPTED for result in results)
    body = b'{"durability":"committed","accepted":%d,"results":[%b]}' % (accepted, rendered)
    return Answer(200, body, {"content-type": JSON})


def problem_answer(problem: Problem, *, retry_after_s: float | None = None) -> Answer:
    """Answer for the whole request."""
    headers = {"content-type": PROBLEM_JSON}
    if retry_after_s is not None:
        headers["retry-after"] = str(max(1, math.ceil(retry_after_s)))
    return Answer(problem.http_status, msgspec.json.encode(problem.to_dict()), headers)


def _rendered(index: int, result: ItemResult) -> bytes:
    if result is PLAIN:
        return _PLAIN_ACCEPTED[index]
    told: dict[str, object] = {"index": index, "status": result.status}
    flags = [word for bit, word in _FLAG_WORDS if result.flags & bit]
    if flags:
        told["flags"] = flags
    if result.problem is not None:
        told["problem"] = result.problem.to_dict()
    return msgspec.json.encode(told)


def _all_rejected(problems: Sequence[Problem], rendered: bytes) -> Answer:
    slugs = {problem.slug for problem in problems}
    told = f"none of the {len(problems)} reports could be taken; see `results`"
    whole = Problem(slugs.pop() if len(slugs) == 1 else "bad-request", told, status=422).to_dict()
    body = msgspec.json.encode(whole | {"results": msgspec.Raw(b"[%b]" % rendered)})
    return Answer(422, body, {"content-type": PROBLEM_JSON})


_FLAG_WORDS: Final = (
    (SUSPECT, "suspect"),
    (BACKFILL, "backfilling"),
    (UNRESOLVED, "unresolved"),
)
PLAIN: Final = ItemResult(ACCEPTED)
"""Accepted, nothing to add: what nearly all items are."""
