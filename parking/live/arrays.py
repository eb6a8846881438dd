"""Arrays: columns and nearby index over the live lots, in the order of `lot_id`.

It knows which lot sits in which slot; what qualifies is the index's business.
"""

from bisect import bisect_right
from collections.abc import Iterable

from geo.nearby import NearbyIndex
from parking.live.columns import LotColumns
from parking.live.live_lot import LiveLot


class LotArrays:
    """Laid out once for a set of lots; `write` then keeps the live columns in step."""

    def __init__(self, lots: Iterable[LiveLot]) -> None:
        self.lots = sorted(lots, key=lambda live: live.lot.lot_id)
        self.columns = LotColumns([live.lot for live in self.lots])
        self.index = NearbyIndex(self.columns.lats, self.columns.lons)
        self._slots = {live.lot.lot_key: slot for slot, live in enumerate(self.lots)}
        for live in self.lots:
            self.write(live)

    def write(self, live: LiveLot) -> None:
        """Copy one lot's live state into its slot; a lot laid out later is not here yet."""
        slot = self._slots.get(live.lot.lot_key)
        if slot is None:
            return
        columns = self.columns
        columns.closed[slot] = live.is_closed
        columns.stale_after_us[slot] = live.stale_after_us
        for space_class, count in live.counts():
            columns.set_count(slot, space_class, *count)

    def slot_after(self, lot_id: str) -> int:
        """Return the first slot whose lot's id comes after `lot_id`."""
        return bisect_right(self.lots, lot_id, key=lambda live: live.lot.lot_id)
