"""Rows of `occupancy_day`, and the days that wait to be summed up. Knows no rule."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import asyncpg

from parking.planning.day_row import DayRow, Peak
from parking.planning.hour_row import SPACE_CLASS_CODE
from parking.planning.space_time import SpaceTime
from parking.storage.postgres.planning.hour_rows import CLASS_OF_CODE
from parking.storage.postgres.planning.wire import instant, us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

LotDay: TypeAlias = tuple[int, date]
"""lot_key, day."""
DayKey: TypeAlias = tuple[int, int, date]
"""lot_key, code of the space class, day."""


class DayRows:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def save(self, connection: Connection, rows: Mapping[DayKey, DayRow]) -> None:
        """Write days over what was there of the same."""
        if rows:
            values = [_values(key, rows[key]) for key in sorted(rows)]
            await connection.execute(query("planning/days_save"), values)

    async def stored(self, connection: Connection, days: Sequence[LotDay]) -> dict[DayKey, DayRow]:
        """Read these days of these lots as they stand."""
        rows = await connection.fetch(query("planning/days_stored"), *zip(*days, strict=True))
        return dict(map(_read, rows))

    async def of_lot(self, connection: Connection, lot_key: int) -> dict[DayKey, DayRow]:
        """Read all days of a lot."""
        return dict(map(_read, await connection.fetch(query("planning/days_of_lot"), lot_key)))

    async def delete(self, connection: Connection, keys: Collection[DayKey]) -> None:
        """Take days away that have no hours any more."""
        if keys:
            await connection.execute(
                query("planning/days_delete"), *zip(*sorted(keys), strict=True)
            )

    async def let_wait(self, connection: Connection, days: Collection[LotDay]) -> None:
        """Note days that are over and to be summed up anew."""
        if days:
            await connection.execute(
                query("planning/days_due_add"), *zip(*sorted(days), strict=True)
            )

    async def take(self, connection: Connection, most: int) -> list[LotDay]:
        """Take the next that wait; they wait no longer."""
        rows = await connection.fetch(query("planning/days_due_take"), most)
        return [(row[0], row[1]) for row in rows]


def day_key(lot_key: int, row: DayRow) -> DayKey:
    return lot_key, SPACE_CLASS_CODE[row.space_class], row.day


def peak_columns(peak: Peak | None) -> tuple[Any, ...]:
    """Return the three columns of a peak as the tables of days have them."""
    return (
        (None, None, None) if peak is None else (peak.taken_us, peak.known_us, instant(peak.at_us))
    )


def _values(key: DayKey, row: DayRow) -> tuple[Any, ...]:
    sums = row.sums
    return (
        *key, instant(row.until_us), sums.open_us, sums.known_us, sums.taken_us, sums.full_us,
        sums.closed_us, row.entries, row.exits, row.hours_known, row.hours_in_band,
        *peak_columns(row.peak),
    )  # fmt: skip


def _read(row: asyncpg.Record) -> tuple[DayKey, DayRow]:
    peak = None
    if row["peak_at"] is not None:
        peak = Peak(row["peak_taken_us"], row["peak_known_us"], us_of(row["peak_at"]))
    told = DayRow(
        space_class=CLASS_OF_CODE[row["space_class"]],
        day=row["day"],
        until_us=us_of(row["until"]),
        sums=SpaceTime(
            row["open_us"], row["known_us"], row["taken_us"], row["full_us"], row["closed_us"]
        ),
        entries=row["entries"],
        exits=row["exits"],
        hours_known=row["hours_known"],
        hours_in_band=row["hours_in_band"],
        peak=peak,
    )
    return (row["lot_key"], row["space_class"], row["day"]), told
