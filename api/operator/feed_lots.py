"""Which lots each feed speaks for, and how fresh what it says is: from this process's replica."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from parking.live.live_lot import LiveLot
from parking.vocabulary import Freshness


@dataclass(slots=True)
class FeedLots:
    """The lots whose newest figure is one feed's; `heard_us` is the newest of them, 0 for none."""

    lot_keys: list[int] = field(default_factory=list)
    lot_ids: list[str] = field(default_factory=list)
    fresh: Counter[Freshness] = field(default_factory=Counter)
    heard_us: int = 0


def lots_by_feed(
    lots: Iterable[LiveLot], now_us: int, is_own: Callable[[int], bool]
) -> dict[str, FeedLots]:
    """Sort the lots of some operators (`is_own` of an operator's key) by their feed's name."""
    found: dict[str, FeedLots] = {}
    for live in lots:
        source = live.source
        if source is None or not is_own(live.lot.operator_key):
            continue
        feed = found.setdefault(source.source_id, FeedLots())
        feed.lot_keys.append(live.lot.lot_key)
        feed.lot_ids.append(live.lot.lot_id)
        feed.fresh[live.freshness(now_us)] += 1
        feed.heard_us = max(feed.heard_us, live.heard_us)
    return found
