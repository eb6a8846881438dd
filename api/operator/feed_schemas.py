"""Shapes of what is told of feeds, as the OpenAPI tells them."""

from datetime import datetime
from typing import Any

from pydantic import Field

from api.lots.schemas import ProblemShape, Shape
from parking.feeds.health import FeedState


class BothLanguages(Shape):
    """A sentence in Chinese and in English."""

    zh: str
    en: str


class HealthAnswer(Shape):
    """How a feed does, and why it is thought so."""

    state: FeedState
    reason: BothLanguages


class LotsByFreshness(Shape):
    """How many lots' newest figure is this feed's, by how old that is."""

    live: int
    aging: int
    stale: int
    unknown: int


class DelayAnswer(Shape):
    """From `observed_at` to the platform, in seconds, over the last 24 hours."""

    median: int | None
    p95: int | None


class PolledAnswer(Shape):
    """How the polling of a feed goes; its address and credentials are at `polled-feeds`."""

    feed_id: str
    phase: str
    is_draft: bool
    is_paused: bool
    due_at: datetime
    tried_at: datetime | None
    fetched_at: datetime | None
    changed_at: datetime | None
    failures: int


class FeedProblemAnswer(Shape):
    """A kind of problem within the last 24 hours, with its newest case."""

    times: int
    seen_at: datetime
    lot_id: str | None
    problem: ProblemShape


class FeedAnswer(Shape):
    """One source and how it does. Rates are of its lots' last 24 hours; null: nothing shows it."""

    source: str
    kind: str
    ttl_s: float
    changes_only: bool
    last_report_at: datetime | None
    lots_last_hour: int
    reports_last_hour: int
    problems: list[FeedProblemAnswer]
    health: HealthAnswer
    lots: LotsByFreshness
    online_rate: float | None = Field(description="0-1")
    information_delay_s: DelayAnswer
    count_drift: float | None = Field(description="Of the capacity, 0-1")
    findings: list[dict[str, Any]] = Field(
        description="What checks and polling found within 24 h, in both languages: code, lot_id, "
        "since and until (null while it stands), evidence, message, message_zh, and what to do: "
        "mend, mend_zh"
    )
    polled: PolledAnswer | None = Field(description="Null where the feed is not polled")


class FeedList(Shape):
    """All sources of the caller."""

    feeds: list[FeedAnswer]
