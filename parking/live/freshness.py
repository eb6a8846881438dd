"""Freshness: how old a figure may be, for readers' answers and the replica's arrays alike."""

from typing import Final

from parking.clock import SECOND_US
from parking.vocabulary import Freshness

AGING_MIN_S: Final = 300.0
STALE_MIN_S: Final = 3_600.0


def freshness_at(age_s: float, ttl_s: float) -> Freshness:
    """Return `live` within the ttl, then `aging`, `stale`, `unknown`."""
    if age_s <= ttl_s:
        return "live"
    if age_s <= max(AGING_MIN_S, 2 * ttl_s):
        return "aging"
    if age_s <= max(STALE_MIN_S, 6 * ttl_s):
        return "stale"
    return "unknown"


def stale_after_us(ttl_s: float) -> int:
    """Return the age, in microseconds, above which a number is no longer given."""
    return round(max(AGING_MIN_S, 2 * ttl_s) * SECOND_US)


def live_for_us(ttl_s: float) -> int:
    return round(ttl_s * SECOND_US)


def unknown_after_us(ttl_s: float) -> int:
    return round(max(STALE_MIN_S, 6 * ttl_s) * SECOND_US)
