"""Early: registers of lots that this process does not know yet, until it is told of them."""

from collections.abc import Mapping

from parking.directory import Directory
from parking.ids import LotKey


class EarlyRegisters:
    """Redis may be ahead of our registry by a moment; a lot that comes finds its registers here.

    A key is never given out again, so nobody will ask for what a lot that has gone had.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._stored: dict[LotKey, dict[str, str]] = {}

    def keep(self, lot_key: LotKey, stored: Mapping[str, str]) -> None:
        """Keep registers by name, unless the lot has come and gone; a draft is still to come."""
        lot = self._directory.lot(lot_key)
        is_draft = lot is not None and lot.is_draft and not lot.deleted
        if is_draft or not self._directory.has_had(lot_key):
            self._stored.setdefault(lot_key, {}).update(stored)

    def take(self, lot_key: LotKey) -> Mapping[str, str]:
        """Hand out what was kept of a lot, for good."""
        return self._stored.pop(lot_key, {})

    def clear(self) -> None:
        self._stored.clear()
