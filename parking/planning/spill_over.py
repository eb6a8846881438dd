"""Spill-over: which lots beside a hot area have free spaces at the very time it is fullest."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from geo.position import walk_min
from parking.planning.day_row import is_known
from parking.planning.hot_areas import FAR_M, NEAR_M, Neighbour
from parking.planning.space_time import NOTHING, SpaceTime
from parking.planning.time_series import QUARTER_US


class SpillOver(Struct, frozen=True):
    """A neighbour at the area's peak, on average of its days; None where too little is known.

    `within_m` is 300 or 500, `walk_min` whole minutes on foot as the crow flies.
    """

    near: Neighbour
    within_m: int
    walk_min: int
    spaces_open: float
    free: float | None
    space: SpaceTime


def spill_over(
    neighbours: Iterable[Neighbour], at_peak: Mapping[int, SpaceTime], days: int
) -> list[SpillOver]:
    """Tell of every neighbour what it did in the peak's quarter hour of so many days."""
    return [_one(near, at_peak.get(near.lot.lot_key, NOTHING), days) for near in neighbours]


def _one(near: Neighbour, space: SpaceTime, days: int) -> SpillOver:
    quarters_us = days * QUARTER_US
    free = None
    if is_known(space):
        free_share = (space.known_us - space.taken_us) / space.known_us
        free = free_share * space.open_us / quarters_us
    return SpillOver(
        near=near,
        within_m=int(NEAR_M if near.distance_m <= NEAR_M else FAR_M),
        walk_min=walk_min(near.distance_m),
        spaces_open=space.open_us / quarters_us,
        free=free,
        space=space,
    )
