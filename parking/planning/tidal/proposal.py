"""Proposal: one agreement with what it would have brought, whom, and from what it is concluded."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from msgspec import Struct

from parking.ids import LotId
from parking.planning.tidal.draft import draft
from parking.planning.tidal.limits import Limits
from parking.planning.tidal.lot_hours import TidalLot
from parking.planning.tidal.menu import Menu
from parking.planning.tidal.profile import Profile
from parking.planning.tidal.reach import Reach
from parking.planning.tidal.relief import ClassRelief
from parking.sharing.terms import DAY_CLASSES, DayClass, Terms

_LOW: Final = 0.1
_HIGH: Final = 0.9


class DayEffect(Struct, frozen=True):
    """On one day of a class: space-hours opened, and full ones relieved on average over `days`.

    On eight of ten days they were from `low_h` to `high_h`. `idle_spaces`: the fewest that the
    owner left idle within the window, on the busiest of the days.
    """

    day_class: DayClass
    days: int
    opened_h: float
    relieved_h: float
    low_h: float
    high_h: float
    idle_spaces: int


class Relieved(Struct, frozen=True):
    """A lot that was full: metres as the crow flies, and space-hours on all days looked at."""

    lot_id: LotId
    distance_m: int
    relieved_h: float


class Proposal(Struct, frozen=True):
    """`opened_h` and `relieved_h` are of all days looked at; `margin_spaces` stay with the owner
    even on the busiest of them.
    """

    lot_id: LotId
    quota: int
    margin_spaces: int
    opened_h: float
    relieved_h: float
    effects: tuple[DayEffect, ...]
    relieves: tuple[Relieved, ...]
    draft: Terms

    @property
    def relieved_per_opened(self) -> float:
        """Full space-hours relieved by each space-hour opened."""
        return self.relieved_h / self.opened_h


class Grounds(Struct, frozen=True):
    """What proposals are told from: `told` is what the whole choice relieved day by day."""

    lots: Sequence[TidalLot]
    hours: Profile
    reach: Reach
    told: dict[DayClass, ClassRelief]
    valid: tuple[date, date]
    limits: Limits


def propose(chosen: Menu, grounds: Grounds) -> tuple[Proposal, ...]:
    """Write a proposal for each lender that was chosen, what relieves most first."""
    proposals = [_proposal(chosen.only(chosen.lender == at), grounds) for at in _lenders(chosen)]
    return tuple(sorted(proposals, key=lambda proposal: (-proposal.relieved_h, proposal.lot_id)))


def _lenders(chosen: Menu) -> list[int]:
    return [int(lender) for lender in np.unique(chosen.lender)]


def _proposal(choices: Menu, grounds: Grounds) -> Proposal:
    lender, quota = int(choices.lender[0]), int(choices.quota[0])
    lot = grounds.lots[lender]
    hours = {
        DAY_CLASSES[kind]: (int(start), int(end))
        for kind, start, end in zip(choices.day_class, choices.start, choices.end, strict=True)
    }
    effects = tuple(_effect(lender, quota, name, span, grounds) for name, span in hours.items())
    return Proposal(
        lot.lot_id,
        quota,
        grounds.limits.margin(float(grounds.hours.spaces[lender])),
        opened_h=sum(effect.opened_h * effect.days for effect in effects),
        relieved_h=sum(effect.relieved_h * effect.days for effect in effects),
        effects=effects,
        relieves=_relieves(lender, grounds),
        draft=draft(lot, quota, hours, grounds.valid, grounds.limits),
    )


def _effect(
    lender: int, quota: int, day_class: DayClass, span: tuple[int, int], grounds: Grounds
) -> DayEffect:
    relieved = grounds.told[day_class].of(lender)
    idle = grounds.hours.idle[lender, grounds.hours.days[day_class]][:, slice(*span)]
    low = np.quantile(relieved, _LOW, method="lower")
    high = np.quantile(relieved, _HIGH, method="higher")
    return DayEffect(
        day_class,
        relieved.size,
        opened_h=float(quota * (span[1] - span[0])),
        relieved_h=float(relieved.mean()),
        low_h=float(low),
        high_h=float(high),
        idle_spaces=int(np.nanmin(idle)),
    )


def _relieves(lender: int, grounds: Grounds) -> tuple[Relieved, ...]:
    by_place = np.zeros(len(grounds.lots))
    for told in grounds.told.values():
        own = told.lender == lender
        np.add.at(by_place, told.place[own], told.relieved[own].sum(axis=1))
    pairs = np.flatnonzero((grounds.reach.lender == lender) & (by_place[grounds.reach.place] > 0))
    found = [
        Relieved(
            grounds.lots[int(grounds.reach.place[pair])].lot_id,
            round(float(grounds.reach.metres[pair])),
            float(by_place[grounds.reach.place[pair]]),
        )
        for pair in pairs
    ]
    return tuple(sorted(found, key=lambda place: (-place.relieved_h, place.lot_id)))
