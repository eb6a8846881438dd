"""Reads the hours in which spaces were full, for the estimate of how many would have come."""

from collections.abc import Sequence
from itertools import groupby

import asyncpg

from parking.clock import from_us, to_us
from parking.planning.hour_row import HourRow
from parking.planning.local_day import day_at
from parking.planning.period import Period, TakesDay
from parking.planning.unmet_demand import NO_UNMET, Unmet, unmet_of
from parking.storage.postgres.planning.hour_rows import CLASS_OF_CODE
from parking.storage.postgres.planning.reading_occupancy import SumsByLot, codes_of, space_time_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass


async def read_unmet(
    connection: Connection, sums: SumsByLot, period: Period, zone: str, takes_day: TakesDay
) -> Unmet:
    """Estimate it day by day; `sums` are of that time, and of classes of lots that count vehicles.

    Those that were never full lost nobody, and their hours are not read.
    """
    entries = sum(of.entries for of in sums.values())
    full = {place for place, of in sums.items() if of.space.full_us}
    lot_keys = sorted({lot_key for lot_key, _ in full})
    classes: Sequence[SpaceClass] = sorted({space_class for _, space_class in full})
    rows = await connection.fetch(
        query("planning/read_full_hours"), lot_keys, codes_of(classes),
        from_us(period.from_us), from_us(period.to_us),
    )  # fmt: skip
    lost = NO_UNMET
    for place, hours in groupby(rows, key=_place):
        if place in full:
            lost += _of_days([_hour_row(row) for row in hours], zone, takes_day)
    return Unmet(entries, lost.lost, lost.full_us, lost.untold_us)


def _of_days(rows: Sequence[HourRow], zone: str, takes_day: TakesDay) -> Unmet:
    days = groupby(rows, key=lambda row: day_at(row.hour_us, zone))
    return sum((unmet_of(hours) for day, hours in days if takes_day(day)), NO_UNMET)


def _place(row: asyncpg.Record) -> tuple[int, SpaceClass]:
    return row["lot_key"], CLASS_OF_CODE[row["space_class"]]


def _hour_row(row: asyncpg.Record) -> HourRow:
    """Make it of an hour's sums: what is estimated of it needs no steps."""
    return HourRow(
        space_class=CLASS_OF_CODE[row["space_class"]],
        hour_us=to_us(row["hour"]),
        until_us=to_us(row["until"]),
        steps=(space_time_of(row),),
        entries=row["entries"],
    )
