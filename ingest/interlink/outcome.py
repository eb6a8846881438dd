"""Outcome: what became of one record, in the few words a vendor's program can tell apart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ingest.formats.findings import Finding
from parking.words import Words

Status = Literal["success", "conflict", "rejected", "unauthorized", "unavailable"]
WORST_FIRST: Final[tuple[Status, ...]] = (
    "unavailable", "unauthorized", "rejected", "conflict", "success",
)  # fmt: skip
_CONFLICT: Final = Words(
    "同一流水号、同一秒已有内容不同的记录，保留先到的；更正请用数据纠正",
    "another record of this serial and second came first and stays; correct it by a correction",
)
NOTHING: Final = Words("", "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`words` is empty where all is well."""

    status: Status
    words: Words = NOTHING
    serial: str | None = None


def refused(finding: Finding, serial: str | None = None) -> Outcome:
    """Reject for a finding, told with its mend."""
    places = {name: str(value)[:80] for name, value in finding.places.items()}
    told, mend = finding.kind.told.filled(places), finding.kind.mend.filled(places)
    return Outcome("rejected", Words(f"{told.zh}；{mend.zh}", f"{told.en}; {mend.en}"), serial)


def outcome_of(
    results: Sequence[Mapping[str, object]], derived: frozenset[int], serial: str | None
) -> Outcome:
    """Put the door's answers about one record's reports together; the worst counts.

    A derived report that is a conflict was told before in more words: that is a success.
    """
    found = Outcome("success", serial=serial)
    for place, result in enumerate(results):
        status = result.get("status")
        if status == "rejected":
            return Outcome("rejected", _words_of(result.get("problem")), serial)
        if status == "conflict" and place not in derived:
            found = Outcome("conflict", _CONFLICT, serial)
    return found


def _words_of(problem: object) -> Words:
    """Tell a problem in Chinese too: its title, and the English detail after it."""
    if not isinstance(problem, Mapping):
        return Words("记录被拒绝", "the record was rejected")
    title, detail = str(problem.get("title_zh", "")), str(problem.get("detail", ""))
    return Words(f"{title}（{detail}）", f"{problem.get('title', '')}: {detail}")


def results_in(body: bytes) -> list[Mapping[str, object]] | None:
    """Return the results of the door's answer; None where it is a problem of the whole."""
    answer = json.loads(body)
    results = answer.get("results")
    return results if isinstance(results, list) else None


def problem_in(body: bytes) -> Words:
    return _words_of(json.loads(body))
