"""Layout: the arrays that answer now, and those that follow them once lots came, went or moved.

It knows when arrays are out of date and how new ones take over, not who makes them, nor when.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from parking.ids import LotKey
from parking.live.arrays import LotArrays
from parking.live.live_lot import LiveLot

WRITTEN_A_STEP: Final = 200


class Layout:
    """The old arrays answer, kept in step with all that changes, until `adopt` has run out."""

    def __init__(self, lots: Mapping[LotKey, LiveLot]) -> None:
        self._lots = lots
        self._arrays: LotArrays | None = None
        self._next: LotArrays | None = None
        self._wanted = 0
        self._laid_out = 0

    @property
    def arrays(self) -> LotArrays:
        """Those in use; only the very first are made here and now."""
        if self._arrays is None:
            wanted, lots = self.begin()
            arrays = LotArrays(lots)
            for _ in self.adopt(wanted, arrays):
                pass
            return arrays
        return self._arrays

    @property
    def is_outdated(self) -> bool:
        return self._laid_out != self._wanted

    def outdate(self) -> None:
        """Note that a lot came, went or moved."""
        self._wanted += 1

    def begin(self) -> tuple[int, tuple[LiveLot, ...]]:
        """Return what `adopt` asks for, and the lots to lay out, which any thread may do."""
        return self._wanted, tuple(self._lots.values())

    def adopt(self, wanted: int, arrays: LotArrays) -> Iterator[None]:
        """Bring new arrays up to date, a part at each step; after the last they answer."""
        self._next = arrays
        for written, laid_out in enumerate(arrays.lots, 1):
            # A lot that has gone meanwhile, or came back as another, is not written here.
            live = self._lots.get(laid_out.lot.lot_key)
            if live is not None:
                arrays.write_facts(live)
                arrays.write(live)
            if written % WRITTEN_A_STEP == 0:
                yield
        self._arrays, self._next, self._laid_out = arrays, None, wanted

    def write(self, live: LiveLot) -> None:
        """Copy one lot's live state."""
        for arrays in self._standing():
            arrays.write(live)

    def write_facts(self, live: LiveLot) -> None:
        """Copy those of a lot's facts that searches ask for."""
        for arrays in self._standing():
            arrays.write_facts(live)

    def drop(self, live: LiveLot) -> None:
        """Let a lot that has gone be found no more."""
        for arrays in self._standing():
            arrays.drop(live)

    def _standing(self) -> Iterator[LotArrays]:
        for arrays in (self._arrays, self._next):
            if arrays is not None:
                yield arrays
