"""Stay bins: how long vehicles of each user class stayed, without telling of anybody.

A number of one to four is not told, and neither is one more beside it if it could be found by
taking the rest from the total.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from parking.planning.durations import FEWEST_SESSIONS

QUARTER_MIN: Final = 15
BIN_ENDS_MIN: Final = (15, 30, 60, 120, 240, 480, 1440)
"""Minutes at which a bin ends, not included; the last bin has no end."""
BIN_NAMES: Final = (
    "under_15_min", "15_to_30_min", "30_to_60_min", "1_to_2_h", "2_to_4_h", "4_to_8_h",
    "8_to_24_h", "over_24_h",
)  # fmt: skip
UNKNOWN_USER: Final = "unknown"
QuarterCounts = Mapping[tuple[str | None, int], int]
"""Stays by user class and whole quarter hours of length."""


class Stays(Struct, frozen=True):
    """Of one user class: how many in all, and in each bin; None is not told."""

    user_class: str
    total: int | None
    bins: tuple[int | None, ...]


def stays_by_user(counts: QuarterCounts) -> list[Stays]:
    """Put stays into bins, user classes in the order of their names."""
    by_user: dict[str, Counter[int]] = defaultdict(Counter)
    for (user_class, quarters), stays in counts.items():
        by_user[user_class or UNKNOWN_USER][_bin_of(quarters)] += stays
    return [_stays(user_class, bins) for user_class, bins in sorted(by_user.items())]


def _bin_of(quarters: int) -> int:
    minutes = quarters * QUARTER_MIN
    return sum(minutes >= end for end in BIN_ENDS_MIN)


def _stays(user_class: str, bins: Counter[int]) -> Stays:
    counts = [bins[place] for place in range(len(BIN_NAMES))]
    if sum(counts) < FEWEST_SESSIONS:
        return Stays(user_class, None, (None,) * len(BIN_NAMES))
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST_SESSIONS}
    if hidden and sum(counts[place] for place in hidden) < FEWEST_SESSIONS:
        others = [place for place, count in enumerate(counts) if count and place not in hidden]
        hidden.add(min(others, key=lambda place: (counts[place], place)))
    return Stays(
        user_class,
        sum(counts),
        tuple(None if place in hidden else count for place, count in enumerate(counts)),
    )
