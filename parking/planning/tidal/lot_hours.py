"""Lot hours: of one lot, what was idle and what was full in each hour. It knows no days.

An hour that is not over, or known for less than 80 %, is NaN in both: unknown is never idle.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from geo.position import Position
from parking.clock import HOUR_US
from parking.ids import LotId
from parking.planning.space_time import STEP_US
from parking.planning.tidal.limits import KNOWN_SHARE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]


class LotHours(Struct, frozen=True):
    """One element per hour, in order of time.

    `idle`: spaces known to be free in the worst of the hour's steps; `full`: spaces of classes
    that had none free, on average over the hour; `spaces`: open ones, 0 while closed.
    """

    hour_us: Ints
    idle: Floats
    full: Floats
    spaces: Floats


class TidalLot(Struct, frozen=True):
    """One lot with its hours; each may be relieved. `may_lend`: it may be proposed (a kerb may
    not, nor a lot that lends already). `open_to_all`: its free spaces help its neighbours as it
    is, and are taken before anything that is opened.
    """

    lot_id: LotId
    position: Position
    hours: LotHours
    may_lend: bool = True
    open_to_all: bool = False
    max_height_m: float | None = None
    timezone: str = "Asia/Shanghai"


class HourSums(Struct, frozen=True):
    """What a lot's spaces did, one element per hour: sums as `SpaceTime` has them, in
    microseconds. `least_free_us`: of the hour's steps that are known, the least time of free
    spaces; `is_over`: the hour has ended.
    """

    hour_us: Ints
    open_us: Ints
    known_us: Ints
    full_us: Ints
    closed_us: Ints
    least_free_us: Ints
    is_over: Marks


def hours_of(sums: HourSums) -> LotHours:
    """Turn sums into spaces.

    An hour that is partly closed offers nothing: a car could not stay through it.
    """
    known = sums.is_over & (sums.open_us > 0) & (sums.known_us >= KNOWN_SHARE * sums.open_us)
    idle = np.where(sums.closed_us > 0, 0.0, sums.least_free_us / STEP_US)
    return LotHours(
        hour_us=sums.hour_us,
        idle=np.where(known, idle, np.nan),
        full=np.where(known, sums.full_us / HOUR_US, np.nan),
        spaces=sums.open_us / HOUR_US,
    )


def coverage_of(lots: Iterable[TidalLot]) -> float | None:
    """Return the share of open space-hours that lies in hours that are known."""
    known = spaces = 0.0
    for lot in lots:
        known += float(lot.hours.spaces[~np.isnan(lot.hours.idle)].sum())
        spaces += float(lot.hours.spaces.sum())
    return known / spaces if spaces else None
