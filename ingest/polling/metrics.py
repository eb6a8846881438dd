"""Metrics of polling, each documented in docs/metrics.md. No label holds a feed or an operator."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

POLL_BUCKETS_S: Final = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
BODY_BUCKETS: Final = (1e3, 1e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7)
RESULTS: Final = ("new", "same", "held", "failed")


class PollingMetrics:
    """Made once per process, on the registry that its `/metrics` shows."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.polls = Counter(
            "onelot_feed_polls", "Tries of polled feeds, by what came of them", ["result"],
            registry=registry,
        )  # fmt: skip
        for result in RESULTS:
            self.polls.labels(result)
        self.failures = Counter(
            "onelot_feed_failures", "Tries that failed, by the code of their finding", ["code"],
            registry=registry,
        )  # fmt: skip
        self.poll_seconds = Histogram(
            "onelot_feed_poll_seconds", "Time of one try, handing in included",
            buckets=POLL_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.body_bytes = Histogram(
            "onelot_feed_body_bytes", "Bodies of feeds, unpacked", buckets=BODY_BUCKETS,
            registry=registry,
        )  # fmt: skip
        self.reports = Counter(
            "onelot_feed_reports", "Reports handed in for polled feeds, by status", ["status"],
            registry=registry,
        )  # fmt: skip
        self.under_way = Gauge("onelot_feed_polls_under_way", "Tries under way", registry=registry)
        self.late_seconds = Gauge(
            "onelot_feed_late_seconds", "How long the feed waits that has waited longest",
            registry=registry,
        )  # fmt: skip
