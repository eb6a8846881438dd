"""Reads the pieces of a period: days from sums of days, or of these and of months, the spans at its
ends from what is finer.

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
    has_months: bool = False,
) -> list[asyncpg.Record]:
    """Read `read_<what>_days` and `read_<what>_span` of the same; spans are told `of_spans` too.

    `has_months`: days are read by `read_days`.
    """
    rows: list[asyncpg.Record] = []
    if has_months:
        rows += await read_days(connection, what, pieces, *of)
    elif pieces.days:
        rows += await connection.fetch(
            query(f"planning/read_{what}_days"), *of, pieces.days[0], pieces.days[-1],
            pieces.some_days,
        )  # fmt: skip
    for begin_us, end_us in pieces.spans:
        rows += await connection.fetch(
            query(f"planning/read_{what}_span"), *of, from_us(begin_us), from_us(end_us), *of_spans
        )
    return rows


async def read_days(
    connection: Connection, what: str, pieces: Pieces, *of: object
) -> list[asyncpg.Record]:
    """Read the days of a period by `read_<what>_days`, from sums of months as far as it can be."""
    if not pieces.days:
        return []
    return await connection.fetch(query(f"planning/read_{what}_days"), *of, *pieces.parts.columns)
