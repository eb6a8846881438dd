"""What a made-up source says of its lot: every so often or on changes; losses, jitter, noise."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tests.parking.checking.synthetic_life import Life

MINUTE = 60.0


@dataclass
class Manner:
    """How a source speaks. `every_s` is its interval, `spacing_s` between reports of changes."""

    mode: str
    every_s: float
    jitter: float
    loss: float
    noise: float
    spacing_s: float
    delay_s: float
    has_gates: bool
    miscounts: float


@dataclass
class Told:
    """Counts and heartbeats as columns, in order of time; `free` is what stood there, unfaulty."""

    at: np.ndarray
    free: np.ndarray
    beats: np.ndarray
    gates: list[tuple[float, int]] = field(default_factory=list)


def manner(rng: np.random.Generator, *, gates: bool | None = None) -> Manner:
    has_gates = rng.random() < 0.2 if gates is None else gates
    return Manner(
        mode=str(rng.choice(["periodic", "periodic", "beats", "repeats"])),
        every_s=float(rng.choice([1, 1, 2, 3, 5, 5, 10, 15])) * MINUTE,
        jitter=float(rng.choice([0.0, 0.02, 0.1, 0.2])),
        loss=float(rng.choice([0.0, 0.0, 0.005, 0.02, 0.05])),
        noise=float(rng.choice([0.0, 0.0, 0.03, 0.15])),
        spacing_s=float(rng.choice([1.0, 5.0, 30.0, 60.0])),
        delay_s=float(rng.choice([0.3, 2.0, 5.0, 20.0])),
        has_gates=has_gates,
        miscounts=float(rng.choice([0.0, 0.002, 0.005])) if has_gates else 0.0,
    )


def tell(rng: np.random.Generator, life: Life, how: Manner, begin: float, end: float) -> Told:
    """Say what there is from `begin` to `end`, seconds since that Monday."""
    ticks = np.arange(begin + rng.random() * how.every_s, end, how.every_s)
    ticks = ticks + how.every_s * how.jitter * rng.uniform(-1, 1, len(ticks))
    ticks = np.sort(ticks[rng.random(len(ticks)) >= how.loss])
    beats = np.array([])
    if how.mode == "periodic":
        at = ticks
    else:
        at = _spaced(life.at[(life.at >= begin) & (life.at < end)] + 0.5, how.spacing_s)
        at = at[rng.random(len(at)) >= how.loss]
        if how.mode == "beats":
            beats = ticks
        else:
            at = _repeated(at, begin, end, how.every_s)
    free = life.capacity - life.cars_at(at)
    noise = rng.integers(-1, 2, len(at)) * (rng.random(len(at)) < how.noise)
    free = np.clip(free + noise, 0, life.capacity)
    return Told(at, free, beats, _gates(rng, life, how, begin, end) if how.has_gates else [])


def _spaced(at: np.ndarray, spacing: float) -> np.ndarray:
    kept, last = [], -1e18
    for moment in at.tolist():
        if moment - last >= spacing:
            kept.append(moment)
            last = moment
    return np.array(kept)


def _repeated(at: np.ndarray, begin: float, end: float, every: float) -> np.ndarray:
    extra, edges = [], [begin, *at.tolist(), end]
    for before, after in pairwise(edges):
        extra.extend(np.arange(before + every, after - 1, every).tolist())
    return np.sort(np.concatenate([at, extra]))


def _gates(
    rng: np.random.Generator, life: Life, how: Manner, begin: float, end: float
) -> list[tuple[float, int]]:
    """Cars that gates counted; some are missed, whichever way."""
    inside = (life.at >= begin) & (life.at < end)
    seen = rng.random(int(inside.sum())) >= how.miscounts
    return list(zip(life.at[inside][seen].tolist(), life.way[inside][seen].tolist(), strict=True))
