"""Glance: what searches and the health of feeds ask of a lot's first figure.

Nearly every lot sends one count of one class. Its glance is read from that register, which is
cheaper than to make the picture; a property test holds the two together.
"""

from msgspec import Struct

from parking.live.availability import confirmed_us
from parking.live.class_picture import bounded
from parking.live.picture import LotPicture
from parking.live.stored import newest_count_of
from parking.lot import Lot, Source


class Glance(Struct, frozen=True, gc=False):
    """`free` None is no count, or none to be given; `capacity` 0 is no such spaces, 1 where nobody
    says how many.

    Without a count `confirmed_us` and `source_key` are 0, which is no moment and no source.
    """

    free: int | None
    capacity: int
    confirmed_us: int
    source_key: int


def glance_of(picture: LotPicture, source: Source | None) -> Glance:
    """Return the glance of any lot; `source` is that of `picture.top`."""
    top, capacity = picture.top, picture.capacity
    if capacity is None:
        capacity = int(top is not None or not picture.lot.capacity)
    if top is None:
        return Glance(None, capacity, 0, 0)
    free = None if top.is_withheld else top.free
    return Glance(free, capacity, confirmed_us(picture, top, source), top.source_key)


def glance_at(lot: Lot, stored: str) -> Glance:
    """Return the glance of a lot that has general spaces only and one register, their count."""
    count = newest_count_of(stored)
    capacity = lot.capacity.get("general") if count.capacity is None else count.capacity
    free = bounded(count.free, capacity)
    return Glance(free, 1 if capacity is None else capacity, count.observed_us, count.source_key)
