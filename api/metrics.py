"""Metrics of the HTTP door, each documented in docs/metrics.md. No label holds a caller."""

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

BUCKETS_S: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class HttpMetrics:
    """Requests by route template, never by path: a path may hold what a person typed."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "onelot_http_requests",
            "HTTP requests answered",
            ["method", "route", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "onelot_http_request_seconds",
            "Time from the request's head to the end of the answer",
            ["route"],
            buckets=BUCKETS_S,
            registry=registry,
        )
        self.limited = Counter(
            "onelot_http_limited", "Requests refused for their address's rate", registry=registry
        )

    def hot(self, method: str, route: str) -> Callable[[int, float], None]:
        """Count one hot route without looking its labels up each time."""
        answered = {200: self.requests.labels(method, route, "200")}
        seconds = self.seconds.labels(route)

        def count(status: int, took_s: float) -> None:
            if status not in answered:
                answered[status] = self.requests.labels(method, route, str(status))
            answered[status].inc()
            seconds.observe(took_s)

        return count
