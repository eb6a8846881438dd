"""Reads the pieces of a period: days from sums of days, the spans at its ends from what is finer.

It knows which statement reads which, not what they tell.
"""

import asyncpg

from parking.clock import from_us
from parking.planning.period import Pieces
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def read_pieces(
    connection: Connection,
    what: str,
    pieces: Pieces,
    *of: object,
    of_spans: tuple[object, ...] = (),
) -> list[asyncpg.Record]:
    """Read `read_<what>_days` and `read_<what>_span` of the same; spans are told `of_spans` too."""
    rows: list[asyncpg.Record] = []
    if pieces.days:
        rows += await connection.fetch(
            query(f"planning/read_{what}_days"), *of, pieces.days[0], pieces.days[-1],
            pieces.some_days,
        )  # fmt: skip
    for begin_us, end_us in pieces.spans:
        rows += await connection.fetch(
            query(f"planning/read_{what}_span"), *of, from_us(begin_us), from_us(end_us), *of_spans
        )
    return rows
