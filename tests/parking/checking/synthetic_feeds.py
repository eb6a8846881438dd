"""Made-up feeds of many lots, fetched every so often: what each publication says; faults."""

from dataclasses import dataclass

import numpy as np

from parking.checking.publications import new_publications
from parking.checking.verdict import Verdict
from tests.parking.checking.synthetic_life import BY_HOUR, DAY, HOUR, live

BASE_US = 1_788_105_600_000_000
FEED_FAULTS = ("empty_publication", "mass_change", "frozen_feed")


@dataclass
class Feed:
    """Publications in order: when, and free spaces by lot; the fault's rule, start and end."""

    publications: list[tuple[float, dict[str, int | None]]]
    rule: str | None
    start: float
    end: float
    every_s: float
    window_s: float
    capacities: dict[str, int]


def feed(seed: int, fault: str | None, *, few: bool = False) -> Feed:
    """Make a feed of 2 to 40 lots over some days; a fault comes after two days.

    `few` reports: a few lots, told of every five minutes or more rarely.
    """
    rng = np.random.default_rng(seed)
    days, every = rng.uniform(4, 6), float(rng.choice([60, 120, 300, 600, 900]))
    every = max(every, 300.0) if few else every
    lots, capacities = {}, {}
    for n in range(int(rng.integers(2, 8 if few else 40))):
        capacity = int(np.exp(rng.uniform(np.log(20), np.log(600))))
        capacities[f"L{n}"] = capacity
        lots[f"L{n}"] = live(rng, days + 1, kind=str(rng.choice(list(BY_HOUR))), capacity=capacity)
    at = np.arange(0, days * DAY, every) + rng.uniform(0, 0.05 * every)
    at = at[rng.random(len(at)) >= float(rng.choice([0.0, 0.02]))]
    columns = {name: life.capacity - life.cars_at(at) for name, life in lots.items()}
    told = [
        (float(moment), {name: int(free[n]) for name, free in columns.items()})
        for n, moment in enumerate(at)
    ]
    for _, one in told:
        if rng.random() < 0.01:
            one[str(rng.choice(list(one)))] = None
    start = rng.uniform(2.2, days - 1.2) * DAY
    if fault == "frozen_feed":
        start = float(int(start // DAY)) * DAY + rng.uniform(8, 15) * HOUR
    end = start + rng.uniform(7, 14) * HOUR
    window = 3 * HOUR + 14 * every if fault == "frozen_feed" else 3 * every
    told = _spoiled(rng, told, fault, start, end)
    return Feed(told, fault, start, end, every, window, capacities)


def judge_feed(one: Feed) -> list[Verdict]:
    """Let its publications be judged; returns verdicts as they opened."""
    state, told = new_publications(5), []
    for at, lots in one.publications:
        told += state.see(BASE_US + round(at * 1e6), lots).verdicts
    return [verdict for verdict in told if verdict.end_us is None]


def _spoiled(rng, told, fault, start: float, end: float):
    if fault is None:
        return told
    inside = [n for n, (at, _) in enumerate(told) if start <= at < end]
    last_good = dict(told[inside[0] - 1][1])
    names = list(last_good)
    gone = set(rng.choice(names, max(1, int(np.ceil(0.45 * len(names)))), replace=False))
    how = "gone" if len(names) < 8 or rng.random() < 0.6 else "same"
    value = int(rng.choice([0, 0, 50, 999]))
    for n in inside:
        at, lots = told[n]
        if fault == "empty_publication":
            lots = {}
        elif fault == "frozen_feed":
            lots = dict(last_good)
        elif how == "gone":
            lots = {name: free for name, free in lots.items() if name not in gone}
        else:
            lots = dict.fromkeys(lots, value)
        told[n] = (at, lots)
    return told
