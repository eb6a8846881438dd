"""A made-up Jinan for benches: where its lots are and where drivers ask. No counts, no stores."""

import numpy as np
from numpy.typing import NDArray

M_PER_DEG_LAT, M_PER_DEG_LON = 111_195.0, 89_214.0
CENTRE_LAT, CENTRE_LON = 36.65, 117.12

Floats = NDArray[np.float64]


def lots(size: int, seed: int = 1) -> tuple[Floats, Floats]:
    """Spread lots over 40 km × 40 km, six tenths of them around the centre (sd 6 km)."""
    rng = np.random.default_rng(seed)
    central = rng.random(size) < 0.6
    metres = np.where(
        central, rng.normal(0, 6_000, (2, size)), rng.uniform(-20_000, 20_000, (2, size))
    )
    return CENTRE_LAT + metres[0] / M_PER_DEG_LAT, CENTRE_LON + metres[1] / M_PER_DEG_LON


def drivers(lats: Floats, lons: Floats, size: int, seed: int = 2) -> list[tuple[float, float]]:
    """Ask where lots are: within some 200 m of one, so that busy quarters are asked for more."""
    rng = np.random.default_rng(seed)
    near = rng.integers(0, lats.size, size)
    north_m, east_m = rng.normal(0, 200, (2, size))
    return list(
        zip(
            (lats[near] + north_m / M_PER_DEG_LAT).round(6).tolist(),
            (lons[near] + east_m / M_PER_DEG_LON).round(6).tolist(),
            strict=True,
        )
    )
