"""Hour writer: what folds tell into the tables, and what is summed up of it, in one transaction.

It knows what a row changes: the regions it is in, the days that wait. It folds nothing.
"""

from collections.abc import Collection, Iterable, Mapping

from ingest.rollup.lot_book import FoldedUs
from ingest.rollup.region_book import RegionBook
from ingest.rollup.session_writer import LotMoment, SessionWriter
from ingest.rollup.told import Told
from parking.clock import HOUR_US
from parking.planning.history.fold import Folded
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import HourRow
from parking.planning.local_day import day_at, end_of_day_us
from parking.planning.region_sums import HourChanges
from parking.planning.sessions import Passage
from parking.storage.postgres.planning.day_rows import DayRows
from parking.storage.postgres.planning.hour_rows import HourKey, HourRows, is_over, key_of
from parking.storage.postgres.planning.memberships import Memberships
from parking.storage.postgres.planning.months import Months
from parking.storage.postgres.planning.region_rows import RegionRows
from parking.storage.postgres.planning.service_rows import ServiceKey, ServiceRows
from parking.storage.postgres.pool import Connection


class HourWriter:
    """Whoever calls owns the transaction."""

    def __init__(self, regions: RegionBook, sessions: SessionWriter, folded: FoldedUs) -> None:
        self._regions = regions
        self._sessions = sessions
        self._folded = folded
        self._months = Months()
        self._hours, self._services = HourRows(), ServiceRows()
        self._region_rows, self._days = RegionRows(), DayRows()
        self._memberships = Memberships()

    async def write(self, connection: Connection, told: Told) -> None:
        """Write what was told in order of time."""
        moments_us = [key[-1] for key in (*told.hours, *told.services)]
        await self._months.ensure(connection, moments_us)
        over = {key: row for key, row in told.hours.items() if is_over(row)}
        before = await self._hours.over(connection, over.keys())
        await self._hours.save(connection, told.hours)
        await self._services.save(connection, told.services)
        await self._sum_up(connection, before, over, over_services(told.services))
        moved = await self._sessions.take_in(connection, told.passages)
        await self._let_days_wait(connection, moved)
        await self._memberships.add_sources(connection, told.heard)

    async def rewrite(
        self,
        connection: Connection,
        lot_key: int,
        span: tuple[int, int],
        folded: Folded,
        *,
        is_newest: bool,
    ) -> None:
        """Let this be all there is of a lot's hours in a span that begins with one.

        An hour that runs on where the span ends is left as it is, unless nothing newer follows.
        """
        moments_us = [row.hour_us for row in folded.rows]
        moments_us += (service.hour_us for service in folded.services)
        await self._months.ensure(connection, moments_us)
        hours = {key_of(lot_key, row): row for row in folded.rows if is_newest or is_over(row)}
        stored = await self._hours.of_lot(connection, lot_key, *_kept(span, is_newest=is_newest))
        changed = {key: row for key, row in hours.items() if stored.get(key) != row}
        gone = stored.keys() - hours.keys()
        await self._hours.save(connection, changed)
        await self._hours.delete(connection, gone)
        services = await self._rewrite_services(
            connection, lot_key, span, folded.services, is_newest=is_newest
        )
        before = {
            key: row
            for key, row in stored.items()
            if is_over(row) and (key in changed or key in gone)
        }
        after = {key: row for key, row in changed.items() if is_over(row)}
        await self._sum_up(connection, before, after, services)

    async def rewrite_sessions(
        self,
        connection: Connection,
        lot_key: int,
        span: tuple[int, int],
        passages: list[Passage],
    ) -> None:
        """Let these be all passages of a lot in a span, its end excluded."""
        moved = await self._sessions.rewrite(connection, lot_key, span, passages)
        await self._let_days_wait(connection, moved)

    async def _rewrite_services(
        self,
        connection: Connection,
        lot_key: int,
        span: tuple[int, int],
        told: Iterable[ServiceHour],
        *,
        is_newest: bool,
    ) -> set[LotMoment]:
        stored = await self._services.of_lot(connection, lot_key, *_kept(span, is_newest=is_newest))
        services = {
            (lot_key, one.hour_us): one for one in told if is_newest or is_service_over(one)
        }
        changed = {key: one for key, one in services.items() if stored.get(key) != one}
        gone = stored.keys() - services.keys()
        await self._services.save(connection, changed)
        await self._services.delete(connection, lot_key, [hour_us for _, hour_us in gone])
        return over_services(changed) | {key for key in gone if is_service_over(stored[key])}

    async def _sum_up(
        self,
        connection: Connection,
        before: Mapping[HourKey, HourRow],
        after: Mapping[HourKey, HourRow],
        services: Collection[ServiceKey],
    ) -> None:
        """Put what is over into the regions, and let the days wait that are over."""
        changes = HourChanges()
        moved: set[LotMoment] = set()
        for key in before.keys() | after.keys():
            old, new = before.get(key), after.get(key)
            if old == new:
                continue
            regions = self._regions.of(key[0])
            if old is not None:
                changes.add(regions, old, -1)
            if new is not None:
                changes.add(regions, new, 1)
            moved.add((key[0], key[2]))
        await self._region_rows.add_hours(connection, changes)
        await self._let_days_wait(connection, moved | set(services))
        await self._let_peaks_wait(connection, moved)

    async def _let_days_wait(self, connection: Connection, moved: Collection[LotMoment]) -> None:
        days = set()
        for lot_key, moment_us in moved:
            folded_us, zone = self._folded(lot_key)
            day = day_at(moment_us, zone)
            if end_of_day_us(day, zone) <= folded_us:
                days.add((lot_key, day))
        await self._days.let_wait(connection, days)

    async def _let_peaks_wait(self, connection: Connection, moved: Collection[LotMoment]) -> None:
        zone = self._regions.city_zone
        peaks = set()
        for lot_key, hour_us in moved:
            day = day_at(hour_us, zone)
            if end_of_day_us(day, zone) <= self._folded(lot_key)[0]:
                peaks |= {(region, day) for region in self._regions.of(lot_key)}
        await self._region_rows.let_peaks_wait(connection, peaks)


def over_services(services: Mapping[ServiceKey, ServiceHour]) -> set[LotMoment]:
    """Name the hours that are over."""
    return {key for key, one in services.items() if is_service_over(one)}


def is_service_over(service: ServiceHour) -> bool:
    return service.until_us >= service.hour_us + HOUR_US


def _kept(span: tuple[int, int], *, is_newest: bool) -> tuple[int, int]:
    """Return when those hours begin of which a span tells all."""
    from_us, to_us = span
    return from_us, to_us if is_newest else to_us - HOUR_US + 1
