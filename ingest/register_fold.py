"""All registers of the city in the projector's memory, merged as Redis merges them. No store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from parking.live.register import merge
from parking.live.stored import COUNT_WIDTH, POS_WIDTH, VERSION_WIDTH, generation_of
from parking.ports import Register

_SLICE: Final = 20_000
_NOTHING: Final[Mapping[str, str]] = {}


class RegisterFold:
    """What the checkpoint holds and a rebuild fills Redis from; rows of counted lots excepted."""

    def __init__(self, stored: Mapping[tuple[int, str], str]) -> None:
        self._stored: defaultdict[int, dict[str, str]] = defaultdict(dict)
        self._changed: set[tuple[int, str]] = set()
        for (lot_key, name), value in stored.items():
            self._stored[lot_key][name] = value

    def take(self, registers: Iterable[Register]) -> None:
        """Merge registers in; twice or out of order changes nothing."""
        for register in registers:
            of_lot, name = self._stored[register.lot_key], register.name
            before = of_lot.get(name)
            merged, _ = merge(before, register, 0)
            if merged is not before:
                of_lot[name] = merged
                self._changed.add((register.lot_key, name))

    def forget(self, lot_keys: Iterable[int]) -> None:
        """Forget lots that have gone: nobody asks for them again."""
        for lot_key in lot_keys:
            for name in self._stored.pop(lot_key, ()):
                self._changed.discard((lot_key, name))

    def generation(self, lot_key: int, name: str) -> int:
        """Return the generation of a register; -1 where there is none."""
        stored = self._stored.get(lot_key, _NOTHING).get(name)
        return -1 if stored is None else generation_of(stored)

    def changed(self) -> dict[tuple[int, str], str]:
        """Return what changed since the last `forget_changes`."""
        return {(lot_key, name): self._stored[lot_key][name] for lot_key, name in self._changed}

    def forget_changes(self, saved: Iterable[tuple[int, str]]) -> None:
        """Take note that these are in the checkpoint."""
        self._changed.difference_update(saved)

    def slices(self) -> Iterator[list[Register]]:
        """Yield every register there is, some thousands at a time."""
        some: list[Register] = []
        for lot_key, of_lot in list(self._stored.items()):
            for name, stored in list(of_lot.items()):
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
