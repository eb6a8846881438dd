"""Unmet demand: an estimate of how many would have come while a lot was full. It knows no store.

Who drove on is in no report. What is known is how many came while there was a free space; as many
are taken to come in the same time while there is none, and those who did come are no part of it.
"""

from collections.abc import Iterable
from typing import Final, Self

from msgspec import Struct

from parking.clock import HOUR_US
from parking.planning.day_row import is_known
from parking.planning.hour_row import HourRow

CARRIED_US: Final = 2 * HOUR_US
"""The rate before a full spell is taken for so long into it: demand has an hour of its own."""
PARTS: Final = 1000
"""Vehicles are estimated to a thousandth, in integers, so that sums are the same in any order."""


class Unmet(Struct, frozen=True):
    """Of some lots in some time, of full hours only, as they are on the clock.

    `entries` came; `lost` are thousandths of vehicles that would have, by the estimate. `full_us`
    is the full space-time that it is of, `untold_us` the one of which there is no telling.
    """

    entries: int = 0
    lost: int = 0
    full_us: int = 0
    untold_us: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.entries + other.entries,
            self.lost + other.lost,
            self.full_us + other.full_us,
            self.untold_us + other.untold_us,
        )

    @property
    def vehicles(self) -> float:
        return self.lost / PARTS

    @property
    def share(self) -> float | None:
        """Share of all who came or would have, 0 to 1; None where nobody did."""
        wanted = self.entries * PARTS + self.lost
        return self.lost / wanted if wanted else None


NO_UNMET: Final = Unmet()


def unmet_of(rows: Iterable[HourRow]) -> Unmet:
    """Estimate it for one class of one lot from its hours, in order of time; at best a whole day.

    An hour that had a free space for at least half of the time tells its own rate. A fuller one is
    taken to be as the last that told one, if that began no more than two hours before.
    """
    sums, rate = NO_UNMET, None
    for row in rows:
        if row.until_us < row.hour_us + HOUR_US:
            continue
        rate = _rate(row) or rate
        sums += _of_hour(row, rate)
    return sums


class _Rate(Struct, frozen=True):
    """So many came in so much space-time that was not full."""

    hour_us: int
    entries: int
    vacant_us: int


def _rate(row: HourRow) -> _Rate | None:
    sums = row.sums
    vacant_us = sums.known_us - sums.full_us
    if not is_known(sums) or vacant_us < sums.full_us:
        return None
    return _Rate(row.hour_us, row.entries, vacant_us)


def _of_hour(row: HourRow, rate: _Rate | None) -> Unmet:
    full_us = row.sums.full_us
    if not full_us:
        return Unmet(row.entries)
    if rate is None or row.hour_us > rate.hour_us + CARRIED_US:
        return Unmet(row.entries, untold_us=full_us)
    wanted = rate.entries * PARTS * row.sums.known_us // rate.vacant_us
    return Unmet(row.entries, max(0, wanted - row.entries * PARTS), full_us)
