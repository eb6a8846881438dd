"""Reads what all of some lots' spaces did together, and of that the part that counts vehicles.

It is added up where it is stored. It knows pieces of a period, no figures.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import asyncpg

from parking.clock import from_us
from parking.planning.chosen_lots import Places
from parking.planning.occupancy_sums import OccupancySums, total_sums
from parking.planning.period import Pieces, beside
from parking.planning.scope import Scope
from parking.planning.space_time import SpaceTime, total
from parking.storage.postgres.planning.reading_occupancy import codes_of, space_time_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

_Times = Sequence[tuple[int, int]]
_VEHICLES = ("entries", "exits", "hours_known", "hours_in_band", "cut_entries")


class SpaceSums(NamedTuple):
    """`counting`: of those classes of lots where a vehicle was counted on a day of that time."""

    occupancy: OccupancySums
    counting: SpaceTime


async def read_space(connection: Connection, scope: Scope) -> SpaceSums:
    """Read both."""
    rows = [row for places in scope.places for row in await _of_zone(connection, scope, places)]
    told = [(row["counts"], _sums_of(row)) for row in rows]
    return SpaceSums(
        total_sums(sums for _, sums in told),
        total(sums.space for counts, sums in told if counts),
    )


async def _of_zone(connection: Connection, scope: Scope, places: Places) -> list[asyncpg.Record]:
    pieces = scope.pieces(places.zone)
    rests = beside(scope.period, places.zone, scope.takes_day)
    return await connection.fetch(
        query("planning/read_kpi_sums"), places.all_keys, codes_of(scope.classes),
        *pieces.parts.columns, *_hours(pieces), *_columns(pieces.cuts),
        *_first_and_last([since_us for since_us, _ in pieces.cuts]), *_columns(rests),
        *_first_and_last([at_us for rest in rests for at_us in rest]),
    )  # fmt: skip


def _sums_of(row: asyncpg.Record) -> OccupancySums:
    return OccupancySums(space_time_of(row), *(int(row[name]) for name in _VEHICLES))


def _hours(pieces: Pieces) -> tuple[object, ...]:
    """Return when the first begins and the last ends, and the times where they are several."""
    times = pieces.hours
    several = [asyncpg.Range(*map(from_us, time)) for time in times] if len(times) > 1 else None
    return *_first_and_last([at_us for time in times for at_us in time]), several


def _columns(times: _Times) -> tuple[list[datetime], list[datetime]]:
    return [from_us(begin) for begin, _ in times], [from_us(end) for _, end in times]


def _first_and_last(moments_us: Sequence[int]) -> tuple[datetime | None, datetime | None]:
    """Return None of nothing: in no time at all there is no hour."""
    if not moments_us:
        return None, None
    return from_us(min(moments_us)), from_us(max(moments_us))
