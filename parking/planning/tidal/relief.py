"""Relief: what a choice would have relieved on each day that was looked at. It knows no lot's name.

Spaces stay where the choice sends them; nobody is moved by what a day brings. So days that differ
from the rest relieve less, and the average over days is no promise made of averages.
"""

import numpy as np
from msgspec import Struct

from parking.planning.tidal.choice import Flows
from parking.planning.tidal.limits import FAR_ACCEPTED, Limits
from parking.planning.tidal.lot_hours import Floats, Ints, Marks
from parking.planning.tidal.offers import HOURS
from parking.planning.tidal.profile import SLOTS
from parking.planning.tidal.reach import Reach
from parking.planning.tidal.stay_windows import QUIET_FROM, QUIET_UNTIL
from parking.sharing.terms import DAY_CLASSES, DayClass


class ClassRelief(Struct, frozen=True):
    """On days of one class: lender and place of each flow, and what it relieved, flows x days."""

    lender: Ints
    place: Ints
    relieved: Floats

    def of(self, lender: int) -> Floats:
        """Return space-hours that a lender relieved on each day."""
        total: Floats = self.relieved[self.lender == lender].sum(axis=0)
        return total


def relief(
    flows: Flows, reach: Reach, wanted: Floats, days: dict[DayClass, Ints], limits: Limits
) -> dict[DayClass, ClassRelief]:
    """Tell for each class of days. `wanted`: spaces, lots x days x 24."""
    told: dict[DayClass, ClassRelief] = {}
    for index, name in enumerate(DAY_CLASSES):
        at = np.flatnonzero(flows.hour // SLOTS == index)
        pair, slot = flows.pair[at], flows.hour[at] % SLOTS
        lender, place = reach.lender[pair], reach.place[pair]
        wants = wanted[place[:, None], days[name][None, :], slot[:, None]]
        near = reach.is_near[pair]
        relieved = _served(place * HOURS + slot, near, flows.spaces[at], wants)
        if limits.quiet_nights:
            _keep_newcomers_out(relieved, lender, slot)
        told[name] = ClassRelief(lender, place, relieved)
    return told


def _served(goes: Ints, near: Marks, spaces: Floats, wants: Floats) -> Floats:
    """Share out what each place wants: first near, then from afar as far as people walk."""
    keys, first, of_flow = np.unique(goes, return_index=True, return_inverse=True)
    sent = np.zeros((2, keys.size))
    np.add.at(sent, (near.astype(np.int64), of_flow), spaces)
    want = wants[first]
    from_near = np.minimum(sent[1][:, None], want)
    from_far = np.minimum(np.minimum(sent[0][:, None], FAR_ACCEPTED * want), want - from_near)
    taken = np.where(near[:, None], from_near[of_flow], from_far[of_flow])
    of_all = np.where(near, sent[1][of_flow], sent[0][of_flow])
    served: Floats = taken * (spaces / of_all)[:, None]
    return served


def _keep_newcomers_out(relieved: Floats, lender: Ints, slot: Ints) -> None:
    """In a quiet hour a lender relieves no more than in the hour before, since nobody comes."""
    before = _by_lender(relieved, lender, slot == QUIET_FROM - 1)
    for quiet in range(QUIET_FROM, QUIET_UNTIL):
        now = slot == quiet
        stays = _by_lender(relieved, lender, now)
        share = np.divide(before, stays, out=np.ones_like(stays), where=stays > before)
        relieved[now] *= share[lender[now]]
        before = np.minimum(before, stays)


def _by_lender(relieved: Floats, lender: Ints, marked: Marks) -> Floats:
    added = np.zeros((int(lender.max(initial=0)) + 1, relieved.shape[1]))
    np.add.at(added, lender[marked], relieved[marked])
    return added
