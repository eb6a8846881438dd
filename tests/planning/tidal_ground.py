"""Ground to look for opportunities on: lots with known hours, and choices tried one by one."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product

import numpy as np

from geo.position import Position
from parking.clock import HOUR_US
from parking.planning.tidal.limits import FAR_ACCEPTED, Limits
from parking.planning.tidal.lot_hours import LotHours, TidalLot
from parking.planning.tidal.menu import QUOTAS
from parking.planning.tidal.offers import HOURS, SLICES, Needs
from parking.planning.tidal.reach import Reach
from parking.sharing.wall_times import wall_us

ZONE = "Asia/Shanghai"
FIRST, LAST = date(2026, 10, 12), date(2026, 11, 8)
"""Four weeks from a Monday on: 20 workdays, 8 days of weekends, no holiday."""
VALID = (date(2026, 12, 1), date(2027, 11, 30))
METRES_PER_DEGREE = 111_195.0
CENTRE = Position(36.66, 117.02)

Hourly = Callable[[date, int], float]
Signed = dict[int, tuple[int, int, int]]
"""By lender its quota, and from which hour to which it lends."""


def north_of_centre(metres: float) -> Position:
    return Position(CENTRE.lat + metres / METRES_PER_DEGREE, CENTRE.lon)


def tidal_lot(
    lot_id: str,
    metres: float,
    *,
    spaces: int = 100,
    idle: Hourly = lambda _day, _hour: 0.0,
    full: Hourly = lambda _day, _hour: 0.0,
    **facts,
) -> TidalLot:
    """A lot north of the centre; `idle` and `full` are spaces at a local date and hour."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 2)]
    hours = [(day, hour) for day in days for hour in range(24)]
    told = LotHours(
        np.array([wall_us(day, hour * 60, ZONE) for day, hour in hours], np.int64),
        np.array([idle(*at) for at in hours], float),
        np.array([full(*at) for at in hours], float),
        np.full(len(hours), float(spaces)),
    )
    assert np.all(np.diff(told.hour_us) == HOUR_US)
    return TidalLot(lot_id, north_of_centre(metres), told, **facts)


def by_night(spaces: float) -> Hourly:
    """So many from 18:00 to 08:00, every day."""
    return lambda _day, hour: spaces if hour >= 18 or hour < 8 else 0.0


def by_day(spaces: float) -> Hourly:
    """So many from 09:00 to 17:00 on Mondays to Fridays."""
    return lambda day, hour: spaces if 9 <= hour < 17 and day.weekday() < 5 else 0.0


def flat_needs(spaces: np.ndarray, days: float = 10.0) -> Needs:
    """The same need on all days of the first class; `spaces` is lots x 24."""
    widths, counted = np.zeros((spaces.shape[0], HOURS, SLICES)), np.zeros(HOURS)
    widths[:, :24, 0] = spaces
    counted[:24] = days
    return Needs(widths, (widths > 0).astype(float), counted)


def pairs(found: dict[tuple[int, int], bool]) -> Reach:
    """Reach from pairs of lender and place, each near or far."""
    ordered = sorted(found)
    lender, place = np.array(ordered, np.int64).reshape(-1, 2).T
    near = np.array([found[pair] for pair in ordered], bool)
    return Reach(lender, place, np.where(near, 100.0, 400.0), near)


def best_by_trial(offers: np.ndarray, needs: Needs, reach: Reach, limits: Limits) -> float:
    """Try every set of lenders, quota and window of the first class; nothing is left out.

    For limits without quiet nights, so that every hour stands for itself.
    """
    lenders = sorted({int(lender) for lender in reach.lender})
    worth = _appraiser(needs, reach, limits)
    signable = {at: list(_signable(offers[at], limits)) for at in lenders}
    return max(
        worth(dict(zip(who, what, strict=True)))
        for number in range(limits.max_agreements + 1)
        for who in combinations(lenders, number)
        for what in product(*(signable[at] for at in who))
    )


