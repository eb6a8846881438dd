"""Availability: what readers get, one shape everywhere; a picture with the clock added.

It knows the contract's object to the letter. It never gives a number that has become stale,
nor one that is withheld.
"""

from typing import Final

import msgspec

from parking.clock import SECOND_US, rfc3339
from parking.live.class_picture import ALWAYS_US, ClassPicture, bounded
from parking.live.freshness import freshness_at
from parking.live.picture import LotPicture
from parking.lot import Source
from parking.opening import ALWAYS_OPEN, OpeningState
from parking.vocabulary import Flag, Freshness, LotState, SpaceClass, Trend, ValueKind

DEFAULT_TTL_S: Final = 120.0
_MINUTE_US: Final = 60_000_000


class ClassAvailability(msgspec.Struct, frozen=True, gc=False):
    """One space class; numbers are null when they are stale."""

    free: int | None
    capacity: int | None
    low: int | None
    high: int | None
    freshness: Freshness


class LastKnown(msgspec.Struct, frozen=True, gc=False):
    """The count that has become too old to be given as one."""

    free: int
    observed_at: str


class Availability(msgspec.Struct, frozen=True, omit_defaults=False):
    """The availability object; `age_s` counts from when the source last confirmed the figure.

    Shared spaces alone are observed by nobody: their age is 0, `observed_at` null.
    """

    state: LotState
    free: int | None
    capacity: int | None
    low: int | None
    high: int | None
    kind: ValueKind
    freshness: Freshness
    trend: Trend
    observed_at: str | None
    age_s: float | None
    source: str | None
    flags: tuple[Flag, ...]
    by_class: dict[SpaceClass, ClassAvailability]
    last_known: LastKnown | msgspec.UnsetType = msgspec.UNSET
    count_drift: int | msgspec.UnsetType = msgspec.UNSET


_ENCODER: Final = msgspec.json.Encoder()


def to_json(availability: Availability) -> bytes:
    return _ENCODER.encode(availability)


def to_dict(availability: Availability) -> dict[str, object]:
    members: dict[str, object] = msgspec.to_builtins(availability)
    return members


def availability_of(
    picture: LotPicture,
    now_us: int,
    source: Source | None = None,
    opening: OpeningState = ALWAYS_OPEN,
) -> Availability:
    """Return what readers see of the lot at `now_us`; `source` is that of `picture.top`."""
    is_closed = not opening.is_open or picture.is_closed(now_us)
    by_class = {
        name: _of_class(picture, space, now_us, source) for name, space in picture.classes.items()
    }
    space = picture.top
    if space is None:
        return _without_count(picture, by_class, is_closed=is_closed)
    age_us = max(0, now_us - confirmed_us(picture, space, source))
    freshness = _freshness(space, age_us, source)
    observed_at = None
    if space.observed_us != ALWAYS_US:
        observed_at = rfc3339(space.observed_us, picture.lot.timezone)
    free, low, high = _numbers(space, age_us, freshness)
    return Availability(
        state=_state(free, is_closed=is_closed),
        free=free,
        capacity=picture.capacity,
        low=low,
        high=high,
        kind=space.kind if free is not None else "unknown",
        freshness=freshness,
        trend=space.trend if free is not None else "unknown",
        observed_at=observed_at,
        age_s=round(age_us / SECOND_US, 1),
        source=None if source is None else source.source_id,
        flags=space.flags,
        by_class=by_class,
        last_known=_last_known(space, free, observed_at),
        count_drift=msgspec.UNSET if picture.drift is None else picture.drift,
    )


def confirmed_us(picture: LotPicture, space: ClassPicture, source: Source | None) -> int:
    """Return when a count was last true by its source's word.

    Silence of a source that reports only changes means that nothing changed, as long as its
    heartbeats come; a source of single entries and exits is one by nature.
    """
    if picture.counts_movements or (source is not None and source.changes_only):
        return picture.heard_us(space)
    return space.observed_us


def _of_class(
    picture: LotPicture, space: ClassPicture, now_us: int, source: Source | None
) -> ClassAvailability:
    age_us = max(0, now_us - confirmed_us(picture, space, source))
    freshness = _freshness(space, age_us, source)
    free, low, high = _numbers(space, age_us, freshness)
    return ClassAvailability(free, space.capacity, low, high, freshness)


def _freshness(space: ClassPicture, age_us: int, source: Source | None) -> Freshness:
    """Return how fresh a count is; of one that is withheld nothing is known."""
    if space.is_withheld:
        return "unknown"
    return freshness_at(age_us / SECOND_US, DEFAULT_TTL_S if source is None else source.ttl_s)


def _last_known(
    space: ClassPicture, free: int | None, observed_at: str | None
) -> LastKnown | msgspec.UnsetType:
    if free is not None or observed_at is None:
        return msgspec.UNSET
    return LastKnown(space.free, observed_at)


def _numbers(
    space: ClassPicture, age_us: int, freshness: Freshness
) -> tuple[int | None, int | None, int | None]:
    if freshness in {"stale", "unknown"}:
        return None, None, None
    wider = round(space.flow_per_min * age_us / _MINUTE_US)
    return space.free, max(0, space.low - wider), bounded(space.high + wider, space.capacity)


def _without_count(
    picture: LotPicture, by_class: dict[SpaceClass, ClassAvailability], *, is_closed: bool
) -> Availability:
    return Availability(
        state=_state(None, is_closed=is_closed),
        free=None,
        capacity=picture.capacity,
        low=None,
        high=None,
        kind="unknown",
        freshness="unknown",
        trend="unknown",
        observed_at=None,
        age_s=None,
        source=None,
        flags=(),
        by_class=by_class,
    )


def _state(free: int | None, *, is_closed: bool) -> LotState:
    if is_closed:
        return "closed"
    if free is None:
        return "unknown"
    return "full" if free == 0 else "open"
