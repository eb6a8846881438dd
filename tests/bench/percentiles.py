"""Percentiles of measured times."""

import numpy as np


def percentile_ms(seconds: list[float], percent: float) -> float:
    assert len(seconds) >= 500, f"only {len(seconds)} were measured"
    return float(np.percentile(seconds, percent)) * 1e3
