"""Counts of spaces in all dialects' words, and the snapshot's classes that they become."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.reader import Reader
from ingest.formats.xml_reading import child, text
from parking.vocabulary import SpaceClass

_VACANT: Final = (
    "parkingNumberOfVacantSpaces", "numberOfVacantSpaces", "totalNumberOfVacantParkingSpaces",
    "numberOfVacantAssignedParkingSpaces",
)  # fmt: skip
_OCCUPIED: Final = (
    "parkingNumberOfOccupiedSpaces", "numberOfOccupiedSpaces", "totalNumberOfOccupiedParkingSpaces",
    "numberOfOccupiedAssignedParkingSpaces", "parkingNumberOfVehicles", "numberOfVehicles",
)  # fmt: skip
_CAPACITY: Final = ("parkingNumberOfSpacesOverride", "numberOfSpacesOverride")
_PERCENT: Final = ("parkingOccupancy", "occupancy")
_WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class Count:
    """What is said of some spaces; `ratio` is the occupied part, 0 to 1. None: it is not said."""

    free: int | None = None
    occupied: int | None = None
    capacity: int | None = None
    ratio: float | None = None

    @property
    def says_nothing(self) -> bool:
        """Nothing is said, or of no spaces at all, as feeds do of lots they know nothing of."""
        if self.capacity == 0 or (self.free == 0 and self.occupied == 0):
            return not self.free and not self.occupied
        return self.free is None and self.occupied is None and self.ratio is None

    def plus(self, other: "Count") -> "Count":
        """Return the sum; what is not known of one is not known of both."""
        return Count(
            free=_sum(self.free, other.free),
            occupied=_sum(self.occupied, other.occupied),
            capacity=_sum(self.capacity, other.capacity),
        )

    def space(self, space_class: SpaceClass) -> dict[str, object] | None:
        """Return the class of a snapshot; None where no number of spaces can be told."""
        said: dict[str, object] = {"space_class": space_class}
        if self.says_nothing:
            return None
        if self.capacity:
            said["capacity"] = self.capacity
        if self.free is not None:
            return said | {"free": self.free}
        if self.occupied is not None:
            return said | {"occupied": self.occupied}
        if self.ratio is None or not self.capacity:
            return None
        return said | {"free": self.capacity - round(self.capacity * self.ratio)}


NOTHING: Final = Count()


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def read_count(
    reader: Reader, element: Element | None, lot_id: str, capacity: int | None = None
) -> Count:
    """Read the counts that are children of the element; `capacity` where it does not say it."""
    if element is None:
        return NOTHING
    said = reader.count(element, lot_id, *_CAPACITY)
    return Count(
        free=reader.count(element, lot_id, *_VACANT),
        occupied=reader.count(element, lot_id, *_OCCUPIED),
        capacity=capacity if said is None else said,
        ratio=ratio_of(next(filter(None, (text(element, name) for name in _PERCENT)), None)),
    )


def ratio_of(written: str | None, whole: float = _WHOLE) -> float | None:
    """Read the occupied part of `whole`; None for what is no such part."""
    try:
        ratio = float(written or "") / whole
    except ValueError:
        return None
    return ratio if 0 <= ratio <= 1 else None


def occupancy_of(element: Element) -> Element | None:
    """Return the element that has the counts of the whole: `parkingOccupancy` or `occupancy`."""
    for name in _PERCENT:
        found = child(element, name)
        if found is not None and len(found):
            return found
    return None


def spaces_of(
    whole: Count, classes: Mapping[SpaceClass, Count], *, is_full: bool
) -> list[dict[str, object]]:
    """Return a snapshot's classes, no space in two: what the classes have is off the whole.

    `is_full` stands in where there is no count at all.
    """
    special = {name: count for name, count in classes.items() if name != "general"}
    general = classes.get("general") or _without(whole, list(special.values()))
    told = [general.space("general") if general else None]
    told += [count.space(name) for name, count in special.items()]
    spaces = [space for space in told if space is not None]
    if not spaces and is_full:
        return [{"space_class": "general", "free": 0}]
    return spaces


def _without(whole: Count, parts: list[Count]) -> Count | None:
    """Return what is left of the whole; None where the parts are all of it."""
    known = [part for part in parts if not part.says_nothing]
    if not known:
        return whole
    capacity = _less(whole.capacity, [part.capacity for part in known])
    if capacity == 0 and whole.capacity:
        return None
    return Count(
        free=_less(whole.free, [part.free for part in known]),
        occupied=_less(whole.occupied, [part.occupied for part in known]),
        capacity=capacity,
    )


def _less(whole: int | None, parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts) or sum(known) > whole:
        return whole
    return whole - sum(known)
