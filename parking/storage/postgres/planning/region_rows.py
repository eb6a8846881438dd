"""Rows of regions' hours and days: changes are added, peaks are written. Knows no rule."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from parking.clock import HOUR_US
from parking.planning.day_row import Peak
from parking.planning.hour_row import HourRow
from parking.planning.region_sums import RegionDay, RegionHour
from parking.storage.postgres.planning.day_rows import peak_columns
from parking.storage.postgres.planning.hour_rows import CLASS_OF_CODE, none_where_nothing, steps_of
from parking.storage.postgres.planning.wire import instant, us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

ROWS_A_CALL: Final = 2_000
PeakKey: TypeAlias = tuple[str, int, date]
"""region, code of the space class, day."""
_Change = TypeVar("_Change")


class RegionRows:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def add_hours(self, connection: Connection, changes: Iterable[RegionHour]) -> None:
        """Add changes to the hours, and take away the rows in which no lot is left."""
        for some in _slices(changes):
            await connection.execute(query("planning/region_hours_add"), [_hour(c) for c in some])
            empty = [change for change in some if change.lots < 0]
            if empty:
                hours = [change.hour_us for change in empty]
                await connection.execute(
                    query("planning/region_hours_empty"),
                    [change.region for change in empty], [change.class_code for change in empty],
                    [instant(us) for us in hours], instant(min(hours)), instant(max(hours)),
                )  # fmt: skip

    async def add_days(self, connection: Connection, changes: Iterable[RegionDay]) -> None:
        """Add changes to the days, and take away the rows in which no lot is left."""
        for some in _slices(changes):
            await connection.execute(query("planning/region_days_add"), [_day(c) for c in some])
            empty = [(c.region, c.class_code, c.day) for c in some if c.lots < 0]
            if empty:
                await connection.execute(
                    query("planning/region_days_empty"), *zip(*empty, strict=True)
                )

    async def hours_of(
        self, connection: Connection, region: str, from_us: int, to_us: int
    ) -> dict[int, list[HourRow]]:
        """Read a region's hours that begin in a span, by class code in the order of time."""
        rows = await connection.fetch(
            query("planning/region_hours_of_day"), region, instant(from_us), instant(to_us)
        )
        found: dict[int, list[HourRow]] = {}
        for row in rows:
            hour_us = us_of(row["hour"])
            told = HourRow(
                space_class=CLASS_OF_CODE[row["space_class"]],
                hour_us=hour_us,
                until_us=hour_us + HOUR_US,
                steps=steps_of(row),
                entries=row["entries"],
                exits=row["exits"],
            )
            found.setdefault(row["space_class"], []).append(told)
        return found

    async def save_peaks(
        self, connection: Connection, peaks: Mapping[PeakKey, Peak | None]
    ) -> None:
        """Write the peaks of days that are there; None where too little is known."""
        if peaks:
            rows = [(*key, *peak_columns(peak)) for key, peak in sorted(peaks.items())]
            await connection.execute(query("planning/region_peaks_save"), *zip(*rows, strict=True))

    async def let_peaks_wait(
        self, connection: Connection, peaks: Collection[tuple[str, date]]
    ) -> None:
        """Note days of regions whose peaks are to be found anew."""
        if peaks:
            await connection.execute(
                query("planning/peaks_due_add"), *zip(*sorted(peaks), strict=True)
            )

    async def take_peaks(self, connection: Connection, most: int) -> list[tuple[str, date]]:
        """Take the next ones; they wait no longer."""
        rows = await connection.fetch(query("planning/peaks_due_take"), most)
        return [(row[0], row[1]) for row in rows]


def _hour(change: RegionHour) -> tuple[Any, ...]:
    sums = [sum(column) for column in change.steps]
    return (
        change.region, change.class_code, instant(change.hour_us), change.lots, *sums,
        change.entries, change.exits, *none_where_nothing(change.steps),
    )  # fmt: skip


def _day(change: RegionDay) -> tuple[Any, ...]:
    return (
        change.region, change.class_code, change.day, change.lots, *change.sums, change.entries,
        change.exits, change.hours_known, change.hours_in_band, *peak_columns(None),
    )  # fmt: skip


def _slices(changes: Iterable[_Change]) -> Iterator[Sequence[_Change]]:
    rest = iter(changes)
    while some := list(islice(rest, ROWS_A_CALL)):
        yield some
