"""What the live hub needs of the replica: newest state per lot, positions, and who changed since.

The one implementation is `parking.live.replica.Replica`; nothing here knows sockets or tiles.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from parking.ids import LotKey
from parking.live.listeners import ChangeListener, EditListener, RefreshListener
from parking.lot import Lot


class LiveSource(Protocol):
    """The replica as the hub sees it; every call is answered from memory."""

    @property
    def epoch(self) -> str:
        """Sixteen hex digits; another one means that every position starts anew."""
        ...

    def positions(self) -> Mapping[int, int]:
        """Partition → position up to which its changes are in the states handed out below."""
        ...

    def marks(self) -> Mapping[int, int]:
        """Return how far changes without a position are known: numbers beside the partitions'."""
        ...

    def edited_since(self, version: int) -> Sequence[Lot] | None:
        """List lots whose facts changed after a registry version, the deleted ones included.

        None where that is no longer known.
        """
        ...

    def turned_since(self, lot_key: LotKey, since_us: int) -> bool:
        """Tell whether a lot may have opened or closed after a moment of the city's clock."""
        ...

    def changed_since(self, partition: int, position: int) -> Collection[LotKey] | None:
        """Lots that changed after `position`; None where that is no longer (or not yet) known."""
        ...

    def lots(self) -> Iterable[Lot]:
        """All lots that are not deleted, those without a position included."""
        ...

    def lot(self, lot_key: LotKey) -> Lot | None:
        """Find the lot's static facts; None once it is deleted."""
        ...

    def find_lot(self, lot_id: str) -> Lot | None: ...

    def lot_json(self, lot_key: LotKey, now_us: int) -> bytes:
        """Render static facts, `v` and availability, as in a `snapshot`."""
        ...

    def change_json(self, lot_key: LotKey, now_us: int) -> bytes:
        """Render `lot_id`, `v` and availability, as in `changes`."""
        ...

    def on_change(self, listener: ChangeListener) -> None: ...

    def on_refresh(self, listener: RefreshListener) -> None: ...

    def on_edit(self, listener: EditListener) -> None: ...
