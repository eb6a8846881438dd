"""Shown: one lot with what readers may know of it at one moment; all that an export is made of.

What has become stale is no number any more: `free` is None there, and never 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from parking.directory import Directory
from parking.live.availability import Availability
from parking.live.live_lot import LiveLot
from parking.live.replica import Replica
from parking.lot import Lot
from parking.ports import Operator
from parking.vocabulary import SPACE_CLASSES, SpaceClass

FOR_ANYBODY: Final[frozenset[SpaceClass]] = frozenset({"general", "shared"})
"""Classes that the figure of the whole lot counts together."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A lot of the registry, its availability, and who runs it."""

    lot: Lot
    availability: Availability
    operator: Operator | None = None

    @property
    def operator_name(self) -> str:
        return self.lot.operator_id if self.operator is None else self.operator.name


class ClassCount(NamedTuple):
    """Of one space class: how many are free and how many there are; None is not known."""

    space_class: SpaceClass
    free: int | None
    capacity: int | None


def class_counts(shown: Shown) -> list[ClassCount]:
    """List every class that the lot has by the registry or by a count, in the usual order."""
    counted = shown.availability.by_class
    counts = []
    for space_class in SPACE_CLASSES:
        registered = shown.lot.capacity.get(space_class)
        count = counted.get(space_class)
        if count is not None:
            capacity = registered if count.capacity is None else count.capacity
            counts.append(ClassCount(space_class, count.free, capacity))
        elif registered is not None:
            counts.append(ClassCount(space_class, None, registered))
    return counts


def total_of(counts: list[ClassCount]) -> int | None:
    """Add up the capacities; None where one is not known, or where there is none."""
    capacities = [count.capacity for count in counts]
    known = [capacity for capacity in capacities if capacity is not None]
    return sum(known) if known and len(known) == len(capacities) else None


class Whole(NamedTuple):
    """Figures of a whole lot, spaces that are for some included where they are counted."""

    free: int
    low: int
    high: int
    capacity: int | None


def whole_of(shown: Shown) -> Whole | None:
    """Add up all classes that are counted; None where what anybody may take is not known.

    Formats that take a lot apart by whom spaces are for take the parts off the whole.
    """
    if shown.availability.free is None:
        return None
    counted = [count for count in shown.availability.by_class.values() if count.free is not None]
    capacities = [count.capacity for count in counted if count.capacity is not None]
    return Whole(
        sum(count.free or 0 for count in counted),
        sum(count.low or 0 for count in counted),
        sum(count.high or 0 for count in counted),
        sum(capacities) if len(capacities) == len(counted) else None,
    )


def is_onstreet(lot: Lot) -> bool:
    """Tell whether its spaces lie along a kerb."""
    return lot.lot_class == "onstreet" or lot.structure == "onstreet"


def in_utc(moment: str) -> str:
    """Write an RFC 3339 moment of ours in UTC, ending in Z."""
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat().replace("+00:00", "Z")


def in_ms(moment: str) -> int:
    """Write an RFC 3339 moment of ours as milliseconds since 1970."""
    return int(datetime.fromisoformat(moment).timestamp() * 1_000)


def show(live: LiveLot, directory: Directory, now_us: int) -> Shown:
    """Look at a lot of the replica as it is now."""
    operator = directory.operator(live.lot.operator_key)
    return Shown(live.lot, live.availability(now_us), operator)


def in_order(replica: Replica) -> Iterator[LiveLot]:
    """Yield the lots of today in the order of their ids."""
    arrays = replica.arrays
    for slot in arrays.slots_after("").tolist():
        live = arrays.lots[slot]
        if replica.holds(live):
            yield live
