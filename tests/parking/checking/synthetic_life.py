"""How many cars stand in a made-up lot, moment by moment: Poisson arrivals by hour and day, stays
of many lengths, drivers who go away or wait when it is full.
"""

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

HOUR, DAY = 3_600.0, 86_400.0

BY_HOUR = {
    "office": [0, 0, 0, 0, 0, 1, 4, 9, 10, 6, 3, 3, 3, 4, 3, 2, 2, 1, 1, 0, 0, 0, 0, 0],
    "mall": [0, 0, 0, 0, 0, 0, 0, 1, 2, 5, 7, 8, 8, 7, 7, 7, 8, 9, 8, 5, 2, 1, 0, 0],
    "hospital": [
        0.3,
        0.2,
        0.2,
        0.2,
        0.3,
        1,
        4,
        9,
        10,
        8,
        6,
        4,
        4,
        6,
        6,
        4,
        3,
        2,
        2,
        1,
        1,
        1,
        0.5,
        0.3,
    ],
    "street": [0.5, 0.3, 0.2, 0.2, 0.3, 1, 2, 4, 6, 7, 8, 8, 8, 7, 7, 7, 8, 8, 7, 6, 5, 3, 2, 1],
    "residential": [1, 0.5, 0.3, 0.3, 0.5, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2, 4, 8, 9, 7, 5, 4, 3, 2],
    "station": [1, 0.5, 0.5, 0.5, 2, 4, 6, 7, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 6, 5, 5, 4, 3, 2],
    "venue": [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 6, 10, 8, 2, 1, 0, 0],
}
STAY_H = {"office": 7.0, "mall": 1.8, "hospital": 2.2, "street": 0.9, "residential": 11.0,
          "station": 4.0, "venue": 2.8}  # fmt: skip
WEEKEND = {"office": 0.15, "mall": 1.25, "hospital": 0.5, "street": 0.9, "residential": 0.9,
           "station": 0.8, "venue": 1.3}  # fmt: skip


@dataclass
class Life:
    """Moments at which a car came (+1) or went (-1), seconds from a Monday 0:00 on."""

    kind: str
    capacity: int
    at: np.ndarray
    way: np.ndarray
    cars: np.ndarray

    def cars_at(self, moments: np.ndarray) -> np.ndarray:
        return self.cars[np.searchsorted(self.at, moments, side="right")]


def live(rng: np.random.Generator, days: float, *, kind: str, capacity: int) -> Life:
    """Let a lot live from a Monday on; it is warmed up by a week nobody sees."""
    shape = np.array(BY_HOUR[kind], float)
    shape = np.maximum(shape * rng.lognormal(0, 0.15, 24), 0.0)
    shift = int(rng.integers(-1, 2))
    shape = np.roll(shape, shift)
    stay = STAY_H[kind] * rng.lognormal(0, 0.2)
    full = rng.uniform(0.35, 1.1)
    rate = shape * full * capacity / _peak_load(shape, stay)
    closed_sundays = kind == "mall" and rng.random() < 0.25
    weekend = WEEKEND[kind] * rng.lognormal(0, 0.15)
    waits = rng.random() < 0.35
    arrivals = _arrivals(rng, rate, days + 7, weekend, closed_sundays=closed_sundays)
    stays = rng.lognormal(np.log(stay) - 0.125, 0.5, len(arrivals)) * HOUR
    at, way = _through(rng, arrivals, stays, capacity, waits=waits)
    cars = np.concatenate([[0], np.cumsum(way)])
    begin = 7 * DAY
    first = int(np.searchsorted(at, begin))
    return Life(kind, capacity, at[first:] - begin, way[first:], cars[first:])


def _peak_load(shape: np.ndarray, stay_h: float) -> float:
    """Cars there at most in a day of `shape` arrivals an hour."""
    left = np.exp(-np.arange(72) / stay_h)
    return float(np.convolve(np.tile(shape, 4), left)[72:96].max())


def _arrivals(
    rng: np.random.Generator, rate: np.ndarray, days: float, weekend: float, *, closed_sundays: bool
) -> np.ndarray:
    parts = []
    for day in range(int(np.ceil(days))):
        factor = rng.lognormal(0, 0.12)
        if day % 7 >= 5:
            factor *= weekend
        if day % 7 == 6 and closed_sundays:
            factor = 0.0
        for hour in range(24):
            n = rng.poisson(rate[hour] * factor * rng.lognormal(0, 0.08))
            parts.append(day * DAY + hour * HOUR + rng.random(n) * HOUR)
    return np.sort(np.concatenate(parts))


def _through(
    rng: np.random.Generator, arrivals: np.ndarray, stays: np.ndarray, capacity: int, *, waits: bool
) -> tuple[np.ndarray, np.ndarray]:
    at: list[float] = []
    way: list[int] = []
    inside: list[float] = []
    queue: list[tuple[float, float]] = []
    for moment, stay in zip(arrivals.tolist(), stays.tolist(), strict=True):
        while inside and inside[0] <= moment:
            gone = heappop(inside)
            at.append(gone)
            way.append(-1)
            while queue:
                until, waiting_stay = queue.pop(0)
                if until > gone:
                    entered = gone + 5 + 20 * rng.random()
                    at.append(entered)
                    way.append(1)
                    heappush(inside, entered + waiting_stay)
                    break
        if len(inside) < capacity:
            at.append(moment)
            way.append(1)
            heappush(inside, moment + stay)
        elif waits and len(queue) < 30:
            queue.append((moment + 600 * rng.random() + 60, stay))
    order = np.argsort(at, kind="stable")
    return np.array(at)[order], np.array(way)[order]
