"""Opportunities: which idle lots could relieve which full ones, chosen together and told apart.

The way from hours to proposals; what each step does is in the module it calls.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from msgspec import Struct

from geo.position import Position
from parking.planning.tidal.choice import choose
from parking.planning.tidal.limits import NEAR_SHARE, Limits, checked
from parking.planning.tidal.lot_hours import Floats, Ints, Marks, TidalLot
from parking.planning.tidal.offers import Needs, needs, offers, wanted
from parking.planning.tidal.profile import Profile, profile
from parking.planning.tidal.proposal import Grounds, Proposal, propose
from parking.planning.tidal.reach import Reach, reach
from parking.planning.tidal.relief import relief
from parking.planning.tidal.words import assumptions, notes
from parking.sharing.windows import Calendar


class LeftOut(Struct, frozen=True):
    """Lots that may lend and are not proposed, each for the first reason that holds."""

    few_known_days: int
    never_idle: int
    nothing_wanted_near: int
    not_among_the_best: int


class Opportunities(Struct, frozen=True):
    """What was found, best first. Space-hours are those of all days looked at, `first` to `last`.

    `full_h`: space-hours in full lots; `wanted_h`: spaces that these wanted more than they had,
    times hours; `relieved_h` of that by `opened_h`. `proven_gap`: no choice within the limits is
    better by a greater share than that.
    """

    first: date
    last: date
    proposals: tuple[Proposal, ...]
    full_h: float
    wanted_h: float
    opened_h: float
    relieved_h: float
    proven_gap: float
    left_out: LeftOut
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]


def opportunities(
    lots: Sequence[TidalLot],
    calendar: Calendar,
    period: tuple[date, date],
    valid: tuple[date, date],
    limits: Limits | None = None,
) -> Opportunities:
    """Look at the local days of the period, both included; drafts are valid for `valid`.

    Raises ProblemError for limits out of bounds. The order of the lots does not matter.
    """
    limits = checked(limits or Limits())
    lots = sorted(lots, key=lambda lot: lot.lot_id)
    hours = profile(lots, calendar, *period)
    may_lend = np.array([lot.may_lend for lot in lots], bool)
    lent = np.where(may_lend[:, None], offers(hours, limits), 0.0)
    positions = [lot.position for lot in lots]
    spaces = wanted(hours, limits, _open_near(lots, positions, hours, limits))
    need = needs(hours, spaces, limits)
    near = _near(positions, lent, need, limits)
    chosen = choose(lent, need, near, limits)
    told = relief(chosen.flows, near, spaces, hours.days, limits)
    proposals = propose(chosen.menu, Grounds(lots, hours, near, told, valid, limits))
    counted = _counted(hours, limits)
    return Opportunities(
        *period,
        proposals=proposals,
        full_h=float(np.nansum(hours.full[:, counted])),
        wanted_h=float(spaces[:, counted].sum()),
        opened_h=sum(proposal.opened_h for proposal in proposals),
        relieved_h=sum(proposal.relieved_h for proposal in proposals),
        proven_gap=max(0.0, 1.0 - chosen.worth / chosen.bound) if chosen.bound > 0 else 0.0,
        left_out=_left_out(may_lend, hours, lent, near, len(proposals), limits),
        assumptions=assumptions(limits),
        notes=notes(hours, limits),
    )


def _open_near(
    lots: Sequence[TidalLot], positions: list[Position], hours: Profile, limits: Limits
) -> Reach:
    """Find lots open to everybody that are so near a full lot that everybody would walk."""
    open_to_all = np.array([lot.open_to_all for lot in lots], bool)
    is_full = (np.nan_to_num(hours.full) > 0).any(axis=(1, 2))
    within_m = NEAR_SHARE * limits.max_walk_m
    return reach(positions, np.flatnonzero(open_to_all), np.flatnonzero(is_full), within_m)


def _near(positions: list[Position], lent: Floats, need: Needs, limits: Limits) -> Reach:
    lenders = np.flatnonzero((lent >= limits.min_quota).any(axis=1))
    places = np.flatnonzero((need.widths > 0).any(axis=(1, 2)))
    return reach(positions, lenders, places, limits.max_walk_m)


def _counted(hours: Profile, limits: Limits) -> Ints:
    days = [days for days in hours.days.values() if days.size >= limits.min_days]
    return np.sort(np.concatenate([np.zeros(0, np.int64), *days]))


def _left_out(
    may_lend: Marks,
    hours: Profile,
    lent: Floats,
    near: Reach,
    proposed: int,
    limits: Limits,
) -> LeftOut:
    known = [(~np.isnan(hours.idle[:, days])).sum(axis=1) for days in hours.days.values()]
    is_known = may_lend & (np.max(known, axis=0) >= limits.min_days).any(axis=1)
    is_idle = is_known & (lent >= limits.min_quota).any(axis=1)
    within = np.unique(near.lender).size
    return LeftOut(
        few_known_days=int((may_lend & ~is_known).sum()),
        never_idle=int((is_known & ~is_idle).sum()),
        nothing_wanted_near=int(is_idle.sum()) - within,
        not_among_the_best=within - proposed,
    )
