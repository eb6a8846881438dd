"""How one feed is told to its operator: what came of it, how it does, what is wrong. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.operator.feed_findings import found_by_polling
from api.operator.feed_lots import FeedLots
from api.status.health import FRESHNESSES
from parking.clock import rfc3339, to_us
from parking.feeds.health import health_of
from parking.planning.durations import MEDIAN, P95, nearest_rank
from parking.planning.history.service_hour import ServiceHour
from parking.planning.quality import count_drift, online_rate
from parking.polled_feed import PolledFeed
from parking.storage.postgres.feeds import Feed

_NO_SERVICE = ServiceHour(hour_us=0, until_us=0)
_NO_LOTS = FeedLots()
_DECIMALS = 4


def feed_told(
    feed: Feed,
    lots: FeedLots | None,
    service: ServiceHour | None,
    polled: PolledFeed | None,
    checked: Sequence[Mapping[str, Any]],
    now_us: int,
    zone: str,
) -> dict[str, object]:
    """Return a feed as JSON members; what nothing shows is null. `checked`: what checks found."""
    last_us = 0 if feed.last_report_at is None else to_us(feed.last_report_at)
    lots, service = lots or _NO_LOTS, service or _NO_SERVICE
    health = health_of(max(last_us, lots.heard_us), feed.ttl_s, now_us, kind=feed.kind)
    return {
        "source": feed.source_id,
        "kind": feed.kind,
        "ttl_s": feed.ttl_s,
        "changes_only": feed.changes_only,
        "last_report_at": rfc3339(last_us, zone) if last_us else None,
        "lots_last_hour": feed.lots_last_hour,
        "reports_last_hour": feed.reports_last_hour,
        "problems": [
            {
                "times": found.times,
                "seen_at": rfc3339(to_us(found.seen_at), zone),
                "lot_id": found.lot_id,
                "problem": found.problem,
            }
            for found in feed.problems
        ],
        "health": {"state": health.state, "reason": health.reason._asdict()},
        "lots": {name: lots.fresh[name] for name in FRESHNESSES},
        "online_rate": _rounded(online_rate(service)),
        "information_delay_s": {
            "median": nearest_rank(service.delays, MEDIAN),
            "p95": nearest_rank(service.delays, P95),
        },
        "count_drift": _rounded(count_drift(service)),
        "findings": [*checked, *found_by_polling(polled)],
        "polled": None if polled is None else _polled_told(polled, zone),
    }


def _polled_told(polled: PolledFeed, zone: str) -> dict[str, Any]:
    """Tell how the polling goes; never the address, which may hold a secret."""
    status = polled.status
    declared = polled.declaration
    return {
        "feed_id": declared.feed_id,
        "phase": status.get("phase", "new"),
        "is_draft": declared.is_draft,
        "is_paused": declared.is_paused,
        "due_at": rfc3339(to_us(polled.due_at), zone),
        "failures": status.get("failures", 0),
    } | {name: status.get(name) for name in ("tried_at", "fetched_at", "changed_at")}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DECIMALS)
