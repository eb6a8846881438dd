"""Reads what the registry, sources and sharing were at a past moment. Knows no rule.

On a connection of the app pool, in the platform's scope.
"""

from collections.abc import Sequence

import msgspec

from parking.clock import from_us
from parking.live.availability import DEFAULT_TTL_S
from parking.live.supply_register import Supply, SupplyStep
from parking.lot import Source
from parking.planning.history.past_facts import FactsStep
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

_Steps = tuple[SupplyStep, ...]


async def read_facts_at(
    connection: Connection, lot_keys: Sequence[int], at_us: int
) -> dict[int, FactsStep]:
    """Read what the registry said of lots; of those that were there by then."""
    rows = await connection.fetch(query("planning/replay_facts"), lot_keys, from_us(at_us))
    return {
        row["lot_key"]: FactsStep(at_us, row["capacity"], row["opening_hours"], row["timezone"])
        for row in rows
    }


async def read_sources_at(connection: Connection, at_us: int) -> list[Source]:
    """Read all sources with the rhythm that they were believed to have."""
    rows = await connection.fetch(query("planning/replay_sources"), from_us(at_us))
    return [
        Source(
            source_key=row["source_key"],
            source_id=row["source_id"],
            operator_key=row["operator_key"],
            operator_id=None,
            ttl_s=DEFAULT_TTL_S if row["ttl_s"] is None else row["ttl_s"],
            changes_only=bool(row["changes_only"]),
        )
        for row in rows
    ]


async def read_supplies_at(
    connection: Connection, lot_keys: Sequence[int], at_us: int
) -> dict[int, Supply]:
    """Read what lots had to share, as it was told then; of those that shared something."""
    rows = await connection.fetch(query("planning/replay_supplies"), lot_keys, from_us(at_us))
    supplies = {}
    for row in rows:
        if row["is_told_still"]:
            steps = msgspec.convert(row["timeline"], _Steps)
            supplies[row["lot_key"]] = Supply(row["until_us"], steps)
        elif row["step"] is not None:
            step = msgspec.convert([at_us, *row["step"]], SupplyStep)
            supplies[row["lot_key"]] = Supply(at_us + 1, (step,))
    return {lot_key: supply for lot_key, supply in supplies.items() if supply.steps}
