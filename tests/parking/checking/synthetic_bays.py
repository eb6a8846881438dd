"""Made-up bays: gaps and stays of many lengths, by day and by night; some flap, some are stuck."""

from dataclasses import dataclass, field

import numpy as np

from parking.checking.checker import Checker
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import Verdict
from tests.parking.checking.synthetic_life import DAY, HOUR

BASE_US = 1_788_105_600_000_000


@dataclass
class BayLot:
    """Reports of one lot's bays, and which of them have which fault from when to when."""

    reports: list[Observation]
    labels: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)


def bay_lot(seed: int, days: float = 8.0) -> BayLot:
    """Make a lot of 8 to 60 bays; each fault is in none to three of them."""
    rng = np.random.default_rng(seed)
    codes = [f"{n:03d}" for n in range(int(rng.integers(8, 60)))]
    stay_h, busy = rng.uniform(0.4, 2.5), rng.uniform(0.4, 0.9)
    repeat = float(rng.choice([0, 900, 1_800, 3_600]))
    lot = BayLot([])
    faulty = list(rng.permutation(codes))
    rows: list[tuple[float, str, str]] = []
    stuck = faulty[: int(rng.integers(0, 3))]
    flapping = faulty[3 : 3 + int(rng.integers(0, 3))]
    for code in codes:
        turns = _life(rng, days, stay_h * rng.lognormal(0, 0.3), busy)
        if code in stuck:
            start = rng.uniform(2.5, days - 4.5) * DAY
            turns = [one for one in turns if one[0] < start]
            lot.labels["stuck_bay", code] = (start, days * DAY)
        if code in flapping:
            start = rng.uniform(1.0, days - 1.0) * DAY
            turns = _flap(rng, turns, start, start + rng.uniform(0.4, 6) * HOUR)
            lot.labels["flapping", code] = (start, start + 6 * HOUR)
        rows += [(at, code, status) for at, status in turns]
        rows += _said_again(rng, turns, days * DAY, repeat, code)
    rows.sort()
    lot.reports = [
        Observation(7, 7, "space", _us(at), _us(at + 1.5), space_code=code, status=status)
        for at, code, status in rows
    ]
    return lot


def judge_bays(lot: BayLot) -> list[Verdict]:
    """Let a checker see it; returns verdicts as they opened."""
    checker = Checker(lambda _: CheckedLot(None))
    told = [verdict for report in lot.reports for verdict in checker.see(report)]
    return [verdict for verdict in told if verdict.end_us is None]


def _life(rng, days: float, stay_h: float, busy: float) -> list[tuple[float, str]]:
    at, turns, status = rng.random() * HOUR, [], "free"
    while at < days * DAY:
        turns.append((at, status))
        mean = stay_h if status == "occupied" else stay_h * (1 - busy) / busy
        left = max(45.0, rng.lognormal(np.log(mean) - 0.3, 0.8) * HOUR)
        while left > 0.0:  # at night time goes by in which hardly anybody comes or leaves
            pace = 0.15 if not 6 <= at / HOUR % 24 < 22 else 1.0
            step = min(left / pace, 0.25 * HOUR)
            at, left = at + step, left - step * pace
        status = "free" if status == "occupied" else "occupied"
    return turns


def _flap(rng, turns, start: float, end: float) -> list[tuple[float, str]]:
    before = [one for one in turns if one[0] < start]
    after = [one for one in turns if one[0] >= end]
    at, status, made = start, "free", []
    while at < end:
        made.append((at, status))
        at += rng.uniform(3, 70)
        status = "free" if status == "occupied" else "occupied"
    return before + made + after


def _said_again(rng, turns, end: float, repeat: float, code: str) -> list[tuple[float, str, str]]:
    if not repeat:
        return []
    at = np.array([one[0] for one in turns])
    said = []
    for moment in np.arange(rng.random() * repeat, end, repeat):
        place = int(np.searchsorted(at, moment, side="right")) - 1
        if place >= 0:
            said.append((float(moment), code, turns[place][1]))
    return said


def _us(at: float) -> int:
    return BASE_US + round(at * 1_000_000)
