"""Offers and needs: what owners could lend in each hour of a class of days, and what is wanted.

Both are told low on purpose. An offer is what was idle on the owner's busiest day, less a margin.
A need is an expectation over days, never a mean put in its place: spaces that are wanted on every
other day are used on every other day.
"""

from typing import Final

import numpy as np
from msgspec import Struct

from parking.planning.tidal.limits import KNOWN_SHARE, Limits
from parking.planning.tidal.lot_hours import Floats, Ints
from parking.planning.tidal.profile import SLOTS, Profile
from parking.planning.tidal.reach import Reach
from parking.sharing.terms import DAY_CLASSES

SLICES: Final = 3
HOURS: Final = len(DAY_CLASSES) * SLOTS
"""Hours of the three classes of days one after another, each from 07:00."""


class Needs(Struct, frozen=True):
    """Of each lot and hour, spaces that are wanted, in slices: lots x 72 x 3.

    To serve the first slice whole brings its width times its chance, the share of days it is
    there; later slices bring less each. Between the days' own values the expectation is taken
    along the chord, which lies below it. `days`: how many there are of the hour's class.
    """

    widths: Floats
    chances: Floats
    days: Floats

    @property
    def all_days(self) -> float:
        """Days of all classes together."""
        return float(self.days.reshape(-1, SLOTS)[:, 0].sum())

    @property
    def most(self) -> Floats:
        """Spaces wanted on the worst day, lots x 72."""
        most: Floats = self.widths.sum(axis=2)
        return most


def offers(profile: Profile, limits: Limits) -> Floats:
    """Return whole spaces that may be lent, lots x 72; 0 where too few days are known."""
    margin = np.array([limits.margin(spaces) for spaces in profile.spaces.tolist()], float)
    offered = np.zeros((profile.idle.shape[0], HOURS))
    for index, name in enumerate(DAY_CLASSES):
        days = profile.days[name]
        if days.size < limits.min_days:
            continue
        idle = profile.idle[:, days]
        known = (~np.isnan(idle)).sum(axis=1)
        enough = known >= max(limits.min_days, KNOWN_SHARE * days.size)
        least = np.nanmin(np.where(np.isnan(idle), np.inf, idle), axis=1)
        lent = np.floor(np.where(enough, least, 0.0) - margin[:, None])
        offered[:, index * SLOTS : (index + 1) * SLOTS] = np.maximum(lent, 0.0)
    return offered


def wanted(profile: Profile, limits: Limits, open_near: Reach) -> Floats:
    """Return the spaces that full lots want, lots x days x 24; an unknown hour wants none.

    What is free at the lots of `open_near`, which are open to everybody, is taken first.
    """
    spaces: Floats = np.nan_to_num(profile.full * limits.wanted_share)
    for free, place in zip(open_near.lender, open_near.place, strict=True):
        spaces[place] -= np.nan_to_num(profile.idle[free])
    return np.maximum(spaces, 0.0)


def needs(profile: Profile, spaces: Floats, limits: Limits) -> Needs:
    """Return what is wanted in each hour of a class of days, nothing where there are few days."""
    shape = (spaces.shape[0], HOURS, SLICES)
    widths, chances, counted = np.zeros(shape), np.zeros(shape), np.zeros(HOURS)
    for index, name in enumerate(DAY_CLASSES):
        days = profile.days[name]
        if days.size < limits.min_days:
            continue
        hours = slice(index * SLOTS, (index + 1) * SLOTS)
        widths[:, hours], chances[:, hours] = _sliced(spaces[:, days])
        counted[hours] = days.size
    return Needs(widths, chances, counted)


def _sliced(spaces: Floats) -> tuple[Floats, Floats]:
    """Cut what is wanted (lots x days x hours) where a third, two thirds and all days lie below."""
    ordered = np.sort(spaces, axis=1)
    days = spaces.shape[1]
    at: Ints = np.ceil(np.arange(1, SLICES + 1) * days / SLICES).astype(np.int64) - 1
    levels = ordered[:, at]
    served = [np.minimum(spaces, levels[:, [i]]).mean(axis=1) for i in range(SLICES)]
    widths = np.diff(levels, axis=1, prepend=0.0).transpose(0, 2, 1)
    gains = np.diff(np.stack(served, axis=2), axis=2, prepend=0.0)
    chances = np.divide(gains, widths, out=np.zeros_like(gains), where=widths > 0)
    return widths, chances
