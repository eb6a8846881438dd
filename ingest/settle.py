"""Tells the live projection what was committed and answers whoever waits. Knows no log."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ingest.live_apply import LiveApply
from ingest.submission import ACCEPTED, CONFLICT, FOREIGN, LATE, Batch, Item
from parking.live.register import NEWEST, STANDS
from parking.ports import Register
from parking.storage.postgres.report_log import HISTORY_ONLY

_CURRENT: Final = f"{NEWEST}{STANDS}"


async def settle(
    batch: Batch, live: LiveApply, registers_of_item: Callable[[Item, str], Sequence[Register]]
) -> None:
    """Apply the registers of a batch, mark what came too late to matter, settle every item.

    Duplicates are applied again: their first try may have died between commit and apply. What the
    log keeps for planners only is never live, whatever door it comes by again.
    """
    plan: dict[int, list[Register]] = {item[2]: [] for item in batch.items}
    counts: list[int] = []
    for item, outcome in zip(batch.items, batch.outcomes, strict=True):
        if outcome in {CONFLICT, FOREIGN} or item[0][8] & HISTORY_ONLY:
            counts.append(0)
            continue
        registers = registers_of_item(item, outcome)
        counts.append(len(registers))
        plan[item[2]] += registers
    partitions = {item[0][2]: item[2] for item in batch.items} if batch.counted else {}
    for lot_key, counted in batch.counted.items():
        plan[partitions[lot_key]] += counted.all_registers()
    statuses = await live.apply({part: registers for part, registers in plan.items() if registers})
    if any(found.strip(_CURRENT) for found in statuses.values()):
        _mark_late(batch, counts, statuses)
    _answer(batch)


def _mark_late(batch: Batch, counts: Sequence[int], statuses: Mapping[int, str]) -> None:
    """Mark new reports none of whose registers is the newest; without Redis nobody knows."""
    starts = dict.fromkeys(statuses, 0)
    for index, (item, count) in enumerate(zip(batch.items, counts, strict=True)):
        partition = item[2]
        if not count or partition not in statuses:
            continue
        start = starts[partition]
        starts[partition] = start + count
        found = statuses[partition][start : start + count]
        if batch.outcomes[index] == ACCEPTED and not any(digit in _CURRENT for digit in found):
            batch.outcomes[index] = LATE


def _answer(batch: Batch) -> None:
    """Settle every item; nearly every batch has nothing to say of any."""
    if not batch.flags and batch.outcomes.count(ACCEPTED) == len(batch.outcomes):
        for submission, count in Counter(item[4] for item in batch.items).items():
            submission.settle_accepted(count)
        return
    for index, (item, outcome) in enumerate(zip(batch.items, batch.outcomes, strict=True)):
        item[4].settle(item[5], outcome, batch.flags.get(index, 0))
