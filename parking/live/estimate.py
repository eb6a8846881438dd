"""Estimate: from absolute counts and counted movements to the picture of one space class.

It knows how sure each way of counting is; the start values are constants here, said once.
"""

from math import ceil
from typing import Final

from parking.live.class_picture import ClassPicture, class_picture
from parking.live.count_state import Anchor, ClassCount
from parking.live.stored import Count, EarlierCount
from parking.plausibility import BACKFILL, DECLARED, SUSPECT
from parking.vocabulary import Flag, Trend, ValueKind

_MINUTE_US: Final = 60_000_000
_HOUR_US: Final = 60 * _MINUTE_US

JUMP_WITHIN_US: Final = _MINUTE_US
JUMP_MIN: Final = 20
JUMP_SHARE: Final = 0.5
"""Two counts within a minute that differ by more than both: suspect."""
DRIFT_MIN: Final = 3
DRIFT_SHARE: Final = 0.02
"""A counted estimate that was further off than both at its newest absolute count: drifting."""
MISCOUNT_SHARE: Final = 0.02
"""Of the vehicles since the newest absolute count, two standard errors of a 1 % gate."""
TREND_WITHIN_US: Final = 2 * _HOUR_US
TREND_SHARE: Final = 0.01
FLOW_FLOOR_SHARE: Final = 0.002
FLOW_CEILING_SHARE: Final = 0.05
"""Of the capacity per minute: no lot is quieter or busier than that between two reports."""


def from_snapshots(
    registered: int | None, newest: Count, older: EarlierCount | None
) -> ClassPicture:
    """Estimate from the newest two absolute counts; `registered` is the registry's capacity."""
    capacity = registered if newest.capacity is None else newest.capacity
    flags = _said_flags(newest.flags)
    change, gap_us = 0, 0
    if older is not None:
        change, gap_us = newest.free - older.free, newest.observed_us - older.observed_us
    if change and _is_jump(change, gap_us, capacity):
        flags.add("suspect")
    return class_picture(
        newest.free,
        capacity,
        spread=0,
        kind=_said_kind(newest.flags),
        observed_us=newest.observed_us,
        source_key=newest.source_key,
        flow_per_min=_flow(change, gap_us, capacity),
        trend="unknown" if older is None else _trend(change, gap_us, capacity),
        flags=flags,
    )


def from_count(registered: int | None, count: ClassCount) -> ClassPicture | None:
    """Estimate from a counted class's row; None before its first absolute count."""
    anchor, previous, drift = count.anchor, count.previous, count.drift
    if anchor is None:
        return None
    capacity = _capacity_said(anchor, previous, registered)
    flags = _said_flags(anchor.flags)
    spread = ceil(count.moved_after * MISCOUNT_SHARE)
    if drift is not None and abs(drift) > max(DRIFT_MIN, DRIFT_SHARE * (capacity or 0)):
        flags.add("drifting")
        spread = max(spread, abs(drift))
    change, gap_us = 0, 0
    if previous is not None and drift is not None:
        change, gap_us = anchor.free - previous.free, anchor.observed_us - previous.observed_us
    if count.breaks_after or (drift is not None and _is_jump(drift, gap_us, capacity)):
        flags.add("suspect")
    trusted = not (count.moved_after or count.breaks_after)
    if not trusted:
        change, gap_us = count.net_after, count.observed_us - anchor.observed_us
    return class_picture(
        anchor.free + count.net_after,
        capacity,
        spread=spread,
        kind=_said_kind(anchor.flags) if trusted else "derived",
        observed_us=count.observed_us,
        source_key=count.moved_source_key if count.moved_key > anchor.key else anchor.source_key,
        flow_per_min=_flow(change, gap_us, capacity),
        trend=_trend(change, gap_us, capacity) if gap_us else "unknown",
        flags=flags,
    )


def _said_flags(bits: int) -> set[Flag]:
    flags: set[Flag] = set()
    if not bits:
        return flags
    if bits & SUSPECT:
        flags.add("suspect")
    if bits & BACKFILL:
        flags.add("backfilling")
    return flags


def _said_kind(bits: int) -> ValueKind:
    return "declared" if bits & DECLARED else "measured"


def _capacity_said(anchor: Anchor, previous: Anchor | None, registered: int | None) -> int | None:
    if anchor.capacity is not None:
        return anchor.capacity
    if previous is not None and previous.capacity is not None:
        return previous.capacity
    return registered


def _is_jump(change: int, gap_us: int, capacity: int | None) -> bool:
    return gap_us <= JUMP_WITHIN_US and abs(change) > max(JUMP_MIN, JUMP_SHARE * (capacity or 0))


def _trend(change: int, gap_us: int, capacity: int | None) -> Trend:
    if gap_us > TREND_WITHIN_US:
        return "unknown"
    if abs(change) < max(1, TREND_SHARE * (capacity or 0)):
        return "steady"
    return "filling" if change < 0 else "emptying"


def flow_floor(capacity: int | None) -> float:
    """Return the spaces per minute that may change unseen in the quietest lot of that size."""
    return FLOW_FLOOR_SHARE * max(capacity or 0, 1)


def _flow(change: int, gap_us: int, capacity: int | None) -> float:
    """Return spaces per minute between two figures, within what a lot of that size can do."""
    floor = flow_floor(capacity)
    if not change:
        return floor
    shown = abs(change) * _MINUTE_US / max(gap_us, _MINUTE_US)
    ceiling = FLOW_CEILING_SHARE * max(capacity or 0, 20)
    return min(max(shown, floor), ceiling)
