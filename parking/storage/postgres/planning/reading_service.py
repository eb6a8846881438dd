"""Reads how well lots were reported on: sums of days, and of hours at the ends of a period."""

from collections import Counter
from collections.abc import Sequence

import asyncpg

from parking.clock import from_us
from parking.planning.history.service_hour import ServiceHour
from parking.planning.period import Pieces
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def read_service(
    connection: Connection, lot_keys: Sequence[int], pieces: Pieces, *, with_delays: bool
) -> ServiceHour:
    """Read the sums; an hour that is cut in two is left out. `hour_us` and `until_us` say nothing.

    Delays of many lots on many days take seconds: they are read where they are asked for.
    """
    sums: Counter[str] = Counter()
    for row in await _read(connection, "service", lot_keys, pieces):
        sums.update({name: int(value or 0) for name, value in row.items()})
    delays: Counter[int] = Counter()
    if with_delays:
        for row in await _read(connection, "delay", lot_keys, pieces):
            delays[row["delay_s"]] += int(row["reports"])
    return ServiceHour(hour_us=0, until_us=0, delays=dict(sorted(delays.items())), **sums)


async def _read(
    connection: Connection, what: str, lot_keys: Sequence[int], pieces: Pieces
) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = []
    if pieces.days:
        rows += await connection.fetch(
            query(f"planning/read_{what}_days"), lot_keys, pieces.days[0], pieces.days[-1],
            pieces.some_days,
        )  # fmt: skip
    for begin_us, end_us in pieces.spans:
        rows += await connection.fetch(
            query(f"planning/read_{what}_span"), lot_keys, from_us(begin_us), from_us(end_us)
        )
    return rows
