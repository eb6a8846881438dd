"""Totals of H3 cells from the replica's columns: free, capacity, occupancy and how much is known.

What is closed does not count, nor a lot whose spaces others have; what is unknown counts as
capacity that nobody knows, never as empty.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.cell import parents_of
from parking.live.columns import LotColumns
from parking.vocabulary import SpaceClass

Metric = Literal["free", "capacity", "occupancy", "known_share"]


@dataclass(frozen=True, slots=True)
class CellTotal:
    """`known_capacity` is the capacity of the lots whose count is known."""

    cell: int
    lots: int
    free: int
    capacity: int
    known_capacity: int

    @property
    def occupancy(self) -> float | None:
        """Taken share of what is known; None where nothing is."""
        if not self.known_capacity:
            return None
        return round(1 - min(self.free, self.known_capacity) / self.known_capacity, 4)

    @property
    def known_share(self) -> float | None:
        return round(self.known_capacity / self.capacity, 4) if self.capacity else None

    def value(self, metric: Metric) -> float | None:
        match metric:
            case "free":
                return self.free if self.known_capacity else None
            case "capacity":
                return self.capacity
            case "occupancy":
                return self.occupancy
            case "known_share":
                return self.known_share


def cell_totals(
    columns: LotColumns, space_class: SpaceClass, resolution: int, now_us: int
) -> list[CellTotal]:
    """Sum every open lot into its cell, each car once; cells in ascending order."""
    one = columns.nearby(space_class)
    counted = (columns.cells != 0) & (one.capacity > 0) & (one.closed == 0) & ~columns.uncounted
    age_us = now_us - one.confirmed_us
    known = counted & (one.free >= 0) & (age_us <= one.stale_after_us)
    cells, places = np.unique(parents_of(columns.cells[counted], resolution), return_inverse=True)

    def summed(values: NDArray[np.int64]) -> list[int]:
        sums = np.bincount(places, weights=values[counted], minlength=len(cells))
        return [int(total) for total in sums]

    capacity = one.capacity.astype(np.int64)
    return [
        CellTotal(*total)
        for total in zip(
            cells.tolist(),
            summed(counted.astype(np.int64)),
            summed(np.where(known, one.free, 0).astype(np.int64)),
            summed(capacity),
            summed(np.where(known, capacity, 0)),
            strict=True,
        )
    ]
