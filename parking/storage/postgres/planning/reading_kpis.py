"""Reads all that KPIs are made of, in one picture of the database. It knows no formula."""

from collections.abc import Mapping

from parking.clock import HOUR_US
from parking.planning.chosen_lots import Places
from parking.planning.connection import Connected, connected
from parking.planning.durations import NO_SESSIONS, SessionSums
from parking.planning.effort import Effort
from parking.planning.history.service_hour import ServiceHour
from parking.planning.kpi_sums import NOBODY, KpiSums
from parking.planning.occupancy_sums import total_sums
from parking.planning.scope import Scope
from parking.planning.service_sums import total_service
from parking.planning.space_time import total
from parking.planning.unmet_demand import NO_UNMET, Unmet
from parking.sharing.figures import Figures
from parking.sharing.figures import total as total_figures
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_counting import read_counting
from parking.storage.postgres.planning.reading_occupancy import SumsByLot, read_lot_sums
from parking.storage.postgres.planning.reading_peaks import read_peaks
from parking.storage.postgres.planning.reading_service import read_service
from parking.storage.postgres.planning.reading_sessions import SessionReader
from parking.storage.postgres.planning.reading_sharing import read_sharing
from parking.storage.postgres.planning.reading_unmet import read_unmet


class KpiReader:
    """Reads the sums of a scope's lots together, zone by zone."""

    def __init__(self, reading: Reading, scope: Scope, now_us: int, effort: Effort) -> None:
        self._reading = reading
        self._connection = reading.connection
        self._scope = scope
        self._now_us = now_us
        self._effort = effort

    async def read(self) -> KpiSums:
        """Read them; what takes more effort than is made is left out."""
        scope, effort = self._scope, self._effort
        by_zone = {
            places.zone: await read_lot_sums(
                self._connection, places.all_keys, scope.classes, scope.pieces(places.zone)
            )
            for places in scope.places
        }
        counting = {zone: await self._counting(sums, zone) for zone, sums in by_zone.items()}
        peaks = await read_peaks(self._reading, scope) if effort.hours else (None, NOBODY)
        return KpiSums(
            asked_us=scope.asked_us(scope.zone),
            occupancy=total_sums(of for sums in by_zone.values() for of in sums.values()),
            counting=total(of.space for sums in counting.values() for of in sums.values()),
            peak=peaks[0],
            busiest=peaks[1],
            sessions=await self._sessions(),
            unmet=await self._unmet(counting) if effort.full_hours else None,
            service=await self._service(),
            connected=await self._connected(),
            sharing=await self._sharing(),
        )

    async def _counting(self, sums: SumsByLot, zone: str) -> SumsByLot:
        """Return the sums of lots' classes that count vehicles."""
        scope = self._scope
        counting = await read_counting(self._connection, sums, scope.period, zone, scope.takes_day)
        return {place: of for place, of in sums.items() if place in counting}

    async def _sessions(self) -> SessionSums:
        found = [
            await self._sessions_of(places).sums(with_minutes=self._effort.lengths)
            for places in self._scope.places
        ]
        return sum(found, NO_SESSIONS)

    def _sessions_of(self, places: Places) -> SessionReader:
        scope = self._scope
        return SessionReader(
            self._connection, places.all_keys, scope.classes, scope.pieces(places.zone),
            self._now_us,
        )  # fmt: skip

    async def _unmet(self, by_zone: Mapping[str, SumsByLot]) -> Unmet:
        scope = self._scope
        found = [
            await read_unmet(self._connection, sums, scope.period, zone, scope.takes_day)
            for zone, sums in by_zone.items()
        ]
        return sum(found, NO_UNMET)

    async def _service(self) -> ServiceHour | None:
        found = [
            await read_service(
                self._connection, places.all_keys, self._scope.pieces(places.zone),
                with_delays=self._effort.lengths,
            )
            for places in self._scope.places
        ]  # fmt: skip
        return total_service(found) if found else None

    async def _connected(self) -> Connected:
        """Count those heard from in the 24 hours before the last full hour of the period."""
        period = self._scope.period
        up_to_us = -(-period.to_us // HOUR_US) if period.reaches_now else period.to_us // HOUR_US
        filed = await self._reading.filed(self._scope.lot_keys, up_to_us * HOUR_US)
        return connected(filed, self._scope.classes)

    async def _sharing(self) -> Figures:
        scope = self._scope
        found = [
            await read_sharing(
                self._connection, places.all_keys, scope.period, places.zone, scope.takes_day
            )
            for places in scope.places
        ]
        return total_figures(found)
