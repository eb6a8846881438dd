"""Metrics of the live channel, each documented in docs/live.md. No label holds a caller."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from api.live.close_codes import LiveClose

BUCKETS_S: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class LiveMetrics:
    """Connections, what they are sent, and how well the tick keeps time."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.connections = Gauge(
            "onelot_live_connections", "Open live websockets", registry=registry
        )
        self.behind = Gauge(
            "onelot_live_behind", "Connections that cannot be written to now", registry=registry
        )
        self.frames = Counter("onelot_live_frames", "Data frames sent", registry=registry)
        self.sent_bytes = Counter(
            "onelot_live_sent_bytes", "Bytes of data frames sent", registry=registry
        )
        self.closed = Counter(
            "onelot_live_closed", "Connections the server closed", ["code"], registry=registry
        )
        self.refused = Counter(
            "onelot_live_refused", "Handshakes refused", ["status"], registry=registry
        )
        self.tick_lag_s = Histogram(
            "onelot_live_tick_lag_seconds",
            "How late a tick began",
            buckets=BUCKETS_S,
            registry=registry,
        )
        self.ticked = Gauge(
            "onelot_live_tick_time_seconds", "Loop time of the last tick", registry=registry
        )
        for code in LiveClose:
            self.closed.labels(str(int(code)))

    def count_frames(self, frames: int, sent_bytes: int) -> None:
        """Count `frames` of so many bytes in all."""
        self.frames.inc(frames)
        self.sent_bytes.inc(sent_bytes)
