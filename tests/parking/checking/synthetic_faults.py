"""Faults put into what a made-up source says, with their label: which rule, from when to when.

`window_s` is how long the rule may take by its own terms, from where the fault shows.
"""

from dataclasses import dataclass

import numpy as np

from parking.checking.stillness import INSIDE, place_of
from tests.parking.checking.synthetic_life import DAY, HOUR, Life
from tests.parking.checking.synthetic_reports import MINUTE, Manner, Told


@dataclass
class Label:
    """What is wrong, seconds since that Monday."""

    rule: str
    start: float
    end: float
    window_s: float


@dataclass
class Faulty:
    """What is said after all; `extra` are other devices' counts, `shift_s` what clocks are off."""

    told: Told
    label: Label
    shift_s: float = 0.0
    cloned: str = ""


def _quiet(rng, life, how, told, start, end):
    """When it would have changed, on days whose like was seen twice before."""
    changes = np.flatnonzero(np.diff(told.free)) + 1
    at = told.at[changes]
    first = int(np.ceil(told.at[0] / DAY))
    days = [day % 7 for day in range(first, int(start // DAY))]
    workdays = sum(day < 5 for day in days)
    day = (at // DAY).astype(int) % 7
    known = np.array([workdays >= 2 if one < 5 else one in days for one in day], bool)
    return at[(at >= start) & (at < end) & known]


def frozen(rng, life: Life, how: Manner, told: Told, start: float, end: float) -> Faulty | None:
    at = _quiet(rng, life, how, told, start, end)
    inside = np.flatnonzero(told.at >= start)
    if len(inside) == 0:
        return None
    value = told.free[inside[0]]
    label = Label("frozen", start, end, _after(at, start, 50) + 4 * how.every_s + 20 * MINUTE)
    if place_of(int(value), life.capacity) != INSIDE:
        label.window_s = max(label.window_s, 30 * HOUR)
    chosen = (told.at >= start) & (told.at < end)
    if how.mode == "beats":
        keep = ~chosen
        keep[inside[0]] = True
        return Faulty(Told(told.at[keep], told.free[keep], told.beats, _no_gates(told)), label)
    free = told.free.copy()
    free[chosen] = value
    at_kept = told.at
    if how.mode == "repeats":
        keep = ~chosen
        ticks = np.arange(start, end, how.every_s)
        at_kept = np.concatenate([told.at[keep], ticks])
        free = np.concatenate([told.free[keep], np.full(len(ticks), value)])
        order = np.argsort(at_kept, kind="stable")
        at_kept, free = at_kept[order], free[order]
    return Faulty(Told(at_kept, free, told.beats, _no_gates(told)), label)


def offline(rng, life, how, told, start, end):
    keep, beats = (told.at < start) | (told.at >= end), told.beats
    beats = beats[(beats < start) | (beats >= end)] if len(beats) else beats
    gates = [one for one in told.gates if not start <= one[0] < end]
    window = max(90.0, 3 * how.every_s) + 6 * how.every_s * (how.loss > 0) + 3 * how.every_s
    if how.mode == "beats":
        window += how.every_s
    if how.mode == "repeats":
        window += 6 * how.every_s
    return Faulty(
        Told(told.at[keep], told.free[keep], beats, gates),
        Label("offline", start, end, window + 60),
    )


def inverted(rng, life, how, told, start, end):
    free = told.free.copy()
    chosen = (told.at >= start) & (told.at < end)
    if not chosen.any():
        return None
    jump = abs(life.capacity - 2 * int(free[chosen][0]))
    if life.capacity < 20 and jump < max(6, 0.35 * life.capacity):
        return None  # of so small lots the rule knows the jump alone
    free[chosen] = life.capacity - free[chosen]
    return Faulty(
        Told(told.at, free, told.beats, told.gates),
        Label("inverted", start, end, (48 if life.capacity >= 40 else 60) * HOUR),
    )


def clamped(rng, life, how, told, start, end):
    chosen = (told.at >= start) & (told.at < end)
    if not chosen.any():
        return None
    free = told.free.copy()
    if rng.random() < 0.5:
        over = max(3, round(rng.uniform(0.025, 0.045) * life.capacity))
        free[chosen] = free[chosen] + over
        beyond = chosen & (free > life.capacity + max(2, 0.02 * life.capacity))
        run_start, run_end = _longest_run(told.at, beyond)
        seen = told.at[(told.at >= run_start) & (told.at <= run_end)]
        if len(seen) < 5 or over > max(3, 0.05 * life.capacity):
            return None
        begin = float(told.at[beyond][0])
        window = float(seen[3]) - begin + how.every_s
        return Faulty(
            Told(told.at, free, told.beats, _no_gates(told)),
            Label("clamped", begin, end, window),
        )
    bias = rng.choice([-1, 1]) * rng.uniform(0.3, 0.7) * life.capacity
    free[chosen] = np.clip(np.round(told.free[chosen] + bias), 0, life.capacity)
    held = (free <= 0) | (free >= life.capacity)
    run_start, run_end = _longest_run(told.at, held & chosen)
    at = _quiet(rng, life, how, told, run_start, run_end)
    enough = 300 if bias < 0 else 190
    if len(at) < enough + 10 or run_end - run_start < 2 * HOUR:
        return None
    begin = float(told.at[held & chosen][0])
    label = Label(
        "clamped", begin, end, run_start - begin + _after(at, run_start, enough) + 20 * MINUTE
    )
    return Faulty(Told(told.at, free, told.beats, _no_gates(told)), label)


def drifting(rng, life, how, told, start, end):
    if how.has_gates:
        way, share = rng.choice([-1, 1]), rng.uniform(0.07, 0.15)
        gates = [
            (at, one)
            for at, one in told.gates
            if not (start <= at < end and one == way and rng.random() < share)
        ]
        passed = np.array([at for at, _ in told.gates if start <= at < end])
        if len(passed) < 1_600:
            return None
        return Faulty(
            Told(told.at, told.free, told.beats, gates),
            Label("drifting", start, end, passed[1_599] - start + HOUR),
        )
    at_night = (told.at % DAY > 2 * HOUR) & (told.at % DAY < 5 * HOUR)
    if how.mode == "beats" or life.capacity < 60 or not at_night.any():
        return None
    night = np.median(told.free[at_night])
    a_day = (-1 if night > life.capacity / 2 else 1) * rng.uniform(0.025, 0.06) * life.capacity
    chosen = (told.at >= start) & (told.at < end)
    moved = np.where(chosen, (told.at - start) / DAY * a_day, 0.0)
    free = np.clip(np.round(told.free + moved), 0, life.capacity).astype(int)
    if end - start < 11 * DAY:
        return None
    return Faulty(Told(told.at, free, told.beats, []), Label("drifting", start, end, 10 * DAY))


def flapping(rng, life, how, told, start, end):
    chosen = np.flatnonzero((told.at >= start) & (told.at < end))
    if len(chosen) < 20:
        return None
    far = max(8, round(rng.uniform(0.2, 0.6) * life.capacity))
    free = told.free.copy()
    for n, place in enumerate(chosen):
        if n % 2:
            up = free[place] + far
            free[place] = up if up <= life.capacity else max(1, free[place] - far)
    window = told.at[chosen[min(len(chosen) - 1, 14)]] - start + how.every_s
    return Faulty(
        Told(told.at, free, told.beats, _no_gates(told)), Label("flapping", start, end, window)
    )


def impossible(rng, life, how, told, start, end):
    chosen = np.flatnonzero((told.at >= start) & (told.at < end))
    if len(chosen) < 10:
        return None
    free = told.free.copy()
    if rng.random() < 0.5:
        free[chosen] = free[chosen] + round(rng.uniform(1.1, 2.0) * life.capacity) + 4
    else:
        free[chosen] = -free[chosen] - max(4, round(0.06 * life.capacity)) - 1
    window = told.at[chosen[min(len(chosen) - 1, 5)]] - start + how.every_s
    return Faulty(
        Told(told.at, free, told.beats, _no_gates(told)), Label("impossible", start, end, window)
    )


def clock_shifted(rng, life, how, told, start, end):
    shift = float(rng.choice([1, 2, 3, 5.5, 7, 8])) * HOUR
    if rng.random() < 0.3:
        shift = rng.uniform(7 * MINUTE, 22 * MINUTE)
    said = np.sort(np.concatenate([told.at, told.beats]))
    said = said[(said >= start) & (said < end)]
    if len(said) < 60:
        return None
    label = Label("clock_shifted", start, end, said[45] - start + how.every_s)
    return Faulty(told, label, shift_s=shift)


def cloned(rng, life, how, told, start, end):
    said = told.at[(told.at >= start) & (told.at < end)]
    if len(said) < 60:
        return None
    label = Label("cloned", start, end, said[24] - start + how.every_s)
    return Faulty(told, label, cloned=str(rng.choice(["epoch", "seq", "conflict"])))


def missing_as_zero(rng, life, how, told, start, end):
    chosen = np.flatnonzero((told.at >= start) & (told.at < end))
    least = max(10, 0.2 * life.capacity)
    steady = rng.random() < 0.6
    free = told.free.copy()
    if not steady:
        chosen = chosen[rng.random(len(chosen)) < 0.3]
    if (
        len(chosen) < 6
        or np.any(free[chosen[:3]] < 1.6 * least)
        or free[chosen[0] - 1] < 1.6 * least
    ):
        return None
    free[chosen] = 0
    last = told.at[chosen[min(len(chosen) - 1, 4)]]
    if told.free[chosen[0] - 1] >= life.capacity - 1:
        active = _quiet(rng, life, how, told, told.at[chosen[0]], end)
        last += min(6 * HOUR, _after(active, told.at[chosen[0]], 12))
    return Faulty(
        Told(told.at, free, told.beats, _no_gates(told)),
        Label("missing_as_zero", told.at[chosen[0]], end, last - told.at[chosen[0]] + 5 * MINUTE),
    )


def _no_gates(told: Told) -> list[tuple[float, int]]:
    return []


def _after(at: np.ndarray, start: float, count: int) -> float:
    return float(at[count - 1] - start) if len(at) >= count else float("inf")


def _longest_run(at: np.ndarray, held: np.ndarray) -> tuple[float, float]:
    best, begin = (0.0, 0.0), None
    for moment, is_held in zip(at.tolist(), held.tolist(), strict=True):
        if is_held and begin is None:
            begin = moment
        if not is_held:
            begin = None
        if begin is not None and moment - begin > best[1] - best[0]:
            best = (begin, moment)
    return best


FAULTS = {
    one.__name__: one
    for one in (frozen, offline, inverted, clamped, drifting, flapping, impossible, clock_shifted,
                cloned, missing_as_zero)
}  # fmt: skip
