"""The nearby index: the k nearest lots that qualify, exactly, anywhere on the globe.

Built from positions alone, which do not move; what lots have at the moment comes with each call
as columns of the caller's. Knows no lot ids: index i is element i of every array.
"""

import numpy as np
from numpy.typing import NDArray

from geo.nearby_columns import NearbyColumns, Wanted
from geo.nearby_rows import lay_out
from geo.nearby_search import search
from geo.position import Position

__all__ = ["NearbyColumns", "NearbyIndex", "Wanted", "spatial_order"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


def spatial_order(lats: Floats, lons: Floats) -> NDArray[np.intp]:
    """Order lots so that neighbours are neighbours in memory too, which makes searches faster.

    `a[order]` for every array, and `ranks=order` so that ties still go by the former order.
    """
    return lay_out(lats, lons).lots.astype(np.intp)


class NearbyIndex:
    """Rows over the positions of all lots; a lot of NaN has none and is never found.

    Equal distances are ordered by `ranks`, by index where there are none: hand in positions by
    `lot_id`, or ranks that follow it. `nearest` is for one thread, as calls share scratch space.
    """

    def __init__(self, lats: Floats, lons: Floats, ranks: NDArray[np.intp] | None = None) -> None:
        if lats.shape != lons.shape or lats.ndim != 1:
            raise ValueError("latitudes and longitudes must be two lists of one length")
        self._rows = lay_out(lats, lons)
        self._ranks = np.arange(lats.size, dtype=np.int32) if ranks is None else ranks.astype("i4")
        self._scratch: dict[int, tuple[Ints, Floats]] = {}

    def __len__(self) -> int:
        return int(self._ranks.size)

    def nearest(
        self, position: Position, radius_m: float, k: int, columns: NearbyColumns, wanted: Wanted
    ) -> tuple[list[int], list[float]]:
        """Find the k nearest within the radius (edge included): indices and metres, best first."""
        lots, metres, found = self.find(position.lat, position.lon, radius_m, k, columns, wanted)
        return lots[:found].tolist(), metres[:found].tolist()

    def find(
        self,
        lat: float,
        lon: float,
        radius_m: float,
        k: int,
        columns: NearbyColumns,
        wanted: Wanted,
    ) -> tuple[Ints, Floats, int]:
        """Do what `nearest` does into arrays that the next call overwrites; gives how many."""
        scratch = self._scratch.get(k)
        if scratch is None:
            scratch = self._scratch[k] = np.empty(k, np.int32), np.empty(k, np.float64)
        lots, metres = scratch
        return lots, metres, self._search(lat, lon, radius_m, columns, wanted, lots, metres)

    def within(
        self, position: Position, radius_m: float, columns: NearbyColumns, wanted: Wanted
    ) -> tuple[Ints, Floats]:
        """Find all within the radius, for other orders than distance; as arrays, nearest first."""
        lots, metres = np.empty(len(self), np.int32), np.empty(len(self), np.float64)
        found = self._search(position.lat, position.lon, radius_m, columns, wanted, lots, metres)
        return lots[:found].copy(), metres[:found].copy()

    def _search(
        self,
        lat: float,
        lon: float,
        radius_m: float,
        columns: NearbyColumns,
        wanted: Wanted,
        lots: Ints,
        metres: Floats,
    ) -> int:
        return search(
            *self._rows,
            self._ranks,
            *columns,  # type: ignore[arg-type]  # mypy takes all elements for each parameter
            *wanted,
            lat,
            lon,
            radius_m,
            lots,
            metres,
        )
