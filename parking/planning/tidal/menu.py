"""Menu: the quotas and windows that each lender could sign, and what each could bring alone.

What cannot be part of a best choice is left out: a quota beyond all that is wanted in reach, and a
window that some shorter one beats whoever else lends.
"""

from collections.abc import Iterator
from typing import Final, Self

import numpy as np
from msgspec import Struct
from msgspec.structs import astuple

from parking.planning.tidal.limits import Limits
from parking.planning.tidal.lot_hours import Floats, Ints, Marks
from parking.planning.tidal.offers import HOURS, Needs
from parking.planning.tidal.profile import SLOTS
from parking.planning.tidal.reach import Reach
from parking.planning.tidal.stay_windows import StayWindows, stay_windows

QUOTAS: Final[Ints] = np.array(
    (1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 500)
)
"""Numbers that people write into agreements."""


class Menu(Struct, frozen=True):
    """One element per choice: that `lender` lends `quota` from `start` to `end`, hours since
    07:00, on days of a class, which is told by its index.
    """

    lender: Ints
    quota: Ints
    day_class: Ints
    start: Ints
    end: Ints

    def only(self, taken: Marks) -> Self:
        """Return the choices that are marked."""
        return type(self)(*(column[taken] for column in astuple(self)))

    def holds(self, few: Self) -> Marks:
        """Mark the choices that are among these few."""
        sought = set(zip(*(column.tolist() for column in astuple(few)), strict=True))
        own = zip(*(column.tolist() for column in astuple(self)), strict=True)
        return np.array([choice in sought for choice in own], bool)


class Alone(Struct, frozen=True):
    """What one lender could sign: quota, class, start and end of each choice, and full space-hours
    that it would bring alone on all days looked at, less what opened ones owe.
    """

    quota: Ints
    day_class: Ints
    start: Ints
    end: Ints
    brings: Floats

    def best(self) -> tuple[float, Ints]:
        """Return the most that one quota brings, and which choices do, one a class."""
        if not self.quota.size:
            return 0.0, np.zeros(0, np.int64)
        group = self.quota * HOURS + self.day_class
        order = np.lexsort((self.start, -self.brings, group))
        leads = order[np.unique(group[order], return_index=True)[1]]
        quotas, of_lead = np.unique(self.quota[leads], return_inverse=True)
        brings = np.bincount(of_lead, self.brings[leads])
        return float(brings.max()), leads[self.quota[leads] == quotas[brings.argmax()]]


class Lenders:
    """Everybody who could lend, looked at one by one for what is wanted of them."""

    def __init__(self, offers: Floats, needs: Needs, reach: Reach, limits: Limits) -> None:
        self._offers, self._needs, self._reach, self._limits = offers, needs, reach, limits
        self._fits = stay_windows(limits)
        lenders, begins = np.unique(reach.lender, return_index=True)
        ends = np.append(begins, reach.lender.size)[1:]
        self._pairs = {
            int(lender): slice(int(first), int(last))
            for lender, first, last in zip(lenders, begins, ends, strict=True)
        }

    def __iter__(self) -> Iterator[int]:
        return iter(self._pairs)

    def alone(self, lender: int, wanted: Floats) -> Alone:
        """Tell what a lender could sign, where so much is wanted: lots x 72 x 3."""
        widths = self._reached(lender, wanted)
        quotas = _quotas(self._offers[lender], widths, self._limits)
        used: Floats = self._limits.uptake * quotas.astype(np.float64)
        chances = _by_hour(self._needs.chances[self._reach.place[self._pairs[lender]]])
        brought = np.einsum("qhs,hs->qh", _served(used, _by_hour(widths), chances), chances)
        gains = brought - self._limits.min_yield * quotas[:, None]
        return _choices(quotas, self._offers[lender], gains, self._needs.days, self._fits)

    def serve(self, lender: int, signed: Menu, wanted: Floats) -> None:
        """Take from what is wanted all that a lender serves who has signed these choices."""
        used = np.zeros(HOURS)
        for quota, kind, start, end in zip(*astuple(signed)[1:], strict=True):
            used[kind * SLOTS + start : kind * SLOTS + end] = self._limits.uptake * quota
        places = self._reach.place[self._pairs[lender]]
        widths, chances = (
            _by_hour(self._reached(lender, wanted)),
            _by_hour(self._needs.chances[places]),
        )
        for hour in np.flatnonzero(used):
            served = _served(used[[hour]], widths[[hour]], chances[[hour]])
            wanted[places, hour] -= served.reshape(places.size, -1)

    def _reached(self, lender: int, wanted: Floats) -> Floats:
        pairs = self._pairs[lender]
        reached: Floats = wanted[self._reach.place[pairs]]
        return reached * self._reach.accepted[pairs, None, None]