def greedy(offers: np.ndarray, needs: Needs, reach: Reach, limits: Limits) -> float:
    """Sign what adds most, one by one: the choice that an optimum is held against."""
    worth = _appraiser(needs, reach, limits)
    signed: Signed = {}
    for _ in range(limits.max_agreements):
        more = [
            signed | {int(at): what}
            for at in sorted(set(reach.lender.tolist()) - set(signed))
            for what in _signable(offers[at], limits)
        ]
        best = max(more, key=worth, default=signed)
        if worth(best) <= worth(signed):
            break
        signed = best
    return worth(signed)


def _signable(offers: np.ndarray, limits: Limits) -> Iterator[tuple[int, int, int]]:
    for start in range(17):
        for end in range(start + limits.min_window_h, 25):
            least = offers[start:end].min()
            yield from (
                (int(quota), start, end) for quota in QUOTAS if limits.min_quota <= quota <= least
            )


def _appraiser(needs: Needs, reach: Reach, limits: Limits) -> Callable[[Signed], float]:
    """Tell what a choice is worth, hour by hour, less what it has to bring."""
    served = _server(needs, reach, limits)

    def worth(signed: Signed) -> float:
        total = 0.0
        for hour in range(24):
            there = tuple((at, q) for at, (q, s, e) in signed.items() if s <= hour < e)
            owed = limits.min_yield * sum(quota for _, quota in there)
            total += needs.days[hour] * (served(hour, there) - owed)
        return total - limits.min_relief_h * needs.all_days * len(signed)

    return worth


def _server(needs: Needs, reach: Reach, limits: Limits):
    """Serve an hour's needs from open spaces: a greatest flow, the surest slices first."""
    places = sorted(set(reach.place.tolist()))
    found = list(zip(reach.lender.tolist(), reach.place.tolist(), reach.is_near, strict=True))

    @cache
    def served(hour: int, opened: tuple[tuple[int, int], ...]) -> float:
        pipes = Pipes()
        for lender, quota in opened:
            pipes.lay("from", ("lot", lender), quota * limits.uptake)
            for _, place, near in (pair for pair in found if pair[0] == lender):
                pipes.lay(("lot", lender), ("side", place, bool(near)), float("inf"))
        slices = []
        for place, index in product(places, range(SLICES)):
            width = needs.widths[place, hour, index]
            pipes.lay(("side", place, True), ("slice", place, index), float("inf"))
            pipes.lay(("side", place, False), ("slice", place, index), FAR_ACCEPTED * width)
            slices.append((needs.chances[place, hour, index], width, place, index))
        total = 0.0
        for chance, width, place, index in sorted(slices, reverse=True):
            pipes.lay(("slice", place, index), "to", width)
            total += chance * pipes.pour()
        return total

    return served


class Pipes:
    """A network with room in each pipe, both ways."""

    def __init__(self) -> None:
        self.room: dict[object, dict[object, float]] = {}

    def lay(self, a: object, b: object, most: float) -> None:
        self.room.setdefault(a, {})[b] = most
        self.room.setdefault(b, {}).setdefault(a, 0.0)

    def pour(self) -> float:
        """Pour as much more as fits from "from" to "to", along one path after another."""
        poured = 0.0
        while path := self._path():
            amount = min(self.room[a][b] for a, b in path)
            for a, b in path:
                self.room[a][b] -= amount
                self.room[b][a] += amount
            poured += amount
        return poured

    def _path(self) -> list[tuple[object, object]]:
        came: dict[object, object] = {"from": None}
        queue: list[object] = ["from"]
        for node in queue:
            onward = [b for b, room in self.room.get(node, {}).items() if room > 1e-9]
            new = [b for b in onward if b not in came]
            came |= dict.fromkeys(new, node)
            queue += new
        path: list[tuple[object, object]] = []
        node: object = "to"
        while came.get(node) is not None:
            path.append((came[node], node))
            node = came[node]
        return path
