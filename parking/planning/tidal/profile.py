"""Profile: hours of many lots laid out by day and hour of the day. It knows no need and no offer.

A day runs from 07:00 to 07:00 of the lot's own clock and has the class of its first date. An hour
that a clock change skips is unknown; of one that comes twice the first counts.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
from msgspec import Struct

from parking.clock import HOUR_US
from parking.planning.tidal.limits import DAY_BEGINS_H
from parking.planning.tidal.lot_hours import Floats, Ints, LotHours, TidalLot
from parking.sharing.terms import DAY_CLASSES, DayClass
from parking.sharing.wall_times import wall_us
from parking.sharing.windows import Calendar

SLOTS: Final = 24
_DAY: Final = timedelta(days=1)


class Profile(Struct, frozen=True):
    """`idle` and `full`: lots x days x 24 hours from 07:00, spaces, NaN where unknown.

    `spaces`: the most that each lot had open; `days`: which of the days are of each class.
    """

    idle: Floats
    full: Floats
    spaces: Floats
    days: dict[DayClass, Ints]


def profile(lots: Sequence[TidalLot], calendar: Calendar, first: date, last: date) -> Profile:
    """Lay out the local days `first` to `last`, both included; the last one runs into the next."""
    dates = [first + number * _DAY for number in range((last - first).days + 1)]
    shape = (len(lots), len(dates), SLOTS)
    idle, full = np.full(shape, np.nan), np.full(shape, np.nan)
    spaces = np.zeros(len(lots))
    times = {zone: _times(dates, zone) for zone in {lot.timezone for lot in lots}}
    for index, lot in enumerate(lots):
        found, at = _found(lot.hours, times[lot.timezone])
        idle[index][found] = lot.hours.idle[at]
        full[index][found] = lot.hours.full[at]
        spaces[index] = lot.hours.spaces.max(initial=0.0)
    classes = np.array([calendar.day_class(day) for day in dates])
    days = {name: np.flatnonzero(classes == name) for name in DAY_CLASSES}
    return Profile(idle, full, spaces, days)


def _times(dates: Sequence[date], zone: str) -> Ints:
    """Return when each hour begins, -1 where the clock never shows it."""
    hours = range(DAY_BEGINS_H, DAY_BEGINS_H + SLOTS)
    times = np.array([[wall_us(day, hour * 60, zone) for hour in hours] for day in dates])
    skipped = np.zeros(times.shape, bool)
    skipped[:, :-1] = times[:, 1:] - times[:, :-1] < HOUR_US
    return np.where(skipped, -1, times)


def _found(hours: LotHours, times: Ints) -> tuple[tuple[Ints, ...], Ints]:
    """Return the places of the table that the lot has an hour for, and which hour it is."""
    if not hours.hour_us.size:
        return np.nonzero(np.zeros(times.shape, bool)), np.zeros(0, np.int64)
    at = np.minimum(np.searchsorted(hours.hour_us, times), hours.hour_us.size - 1)
    there = np.nonzero(hours.hour_us[at] == times)
    return there, at[there]
