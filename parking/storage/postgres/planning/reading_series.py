"""Reads what spaces did as a series: by the step, the quarter hour, the hour or the local day."""

from collections.abc import Iterator, Sequence
from datetime import date

import asyncpg

from parking.clock import HOUR_US, from_us, to_us
from parking.planning.chosen_lots import Places
from parking.planning.local_day import day_span_us
from parking.planning.period import SummedUp
from parking.planning.space_time import STEP_US, SpaceTime
from parking.planning.time_series import QUARTER_US, Bucket, Series, add_series
from parking.storage.postgres.planning.reading_occupancy import (
    SPACE_SUMS,
    codes_of,
    sources_of,
    space_time_of,
)
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass


class SeriesReader:
    """Reads series of some places and classes, in one transaction."""

    def __init__(
        self,
        connection: Connection,
        places: Places,
        classes: Sequence[SpaceClass],
        summed_up: SummedUp,
    ) -> None:
        self._connection = connection
        self._places = places
        self._codes = codes_of(classes)
        self._summed_up = summed_up

    async def steps(self, begin_us: int, end_us: int) -> Series:
        """Read steps of five minutes of every hour that has a part in that time; no vehicles."""
        rows = await self._hours("steps", begin_us, end_us)
        return add_series(part for row in rows for part in _parts(row, STEP_US))

    async def quarters(self, begin_us: int, end_us: int) -> tuple[Series, Series]:
        """Read quarter hours, and the vehicles of their hours, which are told by the hour alone."""
        rows = await self.quarter_rows(begin_us, end_us)
        parts = (part for row in rows for part in _parts(row, QUARTER_US))
        vehicles = (
            (to_us(row["hour"]), Bucket(entries=row["entries"], exits=row["exits"])) for row in rows
        )
        return add_series(parts), add_series(vehicles)

    async def quarter_rows(self, begin_us: int, end_us: int) -> list[asyncpg.Record]:
        """Read rows of hours whose sums are arrays of four; an hour may have several rows."""
        return await self._hours("quarters", begin_us, end_us)

    async def hours(self, begin_us: int, end_us: int) -> Series:
        """Read every hour that has a part in that time."""
        rows = await self._hours("hours", begin_us, end_us)
        return add_series((to_us(row["hour"]), bucket_of(row)) for row in rows)

    async def days(self, days: Sequence[date]) -> Series:
        """Read local days, each at its own beginning; those not summed up yet by their hours."""
        zone, until = self._places.zone, self._summed_up.days_until
        old = {day for day in days if day <= until}
        parts: list[tuple[int, Bucket]] = []
        if old:
            for kind, keys in sources_of(self._places):
                rows = await self._connection.fetch(
                    query(f"planning/read_{kind}_by_day"), keys, self._codes, min(old), max(old)
                )
                parts += [
                    (day_span_us(row["day"], zone)[0], bucket_of(row))
                    for row in rows
                    if row["day"] in old
                ]
        for day in sorted({*days} - old):
            begin_us, end_us = day_span_us(day, zone)
            hours = await self.hours(begin_us, end_us)
            parts += [(begin_us, bucket) for bucket in hours.values()]
        return add_series(parts)

    async def _hours(self, what: str, begin_us: int, end_us: int) -> list[asyncpg.Record]:
        """Read hours of regions as far as there are any, and of their lots from then on."""
        places, first_us = self._places, begin_us - HOUR_US + 1
        summed_us = max(first_us, min(end_us, self._summed_up.hours_until_us - HOUR_US + 1))
        asked = [
            ("lot", places.lot_keys, first_us, end_us),
            ("region", places.regions, first_us, summed_us),
            ("lot", places.within, summed_us, end_us),
        ]
        return [
            row
            for kind, keys, from_, until in asked
            if keys and from_ < until
            for row in await self._connection.fetch(
                query(f"planning/read_{kind}_{what}"), keys, self._codes, from_us(from_),
                from_us(until),
            )
        ]  # fmt: skip


def bucket_of(row: asyncpg.Record) -> Bucket:
    """Take sums and vehicles out of a row."""
    return Bucket(space_time_of(row), int(row["entries"]), int(row["exits"]))


def _parts(row: asyncpg.Record, length_us: int) -> Iterator[tuple[int, Bucket]]:
    """Yield the parts of an hour that anything was told of."""
    hour_us = to_us(row["hour"])
    columns = zip(*(row[name] for name in SPACE_SUMS), strict=True)
    for part, (opened, known, taken, full, closed) in enumerate(columns):
        space = SpaceTime(opened or 0, known or 0, taken or 0, full or 0, closed or 0)
        yield hour_us + part * length_us, Bucket(space)
