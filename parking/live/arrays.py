"""Arrays: columns, nearby index and rendered rows of the live lots, neighbours side by side.

It knows which lot sits in which slot; what qualifies is the index's business.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from geo.datum import Datum
from geo.nearby import NearbyIndex, Wanted, spatial_order
from parking.live.columns import NEVER_US, LotColumns, positions_of
from parking.live.live_lot import RENDERED_FOR_US, LiveLot
from parking.live.shelf import Shelf
from parking.live.steady import steady_until_us
from parking.vocabulary import SPACE_CLASSES, SpaceClass


class LotArrays:
    """Laid out once for a set of lots, in any thread; `write` then keeps the columns in step.

    No lot is found before its facts and its live state have been written.
    """

    def __init__(self, lots: Sequence[LiveLot]) -> None:
        # Each lot's facts are read once: they may be replaced while this runs.
        placed = sorted(((live, live.lot) for live in lots), key=lambda pair: pair[1].lot_id)
        lats, lons = positions_of([lot for _, lot in placed])
        order = spatial_order(lats, lons)
        in_order = [placed[rank] for rank in order.tolist()]
        self.lots = [live for live, _ in in_order]
        self.columns = LotColumns([lot for _, lot in in_order])
        self.index = NearbyIndex(self.columns.lats, self.columns.lons, ranks=order)
        self._ids = [lot.lot_id for _, lot in placed]
        self._slots_by_id = np.argsort(order)
        self._shelves: dict[Datum, Shelf] = {}
        self._slots = {lot.lot_key: slot for slot, (_, lot) in enumerate(in_order)}
        self._confirmed_us = self.columns.confirmed_us["general"]

    def write(self, live: LiveLot) -> None:
        """Copy one lot's live state into its slot; a lot laid out later is not here yet."""
        slot = self._slot_of(live)
        if slot is None:
            return
        for shelf in self._shelves.values():
            shelf.forget(slot)
        columns = self.columns
        columns.closed[slot] = live.is_closed
        columns.uncounted[slot] = not live.is_counted
        columns.stale_after_us[slot] = live.stale_after_us
        for space_class, count in live.counts():
            columns.set_count(slot, space_class, *count)

    def write_facts(self, live: LiveLot) -> None:
        """Copy into its slot what searches ask of a lot's facts, all but where it is."""
        slot = self._slot_of(live)
        if slot is not None:
            self.columns.set_facts(slot, live.lot)

    def drop(self, live: LiveLot) -> None:
        """Leave a lot that has gone without spaces, so that no search finds it."""
        slot = self._slot_of(live)
        if slot is not None:
            for space_class in SPACE_CLASSES:
                self.columns.set_count(slot, space_class, None, None, NEVER_US)

    def nearest_rows(
        self,
        place: tuple[float, float],
        radius_m: float,
        limit: int,
        space_class: SpaceClass,
        wanted: Wanted,
        datum: Datum,
    ) -> memoryview:
        """Find the nearest that qualify and render them with distance and walk, comma between.

        What is returned is good until the next call.
        """
        shelf = self._shelves.get(datum)
        if shelf is None:
            render = partial(_render, self.lots, datum)
            shelf = self._shelves[datum] = Shelf(len(self.lots), render)
        columns = self.columns.nearby(space_class)
        slots, metres, count = self.index.find(*place, radius_m, limit, columns, wanted)
        return shelf.rows(slots, metres, count, self._confirmed_us, wanted.now_us)

    def slots_after(self, lot_id: str) -> NDArray[np.intp]:
        """Return the slots of the lots whose ids come after `lot_id`, in the order of their ids."""
        return self._slots_by_id[bisect_right(self._ids, lot_id) :]

    def _slot_of(self, live: LiveLot) -> int | None:
        """Find a lot's slot; one that went and came back under its key is another lot here."""
        slot = self._slots.get(live.lot.lot_key)
        return None if slot is None or self.lots[slot] is not live else slot


def _render(lots: Sequence[LiveLot], datum: Datum, slot: int, now_us: int) -> tuple[bytes, int]:
    live = lots[slot]
    # What it hands out may have been rendered a little before now.
    steady_us = steady_until_us(live.picture, now_us - RENDERED_FOR_US, live.source)
    return live.fragment(datum, now_us), steady_us
