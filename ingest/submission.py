"""What waits to be committed: the items of one request, and what became of each. No store."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ingest.counting_of_lot import Counted
from parking.live.record import Record
from parking.report import Report
from parking.storage.postgres.report_log import EPOCH_2000_US, LogRow

ACCEPTED: Final = "accepted"
DUPLICATE: Final = "duplicate"
LATE: Final = "late"
CONFLICT: Final = "conflict"
FOREIGN: Final = "foreign"
"""Not the caller's lot when the batch was committed; the door says `unknown-lot`."""
ARCHIVED: Final = "archived"
"""Of a day of the log that is in an archive, where nothing is added; the door says `too-old`."""


class Submission:
    """Items of one request on their way; `done` is set when the last of them is settled.

    `registry_version` is that of the registry in which their lots were found.
    """

    __slots__ = (
        "done", "flags", "is_abandoned", "left", "outcomes", "registry_version", "since_s",
    )  # fmt: skip

    def __init__(self, size: int, registry_version: int) -> None:
        self.registry_version = registry_version
        self.outcomes: list[str] = [ACCEPTED] * size
        self.flags: dict[int, int] = {}
        self.left = size
        loop = asyncio.get_running_loop()
        self.since_s = loop.time()
        self.done: asyncio.Future[None] = loop.create_future()
        self.is_abandoned = False

    def settle(self, index: int, outcome: str, flags: int = 0) -> None:
        """Take the outcome of one more item, and what the log knew to warn of."""
        self.outcomes[index] = outcome
        if flags:
            self.flags[index] = flags
        self.left -= 1
        if self.left == 0 and not self.done.done():
            self.done.set_result(None)

    def settle_accepted(self, count: int) -> None:
        """Take note that so many more items were accepted, without anything to add."""
        self.left -= count
        if self.left == 0 and not self.done.done():
            self.done.set_result(None)

    def age_s(self) -> float:
        return asyncio.get_running_loop().time() - self.since_s

    def fail(self, error: Exception) -> None:
        """Nothing of this request is acknowledged."""
        if not self.done.done():
            self.done.set_exception(error)


Item: TypeAlias = tuple[LogRow, Report, int, int | None, Submission, int]
"""The row to log, the report, its partition, the operator that claims the lot (None: the platform),
and whose item it is: a tuple, because there are tens of thousands a second."""


def claim_of(item: Item) -> tuple[int, int | None]:
    """Return the lot of an item and the operator that claims to run it."""
    return item[0][2], item[3]


def claims_of(items: Iterable[Item]) -> set[tuple[int, int | None]]:
    """Return every lot of these items with the operator that claims to run it."""
    return {(item[0][2], item[3]) for item in items}


def registry_of(items: Iterable[Item]) -> int:
    """Return the oldest registry version in which lots of these items were found."""
    return min(submission.registry_version for submission in {item[4] for item in items})


def record_of_item(item: Item) -> Record:
    """Return what an item claims, as the rules see it."""
    row = item[0]
    return Record(item[1], row[5][0] + EPOCH_2000_US, row[0], row[1], row[8])


@dataclass(slots=True)
class Batch:
    """What a lane committed: an outcome per item, and what the live projection is to be told."""

    items: Sequence[Item]
    outcomes: list[str]
    counted: Mapping[int, Counted] = field(default_factory=dict)
    """Rows of counted lots, by lot."""
    flags: Mapping[int, int] = field(default_factory=dict)
    """What is to be told of single items beside their outcome, by place in `items`."""
    moved: Sequence[Item] = ()
    """Items of lots that turned out to count by movements: the other lane's."""


def first_of_each(items: Sequence[Item]) -> list[LogRow]:
    """Take the rows of a batch once each, the first of a repeated identity, in the log's order."""
    rows = list({item[0][0]: item[0] for item in reversed(items)}.values())
    rows.sort()
    return rows


Standing: TypeAlias = Mapping[bytes, tuple[int, int]]
"""Fingerprint and flags of what the log had before, by identity."""


def as_logged(items: Sequence[Item], known: Standing) -> Sequence[Item]:
    """Give repetitions the flags of the row that stands: what is live follows from the log alone.

    The same report may have come by the history door, or been late by its source's word.
    """
    if not known:
        return items
    return [
        ((*item[0][:8], known[item[0][0]][1], *item[0][9:]), *item[1:])
        if item[0][0] in known
        else item
        for item in items
    ]


def judge(items: Sequence[Item], inserted: set[bytes], known: Standing) -> list[str]:
    """Say of each item whether it is new, a repetition, or another claim under a taken identity."""
    if len(inserted) == len(items):
        return [ACCEPTED] * len(items)
    standing = {ident: fingerprint for ident, (fingerprint, _) in known.items()}
    outcomes = []
    for item in items:
        ident, fingerprint = item[0][0], item[0][10]
        if ident not in standing and ident in inserted:
            standing[ident] = fingerprint
            outcomes.append(ACCEPTED)
        else:
            is_same = standing.get(ident) == fingerprint
            outcomes.append(DUPLICATE if is_same else CONFLICT)
    return outcomes
