"""Whole: what figures are, how few stays tell nothing, and ranks among whole numbers."""

from collections import Counter
from fractions import Fraction
from typing import Final, TypeAlias

Number: TypeAlias = Fraction | int | None
"""None: it cannot be told."""
FEWEST_STAYS: Final = 5


def ranked(counts: Counter[int], share: Fraction) -> int | None:
    """Return the least value that at least this share do not exceed; None of nothing."""
    so_far = 0
    for value, number in sorted(counts.items()):
        so_far += number
        if so_far >= share * counts.total():
            return value
    return None
