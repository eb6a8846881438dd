"""Counts of lots made from a seed, some of them sums of others; and sums found by trying all."""

from itertools import combinations
from random import Random

import numpy as np

from parking.clock import HOUR_US
from parking.planning.sums.comparing import agreement
from parking.planning.sums.counted_hours import CountedHours, LotCounts, counted_hours

HOURS = 24 * 14


def walk(rng: Random, spaces: int, hours: int = HOURS) -> list[float]:
    """How many spaces were taken on average, hour by hour."""
    taken, level = [], rng.uniform(0.2, 0.7)
    for hour in range(hours):
        busy = 0.25 if 8 <= hour % 24 < 19 else -0.1
        level = min(1.0, max(0.0, level + rng.gauss(0, 0.08) + 0.2 * (0.5 + busy - level)))
        taken.append(round(level * spaces * 12) / 12)
    return taken


def plain_lots(rng: Random, count: int) -> dict[int, tuple[int, list[float]]]:
    """Lots by key: how many spaces, and what was taken."""
    sizes = [rng.randrange(15, 500) for _ in range(count)]
    return {key: (spaces, walk(rng, spaces)) for key, spaces in enumerate(sizes, 1)}


def sum_of(lots: dict[int, tuple[int, list[float]]], parts) -> tuple[int, list[float]]:
    chosen = [lots[part] for part in parts]
    taken = [sum(hour) for hour in zip(*(taken for _, taken in chosen), strict=True)]
    return sum(spaces for spaces, _ in chosen), taken


def counted(lots, rng: Random | None = None, unknown: float = 0.0) -> CountedHours:
    """Lay them out, each hour of each lot unknown with that chance."""
    told = []
    for key, (spaces, taken) in lots.items():
        known = [n for n in range(len(taken)) if rng is None or rng.random() >= unknown]
        told.append(
            LotCounts(
                key,
                np.array([n * HOUR_US for n in known], np.int64),
                np.array([spaces * HOUR_US for _ in known], np.int64),
                np.array([round(taken[n] * HOUR_US) for n in known], np.int64),
            )
        )
    return counted_hours(told)


def by_trying(counted: CountedHours) -> dict[int, set[tuple[int, ...]]]:
    """Of each lot all sets of two and more others of which the hours say that it is the sum."""
    places = range(len(counted.lot_keys))
    found: dict[int, set[tuple[int, ...]]] = {}
    for place in places:
        others = [other for other in places if other != place]
        for count in range(2, len(others) + 1):
            for parts in combinations(others, count):
                if agreement(counted, place, parts).is_proof:
                    keys = tuple(sorted(counted.lot_keys[part] for part in parts))
                    found.setdefault(counted.lot_keys[place], set()).add(keys)
    return found
