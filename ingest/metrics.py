"""Metrics of the write path, each documented in docs/metrics.md. No label holds a caller."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

COMMIT_BUCKETS_S: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
ROW_BUCKETS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)


class IngestMetrics:
    """Made once per process, on the registry that its `/metrics` shows."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.reports = Counter(
            "onelot_ingest_reports",
            "Reports answered, by status",
            ["door", "status"],
            registry=registry,
        )
        self.unavailable = Counter(
            "onelot_ingest_unavailable", "Requests answered 503: nothing acknowledged",
            ["door"], registry=registry,
        )  # fmt: skip
        self.limited = Counter(
            "onelot_ingest_limited", "Requests refused for their key's rate",
            ["door"], registry=registry,
        )  # fmt: skip
        self.batch_rows = Histogram(
            "onelot_ingest_batch_rows", "Reports in one commit", buckets=ROW_BUCKETS,
            registry=registry,
        )  # fmt: skip
        self.commit_seconds = Histogram(
            "onelot_ingest_commit_seconds", "Time of one commit", buckets=COMMIT_BUCKETS_S,
            registry=registry,
        )  # fmt: skip
        self.waiting_bytes = Gauge(
            "onelot_ingest_waiting_bytes", "Bodies taken and not yet answered", registry=registry
        )
        self.live_missed = Counter(
            "onelot_ingest_live_missed_registers",
            "Registers left to the projector because Redis was away",
            registry=registry,
        )
        self.live_failures = Counter(
            "onelot_ingest_live_failures",
            "Times Redis was given up for a second: away, full (its memory or disk), or lost",
            ["reason"],
            registry=registry,
        )
        for reason in ("away", "full", "lost"):
            self.live_failures.labels(reason)
