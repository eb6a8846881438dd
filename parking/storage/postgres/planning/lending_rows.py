"""What lots had lent over time, as sharing's tables have it. Knows no rule of what it comes to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import asyncpg

from parking.planning.history.lending_step import LendingStep
from parking.planning.lending_past import AgreementPast, Lent, lending_steps
from parking.sharing.spans import FOR_EVER_US
from parking.sharing.terms import Moments
from parking.sharing.windows import merged
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

_ALWAYS_US: Final = -FOR_EVER_US


async def read_lending(
    connection: Connection, lot_keys: Sequence[int] | None
) -> Mapping[int, tuple[LendingStep, ...]]:
    """Read the steps of these lots, None: of all; those that never lent anything have none."""
    rows = await connection.fetch(query("planning/lending_pasts"), lot_keys)
    of_agreements: defaultdict[tuple[int, int], list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        of_agreements[row["lot_key"], row["agreement_key"]].append(row)
    of_lots: defaultdict[int, list[AgreementPast]] = defaultdict(list)
    for (lot_key, _), parts in of_agreements.items():
        of_lots[lot_key].append(_agreement(parts))
    return {lot_key: lending_steps(agreements) for lot_key, agreements in of_lots.items()}


def _agreement(parts: Iterable[asyncpg.Record]) -> AgreementPast:
    times: defaultdict[str, list[Moments]] = defaultdict(list)
    lent: defaultdict[str, list[Lent]] = defaultdict(list)
    for row in parts:
        from_us = _ALWAYS_US if row["from_us"] is None else row["from_us"]
        to_us = FOR_EVER_US if row["to_us"] is None else row["to_us"]
        if to_us <= from_us:
            continue
        times[row["what"]].append((from_us, to_us))
        lent[row["what"]].append(Lent(row["own_class"], row["spaces"], [(from_us, to_us)]))
    return AgreementPast(
        stay=merged(times["stay"]),
        offered=lent["offered"],
        suspended=merged(times["suspended"]),
        returned=lent["returned"],
        stays=lent["stays"],
    )
