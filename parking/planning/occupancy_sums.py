"""Occupancy sums: what is added up of lots in some time, before any figure is made of it."""

from collections.abc import Iterable
from typing import Self

from msgspec import Struct

from parking.planning.space_time import NOTHING, SpaceTime, total


class OccupancySums(Struct, frozen=True, gc=False):
    """Space-time, and vehicles in the clock hours that lie wholly within the time.

    `cut_entries`: vehicles in and out of hours of which only a part lies within; when in the hour
    they came is not kept. `hours_known`: hours of single lots and classes of which four fifths are
    known, `hours_in_band` those of them that were 60 to 80 % taken.
    """

    space: SpaceTime = NOTHING
    entries: int = 0
    exits: int = 0
    hours_known: int = 0
    hours_in_band: int = 0
    cut_entries: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.space + other.space,
            self.entries + other.entries,
            self.exits + other.exits,
            self.hours_known + other.hours_known,
            self.hours_in_band + other.hours_in_band,
            self.cut_entries + other.cut_entries,
        )


NO_SUMS = OccupancySums()


def total_sums(parts: Iterable[OccupancySums]) -> OccupancySums:
    """Add up; column by column, as there may be thousands."""
    told = list(parts)
    return OccupancySums(
        total(one.space for one in told),
        sum(one.entries for one in told),
        sum(one.exits for one in told),
        sum(one.hours_known for one in told),
        sum(one.hours_in_band for one in told),
        sum(one.cut_entries for one in told),
    )
