"""Made-up lots of two sources: some are the same car park told twice, some are only neighbours."""

from dataclasses import dataclass

import numpy as np

from geo.position import Position
from parking.checking.twins import TwinLot
from tests.parking.checking.synthetic_life import BY_HOUR, DAY, live

STEP = 900.0
STEPS_A_DAY = 96
NAMES = (
    "泉城广场",
    "大明湖",
    "齐鲁医院",
    "洪家楼",
    "恒隆广场",
    "千佛山",
    "奥体中心",
    "西客站",
    "领秀城",
    "泺口",
    "趵突泉",
    "山东大学",
    "万象城",
    "Market",
    "Station",
    "Harbour",
    "Cathedral",
    "Arena",
)
SUFFIX = ("停车场", "地下停车场", "公共停车场", "停車場", "停车库", " Car Park", "停车楼", "")


@dataclass
class City:
    """All lots, and the pairs that are one."""

    lots: list[TwinLot]
    twins: set[tuple[int, int]]


def city(seed: int, days: float = 5.0) -> City:
    """Make 12 to 30 car parks of one source; of some another source tells as well."""
    rng = np.random.default_rng(seed)
    lots: list[TwinLot] = []
    twins = set()
    grid = np.arange(0, days * DAY, STEP)
    for n in range(int(rng.integers(12, 30))):
        capacity = int(np.exp(rng.uniform(np.log(30), np.log(900))))
        kind = str(rng.choice(list(BY_HOUR)))
        name = str(rng.choice(NAMES)) + (f"{n}号" if rng.random() < 0.4 else "")
        lat, lon = 36.6 + rng.uniform(0, 0.04), 117.0 + rng.uniform(0, 0.05)
        free = capacity - live(rng, days, kind=kind, capacity=capacity).cars_at(grid)
        lots.append(_told(rng, 2 * n, 1, name, capacity, lat, lon, free))
        chance = rng.random()
        if chance < 0.35:
            again = _told(rng, 2 * n + 1, 2, name, capacity, lat, lon, free, again=True)
            lots.append(again)
            twins.add((2 * n, 2 * n + 1))
        elif chance < 0.7:
            near = capacity if rng.random() < 0.5 else int(capacity * rng.uniform(0.85, 1.15))
            other = near - live(rng, days, kind=kind, capacity=near).cars_at(grid)
            lots.append(_told(rng, 2 * n + 1, 2, name, near, lat, lon, other, again=True))
    return City(lots, twins)


def _told(rng, key, source, name, capacity, lat, lon, free, *, again: bool = False) -> TwinLot:
    free = free.astype(float)
    if again:
        late = int(rng.integers(0, 2)) * rng.random()
        free = np.round((1 - late) * free + late * np.concatenate([free[:1], free[:-1]]))
        lat, lon = lat + rng.uniform(-60, 60) / 111_195, lon + rng.uniform(-60, 60) / 89_000
        capacity = capacity + int(rng.integers(-2, 3))
    free = free + rng.integers(-1, 2, len(free)) * (rng.random(len(free)) < 0.1)
    free[rng.random(len(free)) < 0.05] = np.nan
    where = None if again and rng.random() < 0.1 else Position(lat, lon)
    return TwinLot(key, source, name + str(rng.choice(SUFFIX)), capacity, where, free)
