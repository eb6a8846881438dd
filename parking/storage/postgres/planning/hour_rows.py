"""Rows of `occupancy_hour`: written as the fold tells them, read as they stand. Knows no rule."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import asyncpg

from parking.clock import HOUR_US
from parking.planning.hour_row import SPACE_CLASS_CODE, HourRow
from parking.planning.space_time import SpaceTime
from parking.storage.postgres.planning.wire import instant, us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass

CLASS_OF_CODE: Final[Mapping[int, SpaceClass]] = {
    code: name for name, code in SPACE_CLASS_CODE.items()
}
HourKey: TypeAlias = tuple[int, int, int]
"""lot_key, code of the space class, when the hour begins."""
_NO_STEPS: Final = [0] * 12


class HourRows:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def save(self, connection: Connection, rows: Mapping[HourKey, HourRow]) -> None:
        """Write rows over what was there of the same hours."""
        if rows:
            values = [_values(key, rows[key]) for key in sorted(rows)]
            await connection.execute(query("planning/hours_save"), values)

    async def over(
        self, connection: Connection, keys: Collection[HourKey]
    ) -> dict[HourKey, HourRow]:
        """Read those of these hours that are there and over."""
        if not keys:
            return {}
        lots, codes, hours = zip(*sorted(keys), strict=True)
        bounds = (instant(min(hours)), instant(max(hours)))
        rows = await connection.fetch(
            query("planning/hours_over"), lots, codes, [instant(us) for us in hours], *bounds
        )
        return dict(map(_read, rows))

    async def of_lot(
        self, connection: Connection, lot_key: int, from_us: int, to_us: int
    ) -> dict[HourKey, HourRow]:
        """Read a lot's hours that begin in a span, by class in the order of time."""
        rows = await connection.fetch(
            query("planning/hours_of_lot"), lot_key, instant(from_us), instant(to_us)
        )
        return dict(map(_read, rows))

    async def delete(self, connection: Connection, keys: Collection[HourKey]) -> None:
        """Take hours of one lot away that nothing is told of any more."""
        if not keys:
            return
        lots, codes, hours = zip(*sorted(keys), strict=True)
        bounds = (instant(min(hours)), instant(max(hours)))
        await connection.execute(
            query("planning/hours_delete"), lots[0], codes, [instant(us) for us in hours], *bounds
        )


def key_of(lot_key: int, row: HourRow) -> HourKey:
    return lot_key, SPACE_CLASS_CODE[row.space_class], row.hour_us


def is_over(row: HourRow) -> bool:
    """Tell whether all of the hour is in the row."""
    return row.until_us >= row.hour_us + HOUR_US


def columns_of(steps: Sequence[SpaceTime]) -> list[list[int] | None]:
    """Return the five columns of steps as the tables have them."""
    told = zip(
        *((s.open_us, s.known_us, s.taken_us, s.full_us, s.closed_us) for s in steps), strict=True
    )
    return none_where_nothing(list(map(list, told)))


def none_where_nothing(columns: Sequence[list[int]]) -> list[list[int] | None]:
    """Leave out full and closed steps that are nothing."""
    *always, full, closed = columns
    return [*always, *(None if one == _NO_STEPS else one for one in (full, closed))]


def steps_of(row: asyncpg.Record) -> tuple[SpaceTime, ...]:
    """Read the five columns of steps."""
    columns = (
        row["open_steps"], row["known_steps"], row["taken_steps"],
        row["full_steps"] or _NO_STEPS, row["closed_steps"] or _NO_STEPS,
    )  # fmt: skip
    return tuple(SpaceTime(*step) for step in zip(*columns, strict=True))


def _values(key: HourKey, row: HourRow) -> tuple[Any, ...]:
    lot_key, code, hour_us = key
    sums = row.sums
    return (
        lot_key, code, instant(hour_us), instant(row.until_us),
        sums.open_us, sums.known_us, sums.taken_us, sums.full_us, sums.closed_us,
        row.entries, row.exits, *columns_of(row.steps),
    )  # fmt: skip


def _read(row: asyncpg.Record) -> tuple[HourKey, HourRow]:
    hour_us = us_of(row["hour"])
    told = HourRow(
        space_class=CLASS_OF_CODE[row["space_class"]],
        hour_us=hour_us,
        until_us=us_of(row["until"]),
        steps=steps_of(row),
        entries=row["entries"],
        exits=row["exits"],
    )
    return (row["lot_key"], row["space_class"], hour_us), told


def in_classes(rows: Iterable[HourRow]) -> dict[SpaceClass, list[HourRow]]:
    """Group rows by class, each group in the order of time."""
    groups: dict[SpaceClass, list[HourRow]] = {}
    for row in sorted(rows, key=lambda row: row.hour_us):
        groups.setdefault(row.space_class, []).append(row)
    return groups
