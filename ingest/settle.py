"""Tells the live projection what was committed and answers whoever waits. Knows no log."""

from collections.abc import Callable, Mapping, Sequence

from ingest.live_apply import LiveApply
from ingest.submission import ACCEPTED, CONFLICT, FOREIGN, LATE, Batch, Item
from parking.ports import Register
from parking.storage.postgres.report_log import HISTORY_ONLY


async def settle(
    batch: Batch, live: LiveApply, registers_of_item: Callable[[Item, str], Sequence[Register]]
) -> None:
    """Apply the registers of a batch, mark what came too late to matter, settle every item.

    Duplicates are applied again: their first try may have died between commit and apply. What the
    log keeps for planners only is never live, whatever door it comes by again.
    """
    plan: dict[int, list[Register]] = {}
    places: list[tuple[int, int, int]] = []
    for index, item in enumerate(batch.items):
        outcome = batch.outcomes[index]
        if outcome in {CONFLICT, FOREIGN} or item[0][8] & HISTORY_ONLY:
            continue
        registers = registers_of_item(item, outcome)
        if registers:
            planned = plan.setdefault(item[2], [])
            places.append((index, len(planned), len(registers)))
            planned.extend(registers)
    partitions = {item[0][2]: item[2] for item in batch.items}
    for lot_key, counted in batch.counted.items():
        plan.setdefault(partitions[lot_key], []).extend(counted.all_registers())
    statuses = await live.apply(plan)
    _mark_late(batch, places, statuses)
    for index, (item, outcome) in enumerate(zip(batch.items, batch.outcomes, strict=True)):
        item[4].settle(item[5], outcome, batch.flags.get(index, 0))


def _mark_late(
    batch: Batch, places: Sequence[tuple[int, int, int]], statuses: Mapping[int, str]
) -> None:
    """Mark new reports none of whose registers became the newest; without Redis nobody knows."""
    for index, start, count in places:
        found = statuses.get(batch.items[index][2], "")[start : start + count]
        if found and "2" not in found and batch.outcomes[index] == ACCEPTED:
            batch.outcomes[index] = LATE
