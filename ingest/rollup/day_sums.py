"""Day sums: days that are over, from their hours and sessions, and the peaks of regions' days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from ingest.rollup.library import Library
from ingest.rollup.region_book import RegionBook
from parking.clock import DAY_US
from parking.planning.day_row import DayRow, Peak, day_of, peak_of
from parking.planning.durations import SessionSums, session_sums
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import SPACE_CLASS_CODE
from parking.planning.local_day import day_span_us
from parking.planning.region_sums import DayChanges
from parking.planning.service_sums import total_service
from parking.planning.sessions import GIVEN_UP_US
from parking.storage.postgres.planning.day_rows import DayKey, DayRows, LotDay, day_key
from parking.storage.postgres.planning.hour_rows import HourRows, in_classes
from parking.storage.postgres.planning.region_rows import PeakKey, RegionRows
from parking.storage.postgres.planning.service_rows import ServiceRows
from parking.storage.postgres.planning.session_rows import SessionRows, SumsKey
from parking.storage.postgres.pool import Connection

MOST_AT_ONCE: Final = 100
_UNTIL_GIVEN_UP: Final = timedelta(days=GIVEN_UP_US // DAY_US)


class DaySums:
    """Works through what waits, some at a time."""

    def __init__(self, regions: RegionBook, library: Library) -> None:
        self._regions, self._library = regions, library
        self._hours, self._services, self._days = HourRows(), ServiceRows(), DayRows()
        self._sessions, self._region_rows = SessionRows(), RegionRows()

    async def go_on(self, connection: Connection) -> bool:
        """Sum up the next days, else find the next peaks; tells whether anything waited."""
        async with connection.transaction():
            days = await self._days.take(connection, MOST_AT_ONCE)
            if days:
                await self._library.know(connection, [lot_key for lot_key, _ in days])
                await self._sum_up(connection, days)
                return True
            peaks = await self._region_rows.take_peaks(connection, MOST_AT_ONCE)
            await self._find_peaks(connection, peaks)
            return bool(peaks)

    async def _sum_up(self, connection: Connection, due: Sequence[LotDay]) -> None:
        rows: dict[DayKey, DayRow] = {}
        services: dict[LotDay, ServiceHour] = {}
        for lot_key, day in due:
            span = day_span_us(day, self._library.folded(lot_key)[1])
            hours = await self._hours.of_lot(connection, lot_key, *span)
            for of_class in in_classes(hours.values()).values():
                row = day_of(day, of_class)
                rows[day_key(lot_key, row)] = row
            reported = await self._services.of_lot(connection, lot_key, *span)
            if reported:
                services[lot_key, day] = total_service(list(reported.values()))
        await self._write(connection, due, rows)
        gone = [lot_day for lot_day in due if lot_day not in services]
        await self._services.save_days(connection, services, gone)
        await self._sum_up_sessions(connection, due)

    async def _write(
        self, connection: Connection, due: Sequence[LotDay], rows: dict[DayKey, DayRow]
    ) -> None:
        stored = await self._days.stored(connection, due)
        changes = DayChanges()
        changed: set[tuple[str, date]] = set()
        for key in stored.keys() | rows.keys():
            old, new = stored.get(key), rows.get(key)
            if old == new:
                continue
            regions = self._regions.of(key[0])
            if old is not None:
                changes.add(regions, old, -1)
            if new is not None:
                changes.add(regions, new, 1)
            changed |= {(region, key[2]) for region in regions}
        await self._days.save(
            connection, {key: row for key, row in rows.items() if stored.get(key) != row}
        )
        await self._days.delete(connection, stored.keys() - rows.keys())
        await self._region_rows.add_days(connection, changes)
        await self._region_rows.let_peaks_wait(connection, changed)

    async def _sum_up_sessions(self, connection: Connection, due: Sequence[LotDay]) -> None:
        """Sum up sessions of these days, and of those whose entries are given up by their end."""
        days = {*due, *((lot_key, day - _UNTIL_GIVEN_UP) for lot_key, day in due)}
        sums: dict[SumsKey, SessionSums] = {}
        for lot_key, day in sorted(days):
            sums |= await self._sessions_of(connection, lot_key, day)
        await self._sessions.save_days(connection, days, sums)

    async def _sessions_of(
        self, connection: Connection, lot_key: int, day: date
    ) -> dict[SumsKey, SessionSums]:
        """Sum up one day by class. Entries are given up when their whole day is, all at once."""
        folded_us, zone = self._library.folded(lot_key)
        span = day_span_us(day, zone)
        is_given_up = day_span_us(day + _UNTIL_GIVEN_UP, zone)[1] <= folded_us
        now_us = span[1] + GIVEN_UP_US if is_given_up else span[1]
        sessions = await self._sessions.within(connection, lot_key, *span)
        sums = {}
        for space_class in sorted({session.space_class for session in sessions}):
            of_class = [one for one in sessions if one.space_class == space_class]
            summed = session_sums(of_class, *span, now_us)
            if summed != SessionSums():
                sums[lot_key, SPACE_CLASS_CODE[space_class], day] = summed
        return sums

    async def _find_peaks(self, connection: Connection, due: Sequence[tuple[str, date]]) -> None:
        peaks: dict[PeakKey, Peak | None] = {}
        for region, day in due:
            span = day_span_us(day, self._regions.city_zone)
            hours = await self._region_rows.hours_of(connection, region, *span)
            for code, rows in hours.items():
                peaks[region, code, day] = peak_of(rows)
        await self._region_rows.save_peaks(connection, peaks)
