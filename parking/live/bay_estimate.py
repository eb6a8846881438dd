"""Bay estimate: from single bays to a class's picture, and when that goes before a count.

It knows tallies, not bays; what nobody knows of a lot widens the interval upwards.
"""

from typing import Final

from parking.live.bays import BayTally, ClassTally
from parking.live.class_picture import ClassPicture, bounded
from parking.live.estimate import flow_floor
from parking.lot import Lot
from parking.vocabulary import SpaceClass

BAYS_COVER_SHARE: Final = 0.95
BAYS_WIN_AFTER_US: Final = 3_600_000_000


def add_bays(lot: Lot, classes: dict[SpaceClass, ClassPicture], tally: BayTally) -> None:
    """Let bays say what classes of a lot they know better than its counts do."""
    for space_class, bays in tally.classes.items():
        if not bays.bays:
            continue
        capacity = lot.capacity.get(space_class)
        if prefers_bays(classes.get(space_class), bays, capacity):
            classes[space_class] = from_bays(capacity, bays)


def from_bays(registered: int | None, bays: ClassTally) -> ClassPicture:
    """Estimate from single bays: those known free, and up to all that nobody knows."""
    capacity = bays.bays if registered is None else registered
    free = bounded(bays.free, capacity)
    unseen = max(0, capacity - bays.bays)
    return ClassPicture(
        free=free,
        capacity=capacity,
        low=free,
        high=bounded(free + bays.unknown + unseen, capacity),
        kind="derived",
        observed_us=bays.observed_us,
        source_key=bays.source_key,
        flow_per_min=flow_floor(capacity),
        flags=("suspect",) if bays.bays > capacity else (),
    )


def prefers_bays(count: ClassPicture | None, bays: ClassTally, registered: int | None) -> bool:
    """Tell whether bays outrank the lot's own count: newer, and nearly all of them, or newer by an
    hour. A few sensors beside a counted lot must not hide its count.
    """
    if count is None:
        return True
    if bays.observed_us <= count.observed_us:
        return False
    covered = bays.free + bays.occupied
    capacity = bays.bays if registered is None else registered
    return (
        covered >= BAYS_COVER_SHARE * capacity
        or bays.observed_us - count.observed_us > BAYS_WIN_AFTER_US
    )
