"""Steady: until when a lot's rendered availability stays right but for its age. Knows no JSON."""

from typing import Final

from parking.live.availability import DEFAULT_TTL_S, confirmed_us
from parking.live.class_picture import ClassPicture
from parking.live.freshness import live_for_us, stale_after_us, unknown_after_us
from parking.live.picture import LotPicture
from parking.lot import Source

_MINUTE_US: Final = 60_000_000
FOR_EVER_US: Final = 2**62


def steady_until_us(picture: LotPicture, now_us: int, source: Source | None) -> int:
    """Return the moment after `now_us` at which an interval widens or a freshness ends.

    Reports, closures and opening hours end it sooner: they refresh the lot.
    """
    ttl_s = DEFAULT_TTL_S if source is None else source.ttl_s
    spaces = [*picture.classes.values()]
    if picture.top is not None:
        spaces.append(picture.top)
    return min(
        (_space_steady_until_us(picture, space, now_us, source, ttl_s) for space in spaces),
        default=FOR_EVER_US,
    )


def _space_steady_until_us(
    picture: LotPicture, space: ClassPicture, now_us: int, source: Source | None, ttl_s: float
) -> int:
    confirmed = confirmed_us(picture, space, source)
    age_us = max(0, now_us - confirmed)
    ages_us = [live_for_us(ttl_s), stale_after_us(ttl_s), unknown_after_us(ttl_s)]
    if space.flow_per_min > 0.0 and age_us <= stale_after_us(ttl_s):
        wider = round(space.flow_per_min * age_us / _MINUTE_US)
        ages_us.append(int((wider + 0.5) * _MINUTE_US / space.flow_per_min))
    ends_us = (confirmed + end_us + 1 for end_us in ages_us)
    return min((end_us for end_us in ends_us if end_us > now_us), default=FOR_EVER_US)
