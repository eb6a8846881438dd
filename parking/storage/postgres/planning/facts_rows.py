"""What the registry said of lots when, and sources' rhythms: `lot_past_facts`, `source_rhythm`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from parking.clock import SECOND_US
from parking.planning.history.past_facts import FactsStep, RhythmStep
from parking.storage.postgres.planning.wire import us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass

_CAPACITY: Final = msgspec.json.Decoder(dict[SpaceClass, int])


async def read_facts(
    connection: Connection, lot_keys: Sequence[int] | None
) -> dict[int, tuple[FactsStep, ...]]:
    """Read the steps of these lots, None: of all, in the order of time.

    The connection is one of the ingest pool.
    """
    steps: defaultdict[int, list[FactsStep]] = defaultdict(list)
    for row in await connection.fetch(query("planning/facts_past"), lot_keys):
        steps[row["lot_key"]].append(
            FactsStep(
                since_us=us_of(row["since"]),
                capacity=_CAPACITY.decode(row["capacity"]),
                opening_hours=row["opening_hours"],
                timezone=row["timezone"],
                is_deleted=row["is_deleted"],
            )
        )
    return {lot_key: tuple(of_lot) for lot_key, of_lot in steps.items()}


async def read_rhythms(
    connection: Connection, source_keys: Sequence[int] | None
) -> Mapping[int, tuple[RhythmStep, ...]]:
    """Read what was learned of these sources, None: of all, in the order of time."""
    rhythms: defaultdict[int, list[RhythmStep]] = defaultdict(list)
    for row in await connection.fetch(query("planning/rhythms_past"), source_keys):
        interval_us = round(row["ttl_s"] * SECOND_US)
        rhythms[row["source_key"]].append(RhythmStep(us_of(row["since"]), interval_us))
    return {source_key: tuple(steps) for source_key, steps in rhythms.items()}
