"""Region book: the areas and cells in which a lot's history is counted, and moves between them."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from geo.cell import cell_text, parent_of
from parking.directory import Directory
from parking.lot import Lot
from parking.planning.local_day import day_at
from parking.planning.region_sums import DayChanges, HourChanges
from parking.storage.postgres.planning.day_rows import DayRows
from parking.storage.postgres.planning.hour_rows import HourRows, is_over
from parking.storage.postgres.planning.memberships import Memberships
from parking.storage.postgres.planning.region_rows import RegionRows
from parking.storage.postgres.pool import Connection

RESOLUTIONS = (6, 7, 8, 9)
_ALWAYS_US = (0, 2**61)
_NONE: frozenset[str] = frozenset()


class RegionBook:
    """What is counted now, and what the registry would have it be."""

    def __init__(self, directory: Directory, city_zone: str) -> None:
        self._directory = directory
        self.city_zone = city_zone
        self._counted: dict[int, frozenset[str]] = {}
        self._elsewhere: set[int] = set()
        self._memberships = Memberships()
        self._hours, self._days, self._rows = HourRows(), DayRows(), RegionRows()

    async def load(self, connection: Connection, lot_keys: Collection[int]) -> None:
        """Read what is counted of the lots that are followed."""
        self._counted = await self._memberships.regions(connection, lot_keys)
        self._elsewhere = await self._memberships.counted_elsewhere(connection)

    async def know(self, connection: Connection, lot_keys: Collection[int]) -> None:
        """Read what is counted of more lots."""
        self._counted |= await self._memberships.regions(connection, lot_keys)

    def forget(self, lot_keys: Iterable[int]) -> None:
        """Forget lots until they are known again."""
        for lot_key in lot_keys:
            self._counted.pop(lot_key, None)

    async def begin_anew(self, connection: Connection) -> bool:
        """Where that was asked for, forget all sums of regions: nothing is counted any more."""
        if not await self._memberships.are_due(connection):
            return False
        async with connection.transaction():
            await self._memberships.forget(connection)
        self._counted = {}
        return True

    async def reread_elsewhere(self, connection: Connection) -> set[int]:
        """Read whose cars other lots count already; returns the lots of which that changed."""
        found = await self._memberships.counted_elsewhere(connection)
        changed, self._elsewhere = found ^ self._elsewhere, found
        return changed

    def of(self, lot_key: int) -> frozenset[str]:
        """Return the regions in which a lot is counted now."""
        return self._counted.get(lot_key, _NONE)

    def is_settled(self, lot_key: int) -> bool:
        """Tell whether a lot is counted where the registry has it; one that has gone stays."""
        lot = self._directory.lot(lot_key)
        return lot is None or lot.deleted or self.wanted(lot) == self.of(lot_key)

    def wanted(self, lot: Lot) -> frozenset[str]:
        """Return the regions in which a lot should be counted; a draft is in none yet."""
        if lot.is_draft or lot.lot_key in self._elsewhere:
            return _NONE
        return frozenset([*self._areas(lot), *_cells(lot)])

    async def settle_new(self, connection: Connection, lot_keys: Collection[int]) -> set[int]:
        """Count those of these lots that are counted nowhere and have no history that would have to
        be moved; returns them.
        """
        found = [self._directory.lot(lot_key) for lot_key in lot_keys if not self.of(lot_key)]
        lots: dict[int, Lot] = {
            lot.lot_key: lot for lot in found if lot is not None and not lot.deleted
        }
        async with connection.transaction():
            with_past = await self._memberships.with_past(connection, lots.keys())
            new = {key: self.wanted(lot) for key, lot in lots.items() if key not in with_past}
            await self._memberships.join(
                connection, [(key, region) for key, regions in new.items() for region in regions]
            )
        self._counted |= new
        return set(new)

    async def settle(self, connection: Connection, lot_key: int) -> None:
        """Count all of a lot's history where the registry has the lot now."""
        lot = self._directory.lot(lot_key)
        if lot is None or lot.deleted:
            return
        wanted, counted = self.wanted(lot), self.of(lot_key)
        joins, leaves = wanted - counted, counted - wanted
        async with connection.transaction():
            hours = await self._hours.of_lot(connection, lot_key, *_ALWAYS_US)
            over = [row for row in hours.values() if is_over(row)]
            days = (await self._days.of_lot(connection, lot_key)).values()
            changed_hours, changed_days = HourChanges(), DayChanges()
            for regions, sign in ((joins, 1), (leaves, -1)):
                for hour in over:
                    changed_hours.add(regions, hour, sign)
                for day in days:
                    changed_days.add(regions, day, sign)
            await self._rows.add_hours(connection, changed_hours)
            await self._rows.add_days(connection, changed_days)
            touched = {day_at(row.hour_us, self.city_zone) for row in over}
            touched |= {row.day for row in days}
            waiting = {(region, day) for region in joins | leaves for day in touched}
            await self._rows.let_peaks_wait(connection, waiting)
            await self._memberships.move(connection, lot_key, joins=joins, leaves=leaves)
        self._counted[lot_key] = wanted

    def _areas(self, lot: Lot) -> Iterator[str]:
        """Yield the lot's area and those it lies in, once each."""
        seen: set[str] = set()
        code = lot.area_code
        while code is not None and code not in seen:
            seen.add(code)
            yield f"area:{code}"
            area = self._directory.find_area(code)
            code = None if area is None else area.parent_code


def _cells(lot: Lot) -> tuple[str, ...]:
    return () if lot.cell is None else _regions_of_cell(lot.cell)


@lru_cache(maxsize=8_192)
def _regions_of_cell(cell: int) -> tuple[str, ...]:
    return tuple(f"cell:{cell_text(parent_of(cell, resolution))}" for resolution in RESOLUTIONS)
