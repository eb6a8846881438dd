"""All registers of the city in the projector's memory, merged as Redis merges them. No store."""

from collections.abc import Iterable, Iterator
from typing import Final

from parking.live.register import merge
from parking.live.stored import COUNT_WIDTH, POS_WIDTH, VERSION_WIDTH, generation_of
from parking.ports import Register

_SLICE: Final = 20_000


class RegisterFold:
    """What the checkpoint holds and a rebuild fills Redis from; rows of counted lots excepted."""

    def __init__(self, stored: dict[tuple[int, str], str]) -> None:
        self._stored = stored
        self._changed: set[tuple[int, str]] = set()

    def take(self, registers: Iterable[Register]) -> None:
        """Merge registers in; twice or out of order changes nothing."""
        for register in registers:
            key = (register.lot_key, register.name)
            before = self._stored.get(key)
            merged, _ = merge(before, register, 0)
            if merged is not before:
                self._stored[key] = merged
                self._changed.add(key)

    def generation(self, lot_key: int, name: str) -> int:
        """Return the generation of a register; -1 where there is none."""
        stored = self._stored.get((lot_key, name))
        return -1 if stored is None else generation_of(stored)

    def changed(self) -> dict[tuple[int, str], str]:
        """Return what changed since the last `forget_changes`."""
        return {key: self._stored[key] for key in self._changed}

    def forget_changes(self, saved: Iterable[tuple[int, str]]) -> None:
        """Take note that these are in the checkpoint."""
        self._changed.difference_update(saved)

    def slices(self) -> Iterator[list[Register]]:
        """Yield every register there is, some thousands at a time."""
        some: list[Register] = []
        for (lot_key, name), stored in list(self._stored.items()):
            some += [
                Register(lot_key, name, entry[:VERSION_WIDTH], entry[VERSION_WIDTH:])
                for entry in _entries(name, stored[POS_WIDTH:])
            ]
            if len(some) >= _SLICE:
                yield some
                some = []
        yield some


def _entries(name: str, content: str) -> list[str]:
    if not name.startswith("s:"):
        return [content]
    return [content[at : at + COUNT_WIDTH] for at in range(0, len(content), COUNT_WIDTH)]
