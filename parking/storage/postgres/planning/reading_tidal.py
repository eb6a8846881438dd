"""Reads what tidal opportunities are found from: hours of lots, and who lends already."""

from collections.abc import Sequence
from typing import Final

import asyncpg
import numpy as np

from parking.clock import from_us
from parking.planning.tidal.limits import KNOWN_SHARE
from parking.planning.tidal.lot_hours import HourSums, LotHours, hours_of
from parking.storage.postgres.planning.reading_occupancy import codes_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass

LOTS_AT_A_TIME: Final = 200
_SUMS: Final = ("hour_us", "open_us", "known_us", "full_us", "closed_us", "least_free_us")


async def read_tidal_hours(
    connection: Connection,
    lot_keys: Sequence[int],
    classes: Sequence[SpaceClass],
    begin_us: int,
    end_us: int,
) -> dict[int, LotHours]:
    """Read hours that begin in that time, classes added up; lots without any are left out."""
    found: dict[int, LotHours] = {}
    for first in range(0, len(lot_keys), LOTS_AT_A_TIME):
        keys = lot_keys[first : first + LOTS_AT_A_TIME]
        rows = await connection.fetch(
            query("planning/read_tidal_hours"), keys, codes_of(classes), from_us(begin_us),
            from_us(end_us), KNOWN_SHARE,
        )  # fmt: skip
        found |= {row["lot_key"]: hours_of(_sums(row)) for row in rows}
    return found


async def read_lending_lots(connection: Connection, lot_keys: Sequence[int]) -> frozenset[int]:
    """Read which lots have an agreement that runs or is proposed."""
    rows = await connection.fetch(query("planning/read_lending_lots"), lot_keys)
    return frozenset(row["lot_key"] for row in rows)


def _sums(row: asyncpg.Record) -> HourSums:
    hour, there, known, full, closed, free = (np.array(row[name], np.int64) for name in _SUMS)
    return HourSums(hour, there, known, full, closed, free, np.array(row["is_over"], bool))
