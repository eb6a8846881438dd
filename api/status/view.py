"""How the city's health is shown, as JSON and as a page in both languages. It counts nothing."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.pages import paragraph, table
from api.status.health import FRESHNESSES, CityHealth, FeedHealth, HealthWatch
from api.status.verdicts import Found, verdicts_json, verdicts_text
from parking.clock import SECOND_US, rfc3339
from parking.feeds.health import FeedState, health_of, lasting
from parking.storage.postgres.polled_phases import PolledPhase
from parking.words import Words

Phases = Mapping[int, PolledPhase]

_HEADS: Final = (
    "来源 Feed", "方式 Kind", "运营者 Operator", "状态 State", "距上次上报 Silent for", "实时 Live",
    "变旧 Aging", "过期 Stale", "未知 Unknown", "时效 TTL (s)", "最近上报 Last report",
    "自检 Self-check",
)  # fmt: skip
_STATES: Final[dict[FeedState, Words]] = {
    "live": Words("正常", "live"),
    "aging": Words("变旧", "aging"),
    "stale": Words("过期", "stale"),
    "dead": Words("中断", "dead"),
    "unknown": Words("未知", "unknown"),
}


def status_json(watch: HealthWatch, zone: str, phases: Phases, found: Found) -> dict[str, object]:
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
        "feeds": [
            _feed_json(feed, health.now_us, zone, phases.get(feed.source_key))
            | {"verdicts": verdicts_json(feed.source, found)}
            for feed in _public(health, phases)
        ],
    }


def status_body(watch: HealthWatch, zone: str, phases: Phases, found: Found) -> str:
    """Return the status as the body of a page."""
    health = watch.health()
    total = health.lots.total()
    body = paragraph(
        f"停车场 {total} 处，其中实时 {health.lots['live']}，关闭 {health.closed}。"
        f"本进程延迟 {watch.follower.lag_ms()} 毫秒。",
        f"{total} lots, {health.lots['live']} live, {health.closed} closed. "
        f"This process lags {watch.follower.lag_ms()} ms.",
    )
    rows = (
        (*_feed_row(feed, health.now_us, zone), verdicts_text(feed.source, found))
        for feed in _public(health, phases)
    )
    return body + table(_HEADS, rows)


def _public(health: CityHealth, phases: Phases) -> Iterator[FeedHealth]:
    """Leave out polled feeds that are only tried yet."""
    for feed in health.feeds:
        phase = phases.get(feed.source_key)
        if phase is None or not phase.is_draft:
            yield feed


def _feed_json(
    feed: FeedHealth, now_us: int, zone: str, phase: PolledPhase | None
) -> dict[str, object]:
    told = health_of(feed.heard_us, feed.ttl_s, now_us, kind=feed.kind)
    polled = None if phase is None else {"phase": phase.phase, "is_paused": phase.is_paused}
    return {
        "source": feed.source,
        "operator": feed.operator,
        "kind": feed.kind,
        "state": told.state,
        "reason": told.reason._asdict(),
        "age_s": _age_s(feed, now_us),
        "polled": polled,
        "ttl_s": feed.ttl_s,
        "changes_only": feed.changes_only,
        "lots": {name: feed.lots[name] for name in FRESHNESSES},
        "last_report_at": rfc3339(feed.heard_us, zone) if feed.heard_us else None,
    }


def _feed_row(feed: FeedHealth, now_us: int, zone: str) -> tuple[object, ...]:
    heard = rfc3339(feed.heard_us, zone) if feed.heard_us else "–"
    state = _STATES[health_of(feed.heard_us, feed.ttl_s, now_us, kind=feed.kind).state]
    age_s = _age_s(feed, now_us)
    age = None if age_s is None else lasting(age_s)
    return (
        feed.source, feed.kind, feed.operator or "–", f"{state.zh} {state.en}",
        "–" if age is None else f"{age.zh} {age.en}", *(feed.lots[name] for name in FRESHNESSES),
        f"{feed.ttl_s:g}", heard,
    )  # fmt: skip


def _age_s(feed: FeedHealth, now_us: int) -> int | None:
    return max(0, now_us - feed.heard_us) // SECOND_US if feed.heard_us else None