def menu(lenders: Lenders, needs: Needs, limits: Limits, lots: int) -> tuple[Menu, Floats]:
    """Return all choices worth a thought, and per lot the most that it could bring alone.

    No lot adds more to what others bring.
    """
    most = np.zeros(lots)
    found = [np.zeros((5, 0), np.int64)]
    for lender in lenders:
        choices = lenders.alone(lender, needs.widths)
        most[lender] = max(0.0, choices.best()[0] - limits.min_relief_h * needs.all_days)
        found.append(np.insert(np.stack(astuple(choices)[:4]), 0, lender, axis=0))
    return Menu(*np.concatenate(found, axis=1)), most


def _quotas(offers: Floats, widths: Floats, limits: Limits) -> Ints:
    """Return the quotas up to the first that would serve all there is in any hour."""
    most = widths.sum(axis=(0, 2))
    offered = offers[most > 0].max(initial=0)
    enough = np.searchsorted(QUOTAS, max(limits.min_quota, most.max() / limits.uptake))
    quotas: Ints = QUOTAS[: enough + 1]
    fits: Ints = quotas[(limits.min_quota <= quotas) & (quotas <= offered)]
    return fits


def _by_hour(slices: Floats) -> Floats:
    """Lay slices of places (places x 72 x 3) out by hour, those of all places in one row."""
    laid: Floats = slices.transpose(1, 0, 2).reshape(slices.shape[1], -1)
    return laid


def _served(used: Floats, widths: Floats, chances: Floats) -> Floats:
    """Return what so many used spaces serve at best: quotas x hours x slices.

    They go to the slices of need that are there on most days first.
    """
    order = np.argsort(-chances, axis=1, kind="stable")
    ordered = np.take_along_axis(widths, order, axis=1)
    before = np.empty_like(widths)
    np.put_along_axis(before, order, np.cumsum(ordered, axis=1) - ordered, axis=1)
    served: Floats = np.clip(used[:, None, None] - before, 0.0, widths)
    return served


def _choices(quotas: Ints, offers: Floats, gains: Floats, days: Floats, fits: StayWindows) -> Alone:
    found = [np.zeros((5, 0))]
    for day_class in range(HOURS // SLOTS):
        hours = slice(day_class * SLOTS, (day_class + 1) * SLOTS)
        if not days[hours].any() or not (gains[:, hours] > 0).any():
            continue
        short = offers[None, hours] < quotas[:, None]
        gain, chosen = _worth_it(short, gains[:, hours], fits)
        at, window = np.nonzero(chosen)
        kind = np.full(at.size, day_class)
        brings = days[hours].max() * gain[at, window]
        found.append(np.stack((quotas[at], kind, fits.start[window], fits.end[window], brings)))
    told = np.concatenate(found, axis=1)
    quota, kind, start, end = told[:4].astype(np.int64)
    return Alone(quota, kind, start, end, told[4])


def _worth_it(short: Marks, gains: Floats, fits: StayWindows) -> tuple[Floats, Marks]:
    """Return the gain of each quota and window, and where it is possible and not surely beaten."""
    lacking, gained = _sums(short.astype(float)), _sums(gains)
    start, end, later, sooner = fits.start, fits.end, fits.later, fits.sooner
    gain = gained[:, end] - gained[:, start]
    possible = lacking[:, end] == lacking[:, start]
    lost_before = (later == start) | (gained[:, later] - gained[:, start] > 0)
    lost_after = (sooner == end) | (gained[:, end] - gained[:, sooner] > 0)
    return gain, possible & lost_before & lost_after & (gain > 0)


def _sums(hourly: Floats) -> Floats:
    return np.pad(np.cumsum(hourly, axis=1), ((0, 0), (1, 0)))
