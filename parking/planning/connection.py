"""Connection: which of the lots that are filed were heard from, of all and of their spaces.

What is filed and never spoke counts below the line as well. It knows no store.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Self, TypeVar

from msgspec import Struct

from parking.vocabulary import SpaceClass

Key = TypeVar("Key", bound="str | int")


class FiledLot(Struct, frozen=True):
    """A lot as it was filed at a moment; an empty capacity is not known.

    `is_connected`: something was heard from it in the 24 hours before.
    """

    lot_key: int
    capacity: Mapping[SpaceClass, int]
    is_connected: bool

    def spaces(self, classes: Collection[SpaceClass]) -> int:
        """Count its spaces of some classes."""
        return sum(spaces for name, spaces in self.capacity.items() if name in classes)


class Connected(Struct, frozen=True):
    """Lots and spaces that are filed, and those of them that are connected.

    `lots_unmeasured`: how many lots did not say how many spaces they have, and are in no sum of
    spaces.
    """

    lots_filed: int = 0
    lots_connected: int = 0
    berths_filed: int = 0
    berths_connected: int = 0
    lots_unmeasured: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.lots_filed + other.lots_filed,
            self.lots_connected + other.lots_connected,
            self.berths_filed + other.berths_filed,
            self.berths_connected + other.berths_connected,
            self.lots_unmeasured + other.lots_unmeasured,
        )

    @property
    def coverage_lots(self) -> float | None:
        """Share of filed lots that are connected, 0 to 1; None where none is filed."""
        return self.lots_connected / self.lots_filed if self.lots_filed else None

    @property
    def coverage_berths(self) -> float | None:
        """Share of filed spaces that are connected, 0 to 1; None where none is filed."""
        return self.berths_connected / self.berths_filed if self.berths_filed else None


def connected(lots: Iterable[FiledLot], classes: Sequence[SpaceClass]) -> Connected:
    """Count lots and their spaces of some classes."""
    told = [(lot.is_connected, lot.spaces(classes), not lot.capacity) for lot in lots]
    return Connected(
        len(told),
        sum(is_connected for is_connected, _, _ in told),
        sum(spaces for _, spaces, _ in told),
        sum(spaces for is_connected, spaces, _ in told if is_connected),
        sum(is_unmeasured for _, _, is_unmeasured in told),
    )


def connected_by(
    lots: Iterable[FiledLot], classes: Sequence[SpaceClass], key: Callable[[FiledLot], Key | None]
) -> dict[Key | None, Connected]:
    """Count apart what has the same key, such as the area it lies in."""
    counts: dict[Key | None, Connected] = defaultdict(Connected)
    for lot in lots:
        counts[key(lot)] += _one(lot, classes)
    return dict(counts)


def _one(lot: FiledLot, classes: Sequence[SpaceClass]) -> Connected:
    spaces, here = lot.spaces(classes), int(lot.is_connected)
    return Connected(1, here, spaces, spaces * here, int(not lot.capacity))
