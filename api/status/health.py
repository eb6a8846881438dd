"""The city's health from the replica: how fresh every feed is, counted now and then."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from api.follower import ReplicaFollower
from parking.clock import CityClock, rfc3339
from parking.feeds.health import CONSOLE
from parking.live.live_lot import LiveLot
from parking.live.replica import Replica
from parking.lot import Source
from parking.vocabulary import Freshness

COUNTED_FOR_S: Final = 2.0
COUNTING_SHARE: Final = 0.02
"""Of this process's time; a large city is counted less often."""
FRESHNESSES: Final[tuple[Freshness, ...]] = ("live", "aging", "stale", "unknown")
NO_SOURCE: Final = "-"


@dataclass(slots=True)
class FeedHealth:
    """One source and the lots whose newest figure is its; there may be none."""

    source: str
    operator: str | None
    ttl_s: float
    changes_only: bool
    kind: str = "http"
    source_key: int = 0
    lots: Counter[Freshness] = field(default_factory=Counter)
    heard_us: int = 0


@dataclass(frozen=True, slots=True)
class CityHealth:
    """One moment of the whole city; `lots` counts by freshness."""

    now_us: int
    lots: Counter[Freshness]
    closed: int
    feeds: list[FeedHealth]


class HealthWatch:
    """Counts when asked, and not again for a while: a status page must not cost a city."""

    def __init__(
        self,
        replica: Replica,
        follower: ReplicaFollower,
        clock: CityClock,
        *,
        seconds: Callable[[], float],
    ) -> None:
        self.replica = replica
        self.follower = follower
        self.clock = clock
        self._seconds = seconds
        self._due_s = 0.0
        self._health: CityHealth | None = None

    def health(self) -> CityHealth:
        began_s = self._seconds()
        if self._health is None or began_s >= self._due_s:
            self._health = city_health(self.replica, self.clock.now_us())
            took_s = self._seconds() - began_s
            self._due_s = began_s + max(COUNTED_FOR_S, took_s / COUNTING_SHARE)
        return self._health

    def clock_json(self, zone: str) -> dict[str, object]:
        reading = self.clock.reading
        return {
            "mode": reading.mode,
            "speed": reading.speed,
            "now": rfc3339(self.clock.now_us(), zone),
        }


def city_health(replica: Replica, now_us: int) -> CityHealth:
    """Count lots by freshness, in all and by source; every operator's source is there.

    Lots whose spaces others have are not counted again in all.
    """
    lots: Counter[Freshness] = Counter()
    feeds: dict[str, FeedHealth] = {}
    closed = 0
    for live in replica.live_lots():
        freshness = live.freshness(now_us)
        lots[freshness] += live.is_counted
        closed += live.is_closed
        feed = _feed_of(live, feeds)
        feed.lots[freshness] += 1
        feed.heard_us = max(feed.heard_us, live.heard_us)
    for source in replica.directory.sources():
        if source.operator_key is not None and source.kind != CONSOLE:
            feeds.setdefault(source.source_id, _feed(source))
    named = sorted(feeds.values(), key=lambda feed: feed.source)
    return CityHealth(now_us, lots, closed, named)


def _feed_of(live: LiveLot, feeds: dict[str, FeedHealth]) -> FeedHealth:
    source = live.source
    name = NO_SOURCE if source is None else source.source_id
    if name not in feeds:
        none = FeedHealth(NO_SOURCE, None, live.ttl_s, changes_only=False)
        feeds[name] = none if source is None else _feed(source)
    return feeds[name]


def _feed(source: Source) -> FeedHealth:
    return FeedHealth(
        source=source.source_id,
        operator=source.operator_id,
        ttl_s=source.ttl_s,
        changes_only=source.changes_only,
        kind=source.kind,
        source_key=source.source_key,
    )
