"""How the city's health is shown, as JSON and as a page in both languages. It counts nothing."""

from typing import Final

from api.pages import paragraph, table
from api.status.health import FRESHNESSES, FeedHealth, HealthWatch
from parking.clock import rfc3339

_HEADS: Final = (
    "来源 Feed", "运营者 Operator", "实时 Live", "变旧 Aging", "过期 Stale", "未知 Unknown",
    "时效 TTL (s)", "最近上报 Last report",
)  # fmt: skip


def status_json(watch: HealthWatch, zone: str) -> dict[str, object]:
    """Return the status as JSON members."""
    health = watch.health()
    return {
        "as_of": rfc3339(health.now_us, zone),
        "clock": watch.clock_json(zone),
        "replica": {
            "ready": watch.follower.is_ready,
            "lag_ms": watch.follower.lag_ms(),
            "epoch": watch.replica.epoch,
        },
        "lots": {name: health.lots[name] for name in FRESHNESSES}
        | {"total": health.lots.total(), "closed": health.closed},
        "feeds": [_feed_json(feed, zone) for feed in health.feeds],
    }


def status_body(watch: HealthWatch, zone: str) -> str:
    """Return the status as the body of a page."""
    health = watch.health()
    total = health.lots.total()
    body = paragraph(
        f"停车场 {total} 处，其中实时 {health.lots['live']}，关闭 {health.closed}。"
        f"本进程延迟 {watch.follower.lag_ms()} 毫秒。",
        f"{total} lots, {health.lots['live']} live, {health.closed} closed. "
        f"This process lags {watch.follower.lag_ms()} ms.",
    )
    return body + table(_HEADS, (_feed_row(feed, zone) for feed in health.feeds))


def _feed_json(feed: FeedHealth, zone: str) -> dict[str, object]:
    return {
        "source": feed.source,
        "operator": feed.operator,
        "ttl_s": feed.ttl_s,
        "changes_only": feed.changes_only,
        "lots": {name: feed.lots[name] for name in FRESHNESSES},
        "last_report_at": rfc3339(feed.heard_us, zone) if feed.heard_us else None,
    }


def _feed_row(feed: FeedHealth, zone: str) -> tuple[object, ...]:
    heard = rfc3339(feed.heard_us, zone) if feed.heard_us else "–"
    counts = (feed.lots[name] for name in FRESHNESSES)
    return (feed.source, feed.operator or "–", *counts, f"{feed.ttl_s:g}", heard)
