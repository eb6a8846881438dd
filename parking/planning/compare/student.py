"""Student's t: how far a value may be off, in standard errors, at a stated confidence.

For whole degrees of freedom its distribution is a finite sum, so that no library is needed.
"""

import math
from typing import Final

_HALVINGS: Final = 200
_WIDEST: Final = 1e6


def t_within(value: float, freedom: int) -> float:
    """Return how likely t of so many degrees of freedom, at least 1, lies within ±value."""
    angle = math.atan2(abs(value), math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    if freedom % 2 == 0:
        return sine * _series(square, range(1, freedom - 2, 2))
    if freedom == 1:
        return 2.0 * angle / math.pi
    rest = sine * math.cos(angle) * _series(square, range(2, freedom - 2, 2))
    return 2.0 / math.pi * (angle + rest)


def t_bound(confidence: float, freedom: int) -> float:
    """Return the value within ± of which t lies at a confidence between 0 and 1."""
    low, high = 0.0, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if t_within(middle, freedom) < confidence:
            low = middle
        else:
            high = middle
    return high


def _series(square: float, steps: range) -> float:
    """Return 1 + s(a/b) + s²(a/b)(c/d) + … for steps a, c, …; b, d, … are each greater by one."""
    added = term = 1.0
    for numerator in steps:
        term *= square * numerator / (numerator + 1)
        added += term
    return added
