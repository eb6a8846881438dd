"""What a nearby search costs in process at 5,000, 50,000 and 500,000 lots, and where all is full.

Lots are laid out in space, as the replica does. Answers are compared with brute force before any
is timed.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median

import numpy as np

from geo.nearby import NearbyColumns, NearbyIndex, Wanted, spatial_order
from geo.position import Position
from tests.bench import brute_force, jinan
from tests.bench.figure import Figure, Goal

SIZES = (5_000, 50_000, 500_000)
RADIUS_M, K = 2_000.0, 20
CHECKED, TIMED, ROUNDS = 10_000, 400, 7
NOW_US = 1_800_000_000_000_000
WANTED = Wanted(NOW_US, min_free=1)


class Quarter:
    """A city of one size: its index, its counts, and a twin in which every lot is full."""

    def __init__(self, size: int) -> None:
        self.size = size
        lats, lons = jinan.lots(size)
        order = spatial_order(lats, lons)
        self.lats, self.lons = lats[order], lons[order]
        self.index = NearbyIndex(self.lats, self.lons, ranks=order)
        self.columns = _columns(np.random.default_rng(size).integers(-1, 50, size))
        # All around the centre is full, so that some searches must go far and some find nothing.
        self.full_centre = _columns(self.columns.free)
        self.full_centre.free[np.hypot(self.lats - 36.65, self.lons - 117.12) < 0.03] = 0
        self.full = _columns(np.zeros(size))
        self.places = [Position(*place) for place in jinan.drivers(self.lats, self.lons, TIMED)]

    def differences(self, queries: int) -> int:
        free = self.full_centre.free >= WANTED.min_free
        places = jinan.drivers(self.lats, self.lons, queries, seed=3)
        return sum(
            self.index.nearest(Position(*place), RADIUS_M, K, self.full_centre, WANTED)[0]
            != brute_force.nearest(self.lats, self.lons, free, place, RADIUS_M, K)
            for place in places
        )

    def cost_us(self, columns: NearbyColumns) -> float:
        """Thread CPU per call, the call from Python included."""
        began_ns = time.thread_time_ns()
        for place in self.places:
            self.index.nearest(place, RADIUS_M, K, columns, WANTED)
        return (time.thread_time_ns() - began_ns) / len(self.places) / 1e3


def nearby_index_growth() -> Iterator[Figure]:
    quarters = [Quarter(size) for size in SIZES]
    checked = {5_000: CHECKED - 1_500, 50_000: 1_400, 500_000: 100}
    differences = sum(quarter.differences(checked[quarter.size]) for quarter in quarters)
    where = f"made-up Jinan, radius {RADIUS_M:g} m, k={K}, min_free=1"
    yield Figure(
        "nearby_index_growth.differences", differences, "answers", Goal("<=", 0, 0),
        f"{CHECKED} queries against brute force; {where}; full around the centre",
    )  # fmt: skip
    usual = _interleaved([lambda q=quarter: q.cost_us(q.columns) for quarter in quarters])
    full = _interleaved([lambda q=quarter: q.cost_us(q.full) for quarter in quarters])
    yield Figure(
        "nearby_index_growth.500k_vs_5k", usual[-1] / usual[0], "ratio", Goal("<=", 2.0, 1.4),
        f"thread CPU {_listed(usual)} µs a call at 5k/50k/500k lots; {where}; "
        f"median of {ROUNDS} interleaved rounds of {TIMED} calls",
    )  # fmt: skip
    yield Figure(
        "nearby_index_growth.all_full_500k", full[-1], "µs a call", Goal("<=", 100.0, 50.0),
        f"every lot full, so that k is never reached: {_listed(full)} µs a call at 5k/50k/500k; "
        f"{where}",
    )  # fmt: skip


def _interleaved(measures: list[Callable[[], float]]) -> list[float]:
    rounds = [[measure() for measure in measures] for _ in range(ROUNDS)]
    return [median(costs) for costs in zip(*rounds, strict=True)]


def _listed(costs_us: list[float]) -> str:
    return " / ".join(f"{cost:.1f}" for cost in costs_us)


def _columns(free: np.ndarray) -> NearbyColumns:
    size = free.size
    return NearbyColumns(
        free=free.astype(np.int32),
        capacity=np.full(size, 100, np.int32),
        confirmed_us=np.full(size, NOW_US, np.int64),
        stale_after_us=np.full(size, 3_600_000_000, np.int64),
        closed=np.zeros(size, np.uint8),
        max_height_m=np.full(size, np.nan, np.float32),
        lot_class=np.ones(size, np.uint8),
    )
