"""Reads all that KPIs are made of, in one picture of the database. It knows no formula."""

from typing import NamedTuple

from parking.clock import HOUR_US
from parking.planning.chosen_lots import Places
from parking.planning.connection import Connected
from parking.planning.durations import SessionSums
from parking.planning.effort import Effort
from parking.planning.history.service_hour import ServiceHour
from parking.planning.kpi_sums import NOBODY, BusiestHours, KpiSums, PeakQuarter
from parking.planning.scope import Scope
from parking.planning.unmet_demand import NO_UNMET, Unmet
from parking.sharing.figures import Figures
from parking.sharing.figures import total as total_figures
from parking.storage.postgres.planning.reading import Reading, read_connected
from parking.storage.postgres.planning.reading_counting import read_counting
from parking.storage.postgres.planning.reading_occupancy import SumsByLot, read_lot_sums
from parking.storage.postgres.planning.reading_peaks import read_peaks
from parking.storage.postgres.planning.reading_quality import (
    read_scope_service,
    read_scope_sessions,
)
from parking.storage.postgres.planning.reading_sharing import read_sharing
from parking.storage.postgres.planning.reading_space import SpaceSums, read_space
from parking.storage.postgres.planning.reading_unmet import read_unmet
from parking.storage.postgres.pool import Connection


class _OfLots(NamedTuple):
    space: SpaceSums
    unmet: Unmet | None


class _OfAllTogether(NamedTuple):
    """What is read beside the sums of lots, which take about as long."""

    peak: PeakQuarter | None
    busiest: BusiestHours
    sessions: SessionSums
    service: ServiceHour | None
    connected: Connected
    sharing: Figures


class KpiReader:
    """Reads the sums of a scope's lots together, zone by zone."""

    def __init__(self, reading: Reading, scope: Scope, now_us: int, effort: Effort) -> None:
        self._reading = reading
        self._scope = scope
        self._now_us = now_us
        self._effort = effort

    async def read(self) -> KpiSums:
        """Read them; what takes more effort than is made is left out."""
        of_lots, of_all = await self._reading.both(self._of_lots, self._of_all_together)
        return KpiSums(
            asked_us=self._scope.asked_us(self._scope.zone),
            occupancy=of_lots.space.occupancy,
            counting=of_lots.space.counting,
            peak=of_all.peak,
            busiest=of_all.busiest,
            unmet=of_lots.unmet,
            sessions=of_all.sessions,
            service=of_all.service,
            connected=of_all.connected,
            sharing=of_all.sharing,
        )

    async def _of_lots(self, connection: Connection) -> _OfLots:
        return _OfLots(
            space=await read_space(connection, self._scope),
            unmet=await self._unmet(connection) if self._effort.full_hours else None,
        )

    async def _of_all_together(self, connection: Connection) -> _OfAllTogether:
        scope, has_hours = self._scope, self._effort.hours
        peak, busiest = await read_peaks(connection, scope) if has_hours else (None, NOBODY)
        return _OfAllTogether(
            peak=peak,
            busiest=busiest,
            sessions=await read_scope_sessions(
                connection, scope, self._now_us, with_minutes=self._effort.lengths
            ),
            service=await read_scope_service(connection, scope, with_delays=self._effort.lengths),
            connected=await self._connected(connection),
            sharing=await self._sharing(connection),
        )

    async def _unmet(self, connection: Connection) -> Unmet:
        scope = self._scope
        found = NO_UNMET
        for places in scope.places:
            sums = await _counting(connection, scope, places)
            found += await read_unmet(connection, sums, scope.period, places.zone, scope.takes_day)
        return found

    async def _connected(self, connection: Connection) -> Connected:
        """Count those heard from in the 24 hours before the last full hour of the period."""
        period = self._scope.period
        up_to_us = -(-period.to_us // HOUR_US) if period.reaches_now else period.to_us // HOUR_US
        return await read_connected(
            connection, self._scope.lot_keys, self._scope.classes, up_to_us * HOUR_US
        )

    async def _sharing(self, connection: Connection) -> Figures:
        scope = self._scope
        found = [
            await read_sharing(
                connection, places.all_keys, scope.period, places.zone, scope.takes_day
            )
            for places in scope.places
        ]
        return total_figures(found)


async def _counting(connection: Connection, scope: Scope, places: Places) -> SumsByLot:
    """Read the sums of lots' classes that count vehicles, by lot."""
    zone = places.zone
    sums = await read_lot_sums(connection, places.all_keys, scope.classes, scope.pieces(zone))
    counting = await read_counting(connection, sums, scope.period, zone, scope.takes_day)
    return {place: of for place, of in sums.items() if place in counting}
