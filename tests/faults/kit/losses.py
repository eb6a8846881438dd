"""What of the journals is missing in the log, what is there twice, and in which shape."""

from collections import Counter
from collections.abc import Iterable, Sequence

import asyncpg

from tests.faults.kit.builds import Verdict
from tests.faults.kit.journal import Journal
from tests.faults.kit.reports import serial_of


def shape_of(journals: Sequence[Sequence[bool]]) -> str:
    """Name the shape of a loss; of each journal, in order, whether a record is still there.

    A log whose end was never written loses a suffix; one that went back to another history loses
    a branch, with newer records after it; a file that was never saved loses everything.
    """
    if not any(any(kept) for kept in journals):
        return "everything"
    holed = [kept for kept in journals if not all(kept)]
    if all(not any(kept[kept.index(False) :]) for kept in holed):
        return "a suffix"
    if all(_is_one_run(kept) for kept in holed):
        return "a branch"
    return "scattered"


async def find_losses(database_url: str, journals: Sequence[Journal], verdict: Verdict) -> None:
    """Note every acknowledged report that the log has not, or has twice."""
    stored = await _stored(database_url)
    kept = [
        [serial_of(journal.producer, number) in stored for number in journal.acknowledged]
        for journal in journals
    ]
    acknowledged = sum(map(len, kept))
    lost = acknowledged - sum(map(sum, kept))
    doubled = [serial for serial, times in stored.items() if times > 1]
    if lost:
        verdict.add("lost", f"{lost:,} of {acknowledged:,} acknowledged, {shape_of(kept)}")
    if doubled:
        verdict.add("doubled", f"{len(doubled):,}, among them {doubled[:3]}")
    verdict.figures |= {
        "acknowledged": verdict.figures.get("acknowledged", 0) + acknowledged,
        "lost": verdict.figures.get("lost", 0) + lost,
        "doubled": verdict.figures.get("doubled", 0) + len(doubled),
    }


def _is_one_run(kept: Sequence[bool]) -> bool:
    first = kept.index(False)
    missing = kept.count(False)
    return not any(kept[first : first + missing])


async def _stored(database_url: str) -> Counter[str]:
    connection = await asyncpg.connect(database_url)
    try:
        return Counter(_serials(await connection.fetch("select record_serial from report_log")))
    finally:
        await connection.close()


def _serials(rows: Iterable[asyncpg.Record]) -> Iterable[str]:
    return (row[0] for row in rows)
