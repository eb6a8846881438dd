"""Made-up sources with a label: an ordinary life, a manner of speaking, at most one fault."""

from dataclasses import dataclass

import numpy as np

from parking.checking.checker import Checker
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import Verdict
from parking.clock import MINUTE_US
from tests.parking.checking.synthetic_faults import FAULTS, Label
from tests.parking.checking.synthetic_life import BY_HOUR, DAY, HOUR, Life, live
from tests.parking.checking.synthetic_reports import Manner, Told, manner, tell

MONDAY_US = 1_788_105_600_000_000
"""2026-08-31, a Monday, 0:00 in Jinan."""
SECOND = 1_000_000


@dataclass
class Case:
    """One source of one lot; `label` None: nothing is wrong with it."""

    seed: int
    life: Life
    how: Manner
    facts: CheckedLot
    reports: list[Observation]
    label: Label | None
    end: float


def case(seed: int, fault: str | None, *, days: tuple[float, float] = (9, 16)) -> Case:
    """Make a source by its seed; a fault that does not show in it is tried in other lives."""
    rng = np.random.default_rng(seed)
    while True:
        kind = str(rng.choice(list(BY_HOUR)))
        capacity = int(np.exp(rng.uniform(np.log(10), np.log(2_000))))
        capacity = min(capacity, 900) if rng.random() < 0.8 else capacity
        how = manner(rng, gates=True if fault == "drifting" and rng.random() < 0.5 else None)
        length = rng.uniform(*days)
        if fault == "drifting" and not how.has_gates:
            length = max(length, 16.5)
        begin = float(rng.integers(0, 7)) * DAY + rng.uniform(0, DAY)
        life = live(rng, (begin / DAY) + length + 1, kind=kind, capacity=capacity)
        told, end = tell(rng, life, how, begin, begin + length * DAY), begin + length * DAY
        facts = CheckedLot(
            capacity,
            land_use="residential" if kind == "residential" and rng.random() < 0.5 else None,
        )
        if fault is None:
            return Case(seed, life, how, facts, reports_of(rng, how, told), None, end)
        start, until = _when(rng, fault, begin, end, has_gates=how.has_gates)
        faulty = FAULTS[fault](rng, life, how, told, start, until)
        if faulty is not None and _shows(faulty.label, end):
            reports = reports_of(rng, how, faulty.told, faulty)
            return Case(seed, life, how, facts, reports, faulty.label, end)


def _when(rng, fault: str, begin: float, end: float, *, has_gates: bool) -> tuple[float, float]:
    warm = rng.uniform(3.2, 6) * DAY
    if fault == "drifting" and not has_gates:
        return begin + 3 * DAY, end
    if fault in {"frozen", "inverted", "clamped"}:
        length = rng.uniform(24, 72) * HOUR
        start = min(begin + warm + rng.uniform(0, 5) * DAY, end - length - HOUR)
        return start, min(end, start + length)
    length = rng.uniform(3, 30) * HOUR
    if fault == "drifting":
        length = 4 * DAY
    start = rng.uniform(begin + warm, max(begin + warm, end - length))
    return start, min(end, start + length)


def _shows(label: Label, end: float) -> bool:
    return label.start + label.window_s < min(label.end, end)


def reports_of(rng, how: Manner, told: Told, faulty=None) -> list[Observation]:
    """Turn columns into reports, in order of arrival."""
    label = None if faulty is None else faulty.label
    rows: list[tuple[float, str, int | None]] = [
        (at, "snapshot", int(free)) for at, free in zip(told.at, told.free, strict=True)
    ]
    rows += [(at, "heartbeat", None) for at in told.beats]
    rows += [(at, "entry" if way > 0 else "exit", None) for at, way in told.gates]
    rows.sort(key=lambda row: row[0])
    made = []
    numbered = bool(faulty and faulty.cloned) or rng.random() < 0.4
    for seq, (at, kind, free) in enumerate(rows, 1):
        delay = how.delay_s * rng.uniform(0.3, 1.5)
        within = label is not None and label.start <= at < label.end
        shift = faulty.shift_s if faulty is not None and within else 0.0
        made.append(
            Observation(
                1, 1, kind, _us(at - shift), _us(at + delay), free=free,
                seq=seq if numbered else None, epoch=1 if numbered else None,
            )
        )  # fmt: skip
        if within and faulty is not None and faulty.cloned and free is not None:
            made.append(_other_device(rng, faulty.cloned, made[-1], seq))
    return sorted(made, key=lambda one: one.received_us)


def _other_device(rng, how: str, one: Observation, seq: int) -> Observation:
    """Say of the second device, which has its own count."""
    other = one._replace(
        observed_us=one.observed_us + 400_000, received_us=one.received_us + 500_000
    )
    if how == "epoch":
        return other._replace(epoch=2)
    if how == "seq":
        return other._replace(seq=seq + 70_000)
    return other._replace(is_conflict=True, observed_us=one.observed_us)


def _us(at: float) -> int:
    return MONDAY_US + round(at * SECOND)


def judge(one: Case) -> list[Verdict]:
    """Let a checker see it all, and pass every minute; returns verdicts as they opened."""
    checker = Checker(lambda _: one.facts)
    told: list[Verdict] = []
    now_us = one.reports[0].received_us
    for report in one.reports:
        while report.received_us - now_us > 2 * MINUTE_US:
            now_us += MINUTE_US
            told += checker.pass_time(now_us)
        now_us = max(now_us, report.received_us)
        told += checker.see(report)
    while now_us < _us(one.end):
        now_us += MINUTE_US
        told += checker.pass_time(now_us)
    return [verdict for verdict in told if verdict.end_us is None]
