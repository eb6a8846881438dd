"""Arrays: columns, nearby index and rendered rows of the live lots, neighbours side by side.

It knows which lot sits in which slot; what qualifies is the index's business.
"""

from bisect import bisect_right
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from geo.datum import Datum
from geo.nearby import NearbyIndex, Wanted, spatial_order
from parking.live.columns import LotColumns
from parking.live.live_lot import RENDERED_FOR_US, LiveLot
from parking.live.shelf import Shelf
from parking.live.steady import steady_until_us
from parking.vocabulary import SpaceClass


class LotArrays:
    """Laid out once for a set of lots; `write` then keeps the live columns in step."""

    def __init__(self, lots: Iterable[LiveLot]) -> None:
        by_id = sorted(lots, key=lambda live: live.lot.lot_id)
        columns = LotColumns([live.lot for live in by_id])
        order = spatial_order(columns.lats, columns.lons)
        self.lots = [by_id[rank] for rank in order.tolist()]
        self.columns = LotColumns([live.lot for live in self.lots])
        self.index = NearbyIndex(self.columns.lats, self.columns.lons, ranks=order)
        self._ids = [live.lot.lot_id for live in by_id]
        self._slots_by_id = np.argsort(order)
        self._shelves: dict[Datum, Shelf] = {}
        self._slots = {live.lot.lot_key: slot for slot, live in enumerate(self.lots)}
        for live in self.lots:
            self.write(live)

    def write(self, live: LiveLot) -> None:
        """Copy one lot's live state into its slot; a lot laid out later is not here yet."""
        slot = self._slots.get(live.lot.lot_key)
        if slot is None:
            return
        for shelf in self._shelves.values():
            shelf.forget(slot)
        columns = self.columns
        columns.closed[slot] = live.is_closed
        columns.stale_after_us[slot] = live.stale_after_us
        for space_class, count in live.counts():
            columns.set_count(slot, space_class, *count)

    def nearest_rows(
        self,
        place: tuple[float, float],
        radius_m: float,
        limit: int,
        space_class: SpaceClass,
        wanted: Wanted,
        datum: Datum,
    ) -> bytes:
        """Find the nearest that qualify and render them with distance and walk, comma between."""
        shelf = self._shelves.get(datum)
        if shelf is None:
            shelf = self._shelves[datum] = Shelf(len(self.lots))
        columns = self.columns.nearby(space_class)
        slots, metres, count = self.index.find(*place, radius_m, limit, columns, wanted)
        confirmed_us = self.columns.confirmed_us["general"]

        def render(slot: int) -> tuple[bytes, int]:
            live = self.lots[slot]
            # What it hands out may have been rendered a little before now.
            since_us = wanted.now_us - RENDERED_FOR_US
            return (
                live.fragment(datum, wanted.now_us),
                steady_until_us(live.picture, since_us, live.source),
            )

        return shelf.rows(slots, metres, count, confirmed_us, wanted.now_us, render)

    def slots_after(self, lot_id: str) -> NDArray[np.intp]:
        """Return the slots of the lots whose ids come after `lot_id`, in the order of their ids."""
        return self._slots_by_id[bisect_right(self._ids, lot_id) :]
